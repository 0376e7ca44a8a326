import type { InputAnalysis, InputSource, InvalidLine } from '#shared/engine-protocol/input.ts';
import { DistinctKeys } from './distinct-keys.ts';
import { openInput } from './input-reader.ts';

/** How much of a list the window shows; its counts are always of the whole. */
const shown = 1000;

export interface AnalysisProgress {
  readonly lines: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

function maskedUrl(url: string, user: string): string {
  return url.replace('//', `//${encodeURIComponent(user)}:***@`);
}

/** Counts what a list holds, as a stream; `onProgress` hears of every batch. */
export async function analyzeList(
  source: InputSource,
  onProgress: (progress: AnalysisProgress) => void,
  signal: AbortSignal,
): Promise<InputAnalysis> {
  const reader = await openInput(source);
  const keys = new DistinctKeys();
  const hosts = new DistinctKeys();
  const invalidLines: InvalidLine[] = [];
  const sample: string[] = [];
  const count = { lines: 0, urls: 0, duplicates: 0, invalid: 0, hosts: 0, assumedHttps: 0 };
  for await (const batch of reader.batches(signal)) {
    for (const item of batch.items) {
      if (item.url === null || item.key === null || item.host === null) {
        count.invalid += 1;
        if (invalidLines.length < shown) {
          invalidLines.push({
            line: item.line,
            text: item.text.slice(0, 200),
            reason: item.problem ?? '',
          });
        }
        continue;
      }
      count.urls += 1;
      if (item.assumedHttps) count.assumedHttps += 1;
      if (!keys.add(item.key)) count.duplicates += 1;
      else if (sample.length < shown) {
        sample.push(item.login === undefined ? item.url : maskedUrl(item.url, item.login.user));
      }
      if (hosts.add(item.host)) count.hosts += 1;
    }
    count.lines = batch.lines;
    onProgress({ lines: batch.lines, bytes: batch.bytes, totalBytes: batch.totalBytes });
  }
  return { ...count, invalidLines, sample };
}
