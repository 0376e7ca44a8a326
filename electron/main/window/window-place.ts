import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeWholeFile } from '../../files/whole-file.ts';

const rectangleSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
const placeSchema = z.object({ bounds: rectangleSchema, maximized: z.boolean() });

type Rectangle = Readonly<z.infer<typeof rectangleSchema>>;
/** The place of the window in its normal size, and whether it was maximized. */
type WindowPlace = Readonly<z.infer<typeof placeSchema>>;

export const minimumSize = { width: 800, height: 560 } as const;
const usualSize = { width: 1280, height: 800 } as const;

/** Enough of the title bar must be on a screen to drag the window by it. */
const graspPixels = 100;

/** The stored place; null if there is none or it is invalid. */
export async function readWindowPlace(file: string): Promise<WindowPlace | null> {
  try {
    return placeSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

export function writeWindowPlace(file: string, place: WindowPlace): Promise<void> {
  return writeWholeFile(file, `${JSON.stringify(place)}\n`);
}

/**
 * The place for the window on the present screens (their work areas): the stored one if it is visible,
 * otherwise the usual size, placed by the system.
 */
export function placeOnScreens(
  place: WindowPlace | null,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { readonly width: number; readonly height: number } {
  const largest = screens.reduce((size, { width }) => Math.max(size, width), 0);
  const tallest = screens.reduce((size, { height }) => Math.max(size, height), 0);
  const within = (wanted: number, least: number, most: number): number =>
    Math.max(least, most > 0 ? Math.min(wanted, most) : wanted);
  const { width, height } = place?.bounds ?? usualSize;
  const size = {
    width: within(width, minimumSize.width, largest),
    height: within(height, minimumSize.height, tallest),
  };
  if (place === null || !screens.some((screen) => canBeGrasped(place.bounds, screen))) return size;
  return { x: place.bounds.x, y: place.bounds.y, ...size };
}

function canBeGrasped(bounds: Rectangle, screen: Rectangle): boolean {
  const visible =
    Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  return (
    visible >= graspPixels &&
    bounds.y >= screen.y &&
    bounds.y <= screen.y + screen.height - graspPixels
  );
}
