import { z } from 'zod';
import type { RunState } from '../engine-protocol/run.ts';
import type { RunTone } from '../engine-protocol/run-warnings.ts';
import { maxCarried } from '../job/delimiters.ts';
import { fieldSchema, jobSchema } from '../job/job.ts';
import { maxPagesSchema, type NextRule, nextSchema } from '../job/v2/next.ts';
import { type Each, eachSchema } from '../job/v2/source.ts';

/** Job ids are folder names of the library: no separator, no dot. */
export const jobIdSchema = z.string().regex(/^[0-9a-z][0-9a-z-]{3,40}$/);

export interface JobListItem {
  readonly id: string;
  readonly name: string;
  readonly updatedMs: number;
  /** The reason why the job cannot be read, and the faulty file; null for every other job. */
  readonly problem: { readonly message: string; readonly file: string } | null;
  /** Done and total of the newest run; null before the first. */
  readonly lastRun: {
    readonly runId: string;
    readonly state: RunState;
    readonly settled: number;
    readonly total: number;
    /** Without lines that are no URLs. */
    readonly failed: number;
    readonly tone: RunTone;
  } | null;
}

/** How the text of the list is read. Columns that a table leaves out are decided by the content. */
export const listFormatSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lines') }),
  z.strictObject({
    kind: z.literal('csv'),
    /** The column of the URLs, and the carried columns. */
    column: z.string().max(1000).optional(),
    carry: z.array(z.string().max(1000)).max(maxCarried).optional(),
    /** One character, or none for one column. */
    delimiter: z.string().max(1).optional(),
    /** The first record names the columns. */
    header: z.boolean().optional(),
  }),
  /** A sitemap, an index of sitemaps, RSS or Atom. */
  z.strictObject({ kind: z.literal('feed') }),
]);
export type ListFormat = Readonly<z.infer<typeof listFormatSchema>>;

/** A job in the form that the window edits. The list itself is text in a file of its own, read in pieces. */
export interface LibraryJob {
  readonly id: string;
  readonly name: string;
  /** Blank: one row for each page. */
  readonly each: Each;
  readonly fields: readonly Readonly<z.infer<typeof fieldSchema>>[];
  /** Null: the job follows no next pages. Its text may still be blank. */
  readonly next: NextRule | null;
  readonly options: NonNullable<z.infer<typeof jobSchema>['options']>;
  readonly listFormat: ListFormat;
  readonly listBytes: number;
  /** The job's pages are those of the sample site, which is served while they are requested. */
  readonly sample: boolean;
}

const halfTypedPlace = z.union([
  z.string().max(300),
  z.strictObject({ script: z.string().max(10_000) }),
]);

const halfTypedEach = z.union([
  eachSchema,
  z.strictObject({ json: z.string().max(10_000), in: halfTypedPlace }),
]);

const halfTypedField = fieldSchema.extend({
  name: z.string().max(200),
  answer: z.string().max(300).optional(),
  in: halfTypedPlace.optional(),
});

/** A rule for the next page whose text is still blank. */
const halfTypedNext = z.union([
  nextSchema,
  z.strictObject({ css: z.literal(''), maxPages: maxPagesSchema }),
  z.strictObject({ xpath: z.literal(''), maxPages: maxPagesSchema }),
  z.strictObject({
    json: z.literal(''),
    in: halfTypedPlace.optional(),
    maxPages: maxPagesSchema,
  }),
  z.strictObject({
    param: z.literal(''),
    step: z.int().min(1).max(1_000_000).optional(),
    maxPages: maxPagesSchema,
  }),
]);

/**
 * The parts of a job that can be changed. Half-typed rules are kept unchanged (a name may still be empty),
 * so that no typing is lost; the job is validated as a whole when it is started.
 */
export const jobPatchSchema = z.strictObject({
  name: z.string().max(200).optional(),
  each: halfTypedEach.optional(),
  fields: z.array(halfTypedField).max(500).optional(),
  next: halfTypedNext.nullable().optional(),
  options: jobSchema.shape.options.unwrap().optional(),
  listFormat: listFormatSchema.optional(),
});
export type JobPatch = Readonly<z.infer<typeof jobPatchSchema>>;

export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  notifyWhenDone: z.boolean(),
  /** Prevents the computer's automatic sleep while a run is active. */
  keepAwake: z.boolean(),
});
export type Settings = Readonly<z.infer<typeof settingsSchema>>;
export const defaultSettings: Settings = {
  theme: 'system',
  notifyWhenDone: true,
  keepAwake: true,
};
