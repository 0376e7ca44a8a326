import type { ChainEnd } from '#shared/engine-protocol/run-chains.ts';
import type { NextPage } from '../../ports/lead.ts';
import type { Outcome } from '../../ports/outcome.ts';

/** So many pages in a row without a new row are the end: a site may show its last page for every higher number. */
const mostStale = 2;

/** A page of a chain: an item of the list, or one of the pages that followed it. */
export interface ChainPage {
  readonly state: Outcome['state'];
  /** From 1: the item of the list. */
  readonly number: number;
  /** Its rows, and those of them that no earlier page of the chain had, by all of their values. */
  readonly rows: number;
  readonly newRows: number;
  /** The pages without a new row in a row before it; a failed page is none of them. */
  readonly staleBefore: number;
  readonly next: NextPage;
  readonly maxPages: number;
}

/** Whether a chain goes on after a page, and the reason if it does not. */
export function afterPage(page: ChainPage): {
  readonly stale: number;
  readonly end: ChainEnd | null;
} {
  const stale = staleAfter(page);
  return { stale, end: endAfter(page, stale) };
}

/** A page that failed shows nothing, and may be fetched again: it leaves the number as it is. */
function staleAfter({ state, newRows, staleBefore }: ChainPage): number {
  if (state !== 'done') return staleBefore;
  return newRows > 0 ? 0 : staleBefore + 1;
}

function endAfter({ state, number, rows, next, maxPages }: ChainPage, stale: number) {
  if (state !== 'done') return 'failed';
  if (next.kind === 'unusable') return 'unusable';
  // Neither rows nor a link: rather a page of another shape than the last one.
  if (next.kind === 'none') return rows === 0 && number > 1 ? 'empty' : 'no-link';
  if (stale >= mostStale) return 'repeats';
  return number >= maxPages ? 'limit' : null;
}
