import type { StoredFill } from '../../ports/stored-health.ts';

/**
 * So many pages, or rows of at least a few pages, are enough to say how a field is usually filled, or that it is
 * not any more. Together with the pages that are under way, fewer than 200 rows are lost before a run pauses.
 */
const enoughPages = 50;
const enoughRows = 120;
const leastPages = 8;
/** A field that is filled in fewer pages is not usually filled: it may be missing anywhere for good reasons. */
const usually = 0.9;
/** So many empty pages in a row are worth a warning, but no pause. */
const warningPages = 15;

export const noFill: StoredFill = {
  pages: 0,
  rows: 0,
  filled: 0,
  emptyPages: 0,
  emptyRows: 0,
  lost: null,
};

/** @param rows of a page; a page without rows counts as one */
export function withPage(fill: StoredFill, isFilled: boolean, rows: number): StoredFill {
  const next = {
    pages: fill.pages + 1,
    rows: fill.rows + rows,
    filled: fill.filled + (isFilled ? 1 : 0),
    emptyPages: isFilled ? 0 : fill.emptyPages + 1,
    emptyRows: isFilled ? 0 : fill.emptyRows + rows,
    lost: fill.lost,
  };
  const { filled, emptyPages: empty } = next;
  const isLost = empty >= warningPages && empty > (fill.lost?.empty ?? 0) && wasUsual(next);
  return isLost ? { ...next, lost: { filled, before: next.pages - empty, empty } } : next;
}

/** The field has been empty for long enough to ask the person, even if it never had a value. */
export function isEmptyForLong({ emptyPages, emptyRows }: StoredFill): boolean {
  return isEnough(emptyPages, emptyRows);
}

/** Before its last pages, which are empty, the field was usually filled. */
export function wasUsual({ pages, rows, filled, emptyPages, emptyRows }: StoredFill): boolean {
  const before = pages - emptyPages;
  return isEnough(before, rows - emptyRows) && filled >= before * usually;
}

function isEnough(pages: number, rows: number): boolean {
  return pages >= enoughPages || (pages >= leastPages && rows >= enoughRows);
}
