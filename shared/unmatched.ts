import type { RunSnapshot } from './engine-protocol/run.ts';
import { formatCount, formatQuantity } from './format.ts';

/** Says how many pages gave no row, by the name that "each" of the job has in the window; null for none. */
export function unmatchedSentence({
  counts,
  unmatched,
}: Pick<RunSnapshot, 'counts' | 'unmatched'>): string | null {
  if (unmatched === 0) return null;
  const pages = `${formatCount(unmatched)} of ${formatQuantity(counts.done, 'page')}`;
  return `${pages} had no match of 'One row per'; ${unmatched === 1 ? 'its row is' : 'their rows are'} empty.`;
}
