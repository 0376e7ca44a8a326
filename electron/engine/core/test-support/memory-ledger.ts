import type { RunState } from '#shared/engine-protocol/run.ts';
import type { InputBatch, Outcome, RunLedger } from '../../ports.ts';
import { Counters, noTotals } from '../run/counters.ts';

export interface MemoryLedger extends RunLedger {
  readonly outcomes: ReadonlyMap<number, Outcome>;
  readonly commits: readonly number[];
  readonly states: readonly RunState[];
  /** The next commit fails with this. */
  failNextCommit(error: Error): void;
  /** Every look at the queue fails with this from now on. */
  failReads(error: Error): void;
}

interface Line {
  readonly id: number;
  readonly hostId: number;
  readonly host: string;
  readonly url: string;
}

/** A run's file in memory. It refuses what a file would refuse: a second outcome of one request. */
export function createMemoryLedger(urls: readonly string[] = []): MemoryLedger {
  const lines: Line[] = [];
  const hostIds = new Map<string, number>();
  const queued = new Set<number>();
  const outcomes = new Map<number, Outcome>();
  const commits: number[] = [];
  const states: RunState[] = [];
  let failure: Error | null = null;
  let readFailure: Error | null = null;

  const add = (url: string): void => {
    const host = new URL(url).origin;
    const hostId = hostIds.get(host) ?? hostIds.size + 1;
    hostIds.set(host, hostId);
    const id = lines.length + 1;
    lines.push({ id, hostId, host, url });
    queued.add(id);
  };
  for (const url of urls) add(url);
  const waiting = (hostId: number) =>
    lines.filter((line) => line.hostId === hostId && queued.has(line.id));

  return {
    outcomes,
    commits,
    states,
    failNextCommit: (error) => {
      failure = error;
    },
    failReads: (error) => {
      readFailure = error;
    },
    hosts: (after, limit) =>
      [...hostIds]
        .map(([key, id]) => ({ id, key }))
        .filter(({ id }) => id > after && waiting(id).length > 0)
        .slice(0, limit),
    take(hostId, after, limit) {
      if (readFailure !== null) throw readFailure;
      return waiting(hostId)
        .filter(({ id }) => id > after)
        .slice(0, limit);
    },
    commit(committed) {
      if (failure !== null) {
        const error = failure;
        failure = null;
        throw error;
      }
      for (const outcome of committed) {
        if (!queued.delete(outcome.requestId)) throw new Error('There twice.');
        outcomes.set(outcome.requestId, outcome);
      }
      commits.push(committed.length);
    },
    import: (batch: InputBatch) => {
      for (const { url } of batch.items) if (url !== null) add(url);
    },
    importDone: () => undefined,
    counts: () => {
      const failed = [...outcomes.values()].filter(({ state }) => state === 'failed').length;
      return { queued: queued.size, done: outcomes.size - failed, failed, skipped: 0 };
    },
    totals() {
      const counters = new Counters({
        ...noTotals,
        counts: { ...noTotals.counts, queued: lines.length },
        hosts: hostIds.size,
      });
      counters.committed(
        [...outcomes.values()].map((outcome) => ({ ...outcome, url: urlOf(lines, outcome) })),
      );
      return counters.totals;
    },
    hostCounts: (hostId) => {
      const ofHost = [...outcomes.values()].filter((outcome) => outcome.hostId === hostId);
      return {
        queued: waiting(hostId).length,
        done: ofHost.filter(({ state }) => state === 'done').length,
        failed: ofHost.filter(({ state }) => state === 'failed').length,
      };
    },
    setState: (state) => void states.push(state),
    requeueFailed(code) {
      let count = 0;
      for (const [id, { failure: found }] of outcomes) {
        if (found === null || (code !== null && found.code !== code)) continue;
        outcomes.delete(id);
        queued.add(id);
        count += 1;
      }
      return count;
    },
    suspects: 0,
    acquit: () => undefined,
    started: () => undefined,
    ended: () => undefined,
  };
}

function urlOf(lines: readonly Line[], outcome: Outcome): string {
  return lines[outcome.requestId - 1]?.url ?? '';
}
