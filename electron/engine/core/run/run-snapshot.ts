import type { Limit, ProxyLine, RunSnapshot, WayNow } from '#shared/engine-protocol/run.ts';
import type { RunTotals, UnreadValues } from '../../ports/run-ledger.ts';
import type { WatchedField } from '../health/column-watch.ts';
import { notUrlsIn, runWarnings } from '../health/health-warnings.ts';
import type { FetchLoop } from './fetch-loop.ts';
import type { Figures } from './figures.ts';
import { limitOf } from './limit.ts';
import { allResting, shownProxies } from './proxy-lines.ts';
import { shownRendering } from './run-rendering.ts';

interface SnapshotSources {
  readonly identity: Pick<
    RunSnapshot,
    'runId' | 'jobId' | 'readsFrom' | 'seq' | 'state' | 'stateReason' | 'pausedBy'
  >;
  readonly totals: RunTotals;
  readonly fields: readonly WatchedField[];
  readonly unread: readonly UnreadValues[];
  readonly elapsedMs: number;
  readonly importing: RunSnapshot['importing'];
  readonly loop: Pick<
    FetchLoop,
    'health' | 'isCongested' | 'pagesUnderWay' | 'rendering' | 'roomFor' | 'scheduler'
  >;
  readonly figures: Pick<Figures, 'rates' | 'retries' | 'tallies'>;
  readonly chains: RunSnapshot['chains'];
  readonly pages: RunSnapshot['pages'];
  readonly proxies: readonly ProxyLine[];
  readonly way: WayNow;
  readonly isFull: boolean;
  readonly nowMs: number;
}

/** The state of a live run as one message, whose size does not depend on the list. */
export function buildSnapshot(sources: SnapshotSources): RunSnapshot {
  const { identity, totals, loop, figures, importing, nowMs } = sources;
  const { rates, tallies } = figures;
  const { scheduler } = loop;
  const { queued, done, failed, skipped } = totals.counts;
  const { limits } = scheduler;
  const runs = identity.state === 'running';
  const windows = loop.rendering?.pages.windows;
  const active = Math.min(loop.pagesUnderWay, queued);
  const ratePerSecond = runs ? rates.finishedPerSecond : 0;
  const load = {
    // A sequential run waits for each page on purpose: reading is then no bottleneck.
    parsingBehind: sources.way.way !== 'sequential' && (loop.isCongested || sources.isFull),
    diskShare: rates.diskShare,
    left: queued,
    proxiesResting: allResting(sources.proxies),
    roomFor: loop.roomFor,
    windows: windows !== undefined && windows.waiting > 0 ? windows.windows : null,
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
    // Pages that are still to be found are not counted yet.
    etaMs: ratePerSecond > 0 && sources.chains === null ? (queued / ratePerSecond) * 1000 : null,
    elapsedMs: sources.elapsedMs,
    bytes: totals.bytes,
    statusClasses: totals.statusClasses,
    retries: figures.retries,
    concurrency: limits.concurrency,
    perHost: limits.perHost,
    hosts: tallies.lines(limits, nowMs),
    hostCount: totals.hosts,
    skippedByRobots: totals.errors.find(({ code }) => code === 'ROBOTS')?.count ?? 0,
    notUrls: notUrlsIn(totals),
    warnings: runWarnings(sources.fields, loop.health, totals, sources.unread, sources.chains),
    unmatched: totals.unmatched,
    chains: sources.chains,
    pages: sources.pages,
    rendering: shownRendering(loop.rendering, totals.inBrowser),
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
