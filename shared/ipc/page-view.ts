import { z } from 'zod';
import { elementPathSchema, pickedElementSchema } from '../engine-protocol/pick.ts';

/*
 * The page view: one page of the job, shown in a view of its own above the app's page, and the picker that runs
 * in it. The picker's messages come from a process that holds a stranger's page, so they are parsed as hostile.
 */

/** In CSS pixels of the app's page. */
const pixels = z.number().min(-100_000).max(100_000);
export const viewBoundsSchema = z.strictObject({
  x: pixels,
  y: pixels,
  width: pixels,
  height: pixels,
});
export type ViewBounds = Readonly<z.infer<typeof viewBoundsSchema>>;

/**
 * pick: a click or Enter picks an element. browse: a click on a link leads to its page. look: a click does nothing.
 */
export const viewModeSchema = z.enum(['pick', 'browse', 'look']);
export type ViewMode = z.infer<typeof viewModeSchema>;

/** The elements to mark. */
export const viewMarksSchema = z.strictObject({
  fields: z
    .array(
      z.strictObject({
        name: z.string().max(200),
        color: z.string().regex(/^#[0-9a-f]{6}$/),
        paths: z.array(elementPathSchema).max(500),
      }),
    )
    .max(500),
  /** The rows of a list. */
  rows: z.array(elementPathSchema).max(500),
  /** Rows that look different from the others. */
  different: z.array(elementPathSchema).max(100),
});
export type ViewMarks = Readonly<z.infer<typeof viewMarksSchema>>;

/** What main tells the picker. */
export interface PickerSettings {
  readonly mode: ViewMode;
  readonly marks: ViewMarks;
}

/** What the picker tells main. */
export const pickerEventSchema = z.discriminatedUnion('kind', [
  /** The element under the pointer, or the one that the keys have led to; empty for none. */
  z.strictObject({ kind: z.literal('hovered'), name: z.string().max(200) }),
  z.strictObject({ kind: z.literal('picked'), element: pickedElementSchema }),
  z.strictObject({
    kind: z.literal('followed'),
    url: z
      .string()
      .max(100_000)
      .regex(/^https?:\/\//i),
  }),
  /** Esc or Tab: the keyboard goes back to the app's page. */
  z.strictObject({ kind: z.literal('left') }),
]);
export type PickerEvent = Readonly<z.infer<typeof pickerEventSchema>>;

export const pickerEventsSchema = z.array(pickerEventSchema).max(100);

/** The event that the app's page gets. */
export type PageViewEvent =
  | PickerEvent
  /** The process of the view has ended; opening the page again starts a new one. */
  | { readonly kind: 'gone' };
