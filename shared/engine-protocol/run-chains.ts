/**
 * Why the next pages of an item of the list end where they do. no-link: the page leads to no further one. repeats:
 * two pages in a row had no new row, apart from fields of the answer. known: it leads to a page that the run has already. limit: `maxPages` of
 * the job. failed: the page could not be read. empty: it has neither rows nor a link. unusable: its link is no
 * address that can be fetched.
 */
export const chainEnds = [
  'no-link',
  'repeats',
  'known',
  'limit',
  'failed',
  'empty',
  'unusable',
] as const;
export type ChainEnd = (typeof chainEnds)[number];

/** The next pages that a run has found so far. */
export interface RunChains {
  readonly found: number;
  /** How many items of the list have come to their last page, by the reason. */
  readonly ends: Readonly<Partial<Record<ChainEnd, number>>>;
}
