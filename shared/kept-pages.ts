import type { RunPages, RunSnapshot } from './engine-protocol/run.ts';
import { formatBytes, formatCount, formatQuantity } from './format.ts';

const reasons: Readonly<Record<keyof RunPages['notKept'], string>> = {
  limit: 'the kept pages of this run have reached their limit (option keepPagesMaxMb)',
  disk: 'the disk took no more of them',
  size: 'each is larger than 64 MB',
};

/** How many pages a run has kept: "1,200 pages are kept (31 MB)." Null if it kept none. */
export function keptSentence({ pages }: Pick<RunSnapshot, 'pages'>): string | null {
  if (pages === null || pages.kept === 0) return null;
  const are = pages.kept === 1 ? 'is' : 'are';
  return `${formatQuantity(pages.kept, 'page')} ${are} kept (${formatBytes(pages.bytes)}).`;
}

/** A sentence for each reason for which pages were not kept. */
export function notKeptSentences({ pages }: Pick<RunSnapshot, 'pages'>): readonly string[] {
  if (pages === null) return [];
  return (Object.keys(reasons) as (keyof typeof reasons)[])
    .filter((why) => pages.notKept[why] > 0)
    .map((why) => {
      const count = pages.notKept[why];
      return `${formatCount(count)} ${count === 1 ? 'page was' : 'pages were'} read and not kept: ${count === 1 && why === 'size' ? 'it is larger than 64 MB' : reasons[why]}.`;
    });
}
