import type { InputAnalysis, InputSource, ListNote } from '#shared/engine-protocol/input.ts';
import { noAccount } from '#shared/list-account.ts';
import { looksLikeTable } from './decide-reading.ts';
import { DistinctKeys } from './distinct-keys.ts';
import type { LineItem } from './items-of-line.ts';
import { openList, startOfList } from './open-list.ts';

/** How many URLs the window shows; its counts are always of the whole. */
const mostUrls = 1000;

export interface AnalysisProgress {
  readonly lines: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/**
 * Counts what a list holds, as a stream; `onProgress` hears of every batch.
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
  const isTable = reading.kind === 'lines' && (await isTableAsWell(source));
  return {
    reading,
    account,
    looksLikeTable: isTable,
    ...count,
    notRead,
    partlyUsed,
    sample,
    assumed,
  };
}

async function isTableAsWell(source: InputSource): Promise<boolean> {
  if (source.kind === 'lines') return false;
  return looksLikeTable(await startOfList(source.file, source.name ?? source.file));
}

function shownUrl(url: string, { login }: LineItem): string {
  return login === undefined ? url : url.replace('//', `//${encodeURIComponent(login.user)}:***@`);
}
