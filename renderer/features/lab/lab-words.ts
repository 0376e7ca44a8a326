import type { LabReport } from '#shared/engine-protocol/lab.ts';
import { formatBytes, formatCount, formatDuration, formatPercent } from '#shared/format.ts';
import { isolated } from '#shared/isolated.ts';
import { wayNames } from '#shared/job/way.ts';
import { approachName } from '#shared/lab/approach.ts';
import type { LabRow } from '#shared/lab/lab-rows.ts';

/** The workload in one line: "Sample site, 500 pages of 12 KB, 20 ms latency · 16 at once". */
export function setupWords({ setup }: LabReport): string {
  const { workload, kind, ways, concurrencies } = setup;
  const what =
    workload.kind === 'list'
      ? `"${isolated(workload.name)}", its first ${formatCount(workload.pages)} pages`
      : [
          `Sample site, ${formatCount(workload.pages)} pages of ${formatBytes(workload.sizeBytes)}`,
          `${formatDuration(workload.latencyMs).replace(/^0 s$/, 'no')} latency`,
          ...(workload.errorRate > 0 ? [`${formatPercent(workload.errorRate, 1)} failing`] : []),
        ].join(', ');
  const how =
    kind !== 'tune'
      ? `${formatCount(concurrencies[0] ?? 1)} at once`
      : ways.map((way) => wayNames[way]).join(', ');
  return `${what} · ${how}`;
}

/** "4.2×", or empty where sequential was not measured. */
export const timesWords = ({ timesSequential }: LabRow): string => timesText(timesSequential);

export const timesText = (times: number | null): string =>
  times === null ? '–' : `${times.toFixed(1)}×`;

/** How long a page takes. */
export const pageTime = ({ pageMs }: LabRow): string =>
  pageMs === null ? '–' : formatDuration(pageMs);

/** The progress, for people who cannot see the bars. */
export function progressWords({ setup, now, samples }: LabReport): string {
  if (now === null) return samples.length === 0 ? 'Getting ready…' : 'Finishing…';
  if (now.phase === 'warm-up') return `Warming up: ${approachName(now)}. This does not count.`;
  const what =
    setup.kind === 'tune' ? `${formatCount(now.concurrency)} at once` : approachName(now);
  return `Round ${now.round} of ${setup.repeats}: ${what}`;
}
