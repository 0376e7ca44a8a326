import { statSync } from 'node:fs';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import { pageFileOf } from '../pages/page-file.ts';
import { pagesOf } from './kept-pages.ts';
import { chainsOf, readMeta } from './run-meta.ts';
import { requestCounts, stateNow } from './run-summaries.ts';
import { readBusiestHosts, readTotals } from './run-totals.ts';
import type { Sqlite } from './sqlite.ts';
import { readStoredRendering } from './stored-rendering.ts';
import { readWarnings } from './stored-warnings.ts';

const mostHosts = 50;

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** The state of a run that this process does not drive, from its file. */
export function readStoredSnapshot(db: Sqlite): RunSnapshot {
  const meta = readMeta(db);
  const totals = readTotals(db, meta.counts);
  const { done: isImported, ...importing } = meta.importing;
  return {
    runId: meta.runId,
    jobId: meta.jobId,
    readsFrom: meta.readsFrom,
    seq: 0,
    state: stateNow(db.file, meta.state),
    stateReason: meta.stateReason,
    counts: requestCounts(meta.counts),
    rows: totals.rows,
    ratePerSecond: 0,
    failedPerSecond: 0,
    etaMs: null,
    elapsedMs: meta.elapsedMs,
    bytes: totals.bytes,
    statusClasses: totals.statusClasses,
    retries: totals.retries,
    concurrency: meta.concurrency,
    perHost: resolveOptions(meta.rules.options).perHost,
    hosts: readBusiestHosts(db, mostHosts),
    hostCount: totals.hosts,
    pausedBy: null,
    skippedByRobots: totals.errors.find(({ code }) => code === 'ROBOTS')?.count ?? 0,
    ...readWarnings(db, meta, totals),
    unmatched: totals.unmatched,
    chains: chainsOf(meta),
    pages: pagesOf(meta.counts, sizeOf(pageFileOf(db.file))),
    rendering: readStoredRendering(db, meta),
    proxies: [],
    errors: totals.errors,
    limit: { kind: 'none' },
    way: null,
    importing: isImported ? null : importing,
  };
}
