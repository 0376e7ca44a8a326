import type { RunSnapshot } from './engine-protocol/run.ts';
import { formatCount, formatQuantity } from './format.ts';

/**
 * The number of pages that gave no row, in a sentence that uses the window's name for the job's "each"; null
 * for none.
 */
export function unmatchedSentence({
  counts,
  unmatched,
}: Pick<RunSnapshot, 'counts' | 'unmatched'>): string | null {
  if (unmatched === 0) return null;
  const pages = `${formatCount(unmatched)} of ${formatQuantity(counts.done, 'page')}`;
  return `${pages} had no match of 'One row per'; ${unmatched === 1 ? 'its row is' : 'their rows are'} empty.`;
}
