/** The selected lines of the grid: one contiguous range, as results are copied by offset and count. */
export interface RowRange {
  /** The line where the selection began; it is fixed while Shift moves the other end. */
  readonly anchor: number;
  readonly head: number;
}

export const singleRow = (row: number): RowRange => ({ anchor: row, head: row });

/** Shift: the anchor is kept, or is `from` where nothing is selected yet. */
export const extendTo = (range: RowRange | null, row: number, from: number = row): RowRange => ({
  anchor: range?.anchor ?? from,
  head: row,
});

export const firstRow = (range: RowRange): number => Math.min(range.anchor, range.head);

export const rowsIn = (range: RowRange | null): number =>
  range ? Math.abs(range.head - range.anchor) + 1 : 0;

export const containsRow = (range: RowRange | null, row: number): boolean =>
  range !== null && row >= firstRow(range) && row <= Math.max(range.anchor, range.head);

/** The part of the range within the `total` lines that remain when the view shrinks; null when it is empty. */
export function clampRange(range: RowRange | null, total: number): RowRange | null {
  if (range === null || firstRow(range) >= total) return null;
  const last = total - 1;
  return { anchor: Math.min(range.anchor, last), head: Math.min(range.head, last) };
}
