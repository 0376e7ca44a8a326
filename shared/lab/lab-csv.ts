import { approachName } from './approach.ts';
import type { LabRow } from './lab-rows.ts';

const columns: readonly (readonly [string, (row: LabRow) => string | number | null])[] = [
  ['approach', approachName],
  ['concurrency', ({ way, concurrency }) => (way === 'sequential' ? 1 : concurrency)],
  ['rounds', ({ rounds }) => rounds],
  ['pages', ({ pages }) => pages],
  ['failed', ({ failed }) => failed],
  ['seconds', ({ elapsedMs }) => rounded(elapsedMs.median / 1000, 3)],
  ['pages_per_second', ({ pagesPerSecond }) => rounded(pagesPerSecond.median, 2)],
  ['pages_per_second_least', ({ pagesPerSecond }) => rounded(pagesPerSecond.least, 2)],
  ['pages_per_second_most', ({ pagesPerSecond }) => rounded(pagesPerSecond.most, 2)],
  ['latency_p50_ms', ({ p50Ms }) => p50Ms],
  ['latency_p95_ms', ({ p95Ms }) => p95Ms],
  ['page_p50_ms', ({ pageMs }) => pageMs],
  ['peak_memory_bytes', ({ peakRssBytes }) => peakRssBytes],
  ['cpu_seconds', ({ cpuMs }) => rounded(cpuMs / 1000, 3)],
  ['times_sequential', ({ timesSequential }) => timesSequential && rounded(timesSequential, 2)],
];

/** The table as CSV (RFC 4180): numbers and fixed words of Trawl, which need no quotes. */
export function labCsv(rows: readonly LabRow[]): string {
  const lines = rows.map((row) => columns.map(([, cell]) => cell(row) ?? '').join(','));
  return [columns.map(([name]) => name).join(','), ...lines, ''].join('\r\n');
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
