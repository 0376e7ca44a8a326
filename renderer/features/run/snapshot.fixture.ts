import type { RunSnapshot } from '#shared/engine-protocol/run.ts';

/** For tests: a snapshot of an active run, with the values given by the test merged over it. */
export function snapshotOf(parts: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    runId: '20250101-120000-abcd',
    jobId: 'sample-shop',
    seq: 0,
    state: 'running',
    stateReason: null,
    pausedBy: null,
    skippedByRobots: 0,
    notUrls: 0,
    warnings: [],
    unmatched: 0,
    pages: null,
    readsFrom: null,
    rendering: null,
    proxies: [],
    counts: { total: 100, queued: 50, active: 10, done: 36, failed: 4, skipped: 0 },
    rows: 36,
    ratePerSecond: 12,
    failedPerSecond: 1,
    etaMs: 5000,
    elapsedMs: 4000,
    bytes: 480_000,
    statusClasses: { '2xx': 36, '3xx': 0, '4xx': 4, '5xx': 0, none: 0 },
    retries: 2,
    concurrency: 16,
    perHost: 8,
    hosts: [],
    hostCount: 1,
    errors: [],
    limit: { kind: 'none' },
    way: null,
    importing: null,
    ...parts,
  };
}
