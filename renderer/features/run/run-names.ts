import type { RunSummary } from '#shared/engine-protocol/run.ts';
import { formatDateTime, formatDateTimeExact } from '#shared/format.ts';

type Named = Pick<RunSummary, 'runId' | 'createdMs'>;

/**
 * The names of a job's runs by their ids: the time of their start, to the second where two runs began in one
 * minute, and with a number where even that is the same.
 */
export function runNames(runs: readonly Named[], nowMs?: number): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const sameMinute of groupsBy(runs, ({ createdMs }) => formatDateTime(createdMs, nowMs))) {
    const name = sameMinute.length === 1 ? formatDateTime : formatDateTimeExact;
    for (const same of groupsBy(sameMinute, ({ createdMs }) => name(createdMs, nowMs))) {
      // Ids sort by time, so that a run keeps its number when a newer one begins.
      const oldestFirst = same.toSorted((a, b) => (a.runId < b.runId ? -1 : 1));
      for (const [place, { runId, createdMs }] of oldestFirst.entries()) {
        const number = place === 0 ? '' : ` (${place + 1})`;
        names.set(runId, `${name(createdMs, nowMs)}${number}`);
      }
    }
  }
  return names;
}

function groupsBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
