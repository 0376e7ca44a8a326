import type { StoredFill } from '../../ports/stored-health.ts';

/**
 * So many pages, or rows of at least a few pages, are enough to say how a field is usually filled, or that it is
 * not any more. Together with the pages that are under way, fewer than 200 rows are lost before a run pauses.
 */
const enoughPages = 50;
const enoughRows = 120;
const leastPages = 8;
/**
 * A field that is filled in fewer pages may be missing anywhere for good reasons. The share leaves room for a
 * change in the middle of a short run: empty pages that finish among the last filled ones count as before it.
 */
const usually = 0.75;
/** So many empty pages in a row are worth a warning, but no pause. */
const warningPages = 15;
/**
 * Pages finish out of order: one that was asked for before a site changed may come after many empty ones, and is
 * not the end of the gap. A gap ends when a page in ten has a value again.
 */
const emptyForOneFilled = 9;

export const noFill: StoredFill = {
  pages: 0,
  rows: 0,
  filled: 0,
  emptyPages: 0,
  emptyRows: 0,
  late: 0,
  lost: null,
};

/** @param rows of a page; a page without rows counts as one */
export function withPage(fill: StoredFill, isFilled: boolean, rows: number): StoredFill {
  const next = {
    pages: fill.pages + 1,
    rows: fill.rows + rows,
    filled: fill.filled + (isFilled ? 1 : 0),
    ...(isFilled ? gapWithFilled(fill) : gapWithEmpty(fill, rows)),
    lost: fill.lost,
  };
  const { emptyPages: empty, late } = next;
  const isLost = empty >= warningPages && empty > (fill.lost?.empty ?? 0) && wasUsual(next);
  return isLost ? { ...next, lost: { ...beforeGap(next), empty, late } } : next;
}

type Gap = Pick<StoredFill, 'emptyPages' | 'emptyRows' | 'late'>;

function gapWithEmpty({ emptyPages, emptyRows, late }: Gap, rows: number): Gap {
  return { emptyPages: emptyPages + 1, emptyRows: emptyRows + rows, late };
}

function gapWithFilled({ emptyPages, emptyRows, late }: Gap): Gap {
  const goesOn = emptyPages > emptyForOneFilled * (late + 1);
  return goesOn
    ? { emptyPages, emptyRows, late: late + 1 }
    : { emptyPages: 0, emptyRows: 0, late: 0 };
}

function beforeGap({ pages, filled, emptyPages, late }: StoredFill): {
  readonly filled: number;
  readonly before: number;
} {
  return { filled: filled - late, before: pages - emptyPages - late };
}

/** The field has been empty for long enough to ask the person, even if it never had a value. */
export function isEmptyForLong({ emptyPages, emptyRows }: StoredFill): boolean {
  return isEnough(emptyPages, emptyRows);
}

/** Before its last pages, which are nearly all empty, the field was usually filled. */
export function wasUsual(fill: StoredFill): boolean {
  const { filled, before } = beforeGap(fill);
  return isEnough(before, fill.rows - fill.emptyRows) && filled >= before * usually;
}

function isEnough(pages: number, rows: number): boolean {
  return pages >= enoughPages || (pages >= leastPages && rows >= enoughRows);
}
