import type { Rectangle } from 'electron';
import type { ViewBounds } from '#shared/ipc/page-view.ts';

/**
 * The place of the view in the window's contents: never outside them. Null where nothing of it would be seen.
 *
 * @param zoom of the app's page, whose pixels the bounds are in
 */
export function placeIn(
  bounds: ViewBounds,
  zoom: number,
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
): Rectangle | null {
  const clamp = (value: number, most: number): number =>
    Math.min(most, Math.max(0, Math.round(value * zoom)));
  const x = clamp(bounds.x, width);
  const y = clamp(bounds.y, height);
  const right = clamp(bounds.x + bounds.width, width);
  const bottom = clamp(bounds.y + bounds.height, height);
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}
