import type { RunSummary } from '#shared/engine-protocol/run.ts';
import { formatCount, formatDateTime } from '#shared/format.ts';
import { plainText } from '#shared/plain-text.ts';

/** The runs as a table for a terminal. */
export function listRuns(runs: readonly RunSummary[]): string {
  if (runs.length === 0) return 'There is no run yet.\n';
  const lines = runs.map((run) => [
    run.runId,
    run.state,
    `${formatCount(run.counts.done)}/${formatCount(run.counts.total)}`,
    `${formatCount(run.counts.failed)} failed`,
    formatDateTime(run.createdMs),
    plainText(run.problem ?? run.jobName),
  ]);
  const widths = lines.reduce<number[]>(
    (all, line) => line.map((cell, index) => Math.max(all[index] ?? 0, cell.length)),
    [],
  );
  return lines
    .map((line) => line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
