import type { InputAnalysis, InputSource, ListNote } from '#shared/engine-protocol/input.ts';
import { noAccount } from '#shared/list-account.ts';
import { decideReading } from './decide-reading.ts';
import { DistinctKeys } from './distinct-keys.ts';
import type { LineItem } from './items-of-line.ts';
import { openList, startOfList } from './open-list.ts';

/** The number of URLs that the window shows; its counts are always of the whole list. */
const mostUrls = 1000;

export interface AnalysisProgress {
  readonly lines: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/**
 * Counts the contents of a list, as a stream; `onProgress` is called for every batch.
 *
 * @throws TrawlError as `openList` does
 */
export async function analyzeList(
  source: InputSource,
  onProgress: (progress: AnalysisProgress) => void,
  signal: AbortSignal,
): Promise<InputAnalysis> {
  const reader = await openList(source);
  const keys = new DistinctKeys();
  const hosts = new DistinctKeys();
  const notRead: ListNote[] = [];
  const partlyUsed: ListNote[] = [];
  const sample: string[] = [];
  const assumed = { http: 0, https: 0 };
  const count = { duplicates: 0, hosts: 0 };
  let account = noAccount;
  for await (const batch of reader.batches(signal)) {
    for (const item of batch.items) {
      if (item.url === null || item.key === null || item.host === null) continue;
      if (item.assumed !== null) assumed[item.assumed] += 1;
      if (!keys.add(item.key)) count.duplicates += 1;
      else if (sample.length < mostUrls) sample.push(shownUrl(item.url, item));
      if (hosts.add(item.host)) count.hosts += 1;
    }
    notRead.push(...batch.notRead);
    partlyUsed.push(...batch.partlyUsed);
    account = batch.account;
    onProgress({ lines: batch.lines, bytes: batch.bytes, totalBytes: batch.totalBytes });
  }
  const { reading } = reader;
  const looksLike = reading.kind === 'lines' ? await otherReading(source) : null;
  return {
    reading,
    account,
    looksLike,
    ...count,
    notRead,
    partlyUsed,
    sample,
    assumed,
  };
}

/** The other format that the content of lines looks like; null if it is lines and nothing else. */
async function otherReading(source: InputSource): Promise<InputAnalysis['looksLike']> {
  if (source.kind === 'lines') return null;
  const { kind } = decideReading(await startOfList(source), {});
  return kind === 'lines' ? null : kind;
}

function shownUrl(url: string, { login }: LineItem): string {
  return login === undefined ? url : url.replace('//', `//${encodeURIComponent(login.user)}:***@`);
}
