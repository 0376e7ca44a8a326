import type { Limit, ProxyLine, RunSnapshot, WayNow } from '#shared/engine-protocol/run.ts';
import type { Clock, RunTotals } from '../../ports.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import type { HostTallies } from './host-tallies.ts';
import { limitOf } from './limit.ts';
import type { Pipeline } from './pipeline.ts';
import { allResting, shownProxies } from './proxy-lines.ts';
import type { RunRates } from './run-rates.ts';

export interface SnapshotSources {
  readonly identity: Pick<
    RunSnapshot,
    'runId' | 'jobId' | 'seq' | 'state' | 'stateReason' | 'pausedBy'
  >;
  readonly totals: RunTotals;
  readonly elapsedMs: number;
  readonly importing: RunSnapshot['importing'];
  readonly scheduler: Scheduler;
  readonly pipeline: Pipeline;
  readonly tallies: HostTallies;
  readonly rates: RunRates;
  /** Tries that failed and are not yet over; the totals know of them only when they are. */
  readonly retriesUnderWay: number;
  readonly proxies: readonly ProxyLine[];
  readonly way: WayNow;
  readonly isFull: boolean;
  readonly clock: Clock;
}

/** The state of a live run as one message, whose size does not depend on the list. */
export function buildSnapshot(sources: SnapshotSources): RunSnapshot {
  const { identity, totals, scheduler, pipeline, tallies, rates, importing, clock } = sources;
  const { queued, done, failed, skipped } = totals.counts;
  const { limits } = scheduler;
  const nowMs = clock.now();
  const runs = identity.state === 'running';
  const active = Math.min(pipeline.pagesUnderWay, queued);
  const ratePerSecond = runs ? rates.finishedPerSecond : 0;
  const load = {
    // One by one, it is what was wished that limits.
    parsingBehind: sources.way.way !== 'sequential' && (pipeline.congested || sources.isFull),
    diskShare: rates.diskShare,
    left: queued,
    proxiesResting: allResting(sources.proxies),
  };
  return {
    ...identity,
    counts: {
      total: queued + done + failed + skipped,
      queued: queued - active,
      active,
      done,
      failed,
      skipped,
    },
    rows: totals.rows,
    ratePerSecond,
    failedPerSecond: runs ? rates.failedPerSecond : 0,
    etaMs: ratePerSecond > 0 ? (queued / ratePerSecond) * 1000 : null,
    elapsedMs: sources.elapsedMs,
    bytes: totals.bytes,
    statusClasses: totals.statusClasses,
    retries: totals.retries + sources.retriesUnderWay,
    concurrency: limits.concurrency,
    hosts: tallies.lines(limits, nowMs),
    hostCount: totals.hosts,
    skippedByRobots: totals.errors.find(({ code }) => code === 'ROBOTS')?.count ?? 0,
    proxies: shownProxies(sources.proxies),
    errors: totals.errors,
    limit: runs ? limitOf(scheduler, load, nowMs) : limitAtRest(identity),
    way: sources.way,
    importing,
  };
}

function limitAtRest({ state, pausedBy }: SnapshotSources['identity']): Limit {
  if (state === 'importing') return { kind: 'importing' };
  return { kind: pausedBy === 'network' ? 'network' : 'none' };
}
