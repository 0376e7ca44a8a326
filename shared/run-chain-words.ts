import { type ChainEnd, chainEnds, type RunChains } from './engine-protocol/run-chains.ts';
import { formatCount, formatQuantity } from './format.ts';

/** What a run says of the next pages that it followed: how many there are, and why each chain of them ended. */
export function chainSentence({ found, ends }: RunChains): string {
  const reasons = chainEnds.flatMap((end) => {
    const count = ends[end] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${words[end]}`];
  });
  const pages = `${formatQuantity(found, 'next page')} found`;
  return reasons.length === 0 ? `${pages}.` : `${pages}. Ended: ${reasons.join('; ')}.`;
}

const words: Readonly<Record<ChainEnd, string>> = {
  'no-link': 'with no further link',
  repeats: 'after two pages in a row without a new row',
  known: 'at a page that the run has already',
  limit: 'at the limit of the job (maxPages)',
  failed: 'at a page that could not be read, so there may be more',
  empty: 'at a page with neither rows nor a link, so there may be more',
  unusable: 'at a link that is no address, so there may be more',
};
