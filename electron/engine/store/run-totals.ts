import type { ErrorGroup, HostLine, StatusClass } from '#shared/engine-protocol/run.ts';
import { type ErrorCode, errorCodes } from '#shared/errors/error-codes.ts';
import type { HostCounts, RunTotals } from '../ports/run-ledger.ts';
import type { StoredCounts } from './run-meta.ts';
import type { Sqlite } from './sqlite.ts';

/** The totals in the run's file, as the start for further counts. Reads every request: 0.25 s for a million. */
export function readTotals(
  db: Sqlite,
  { queued, done, failed, skipped, rows, bytes, retries, inBrowser }: StoredCounts,
): RunTotals {
  return {
    counts: { queued, done, failed, skipped },
    hosts: db.prepare<[number]>('SELECT count(*) FROM hosts').get()?.[0] ?? 0,
    rows,
    inBrowser,
    unmatched: readUnmatched(db),
    bytes,
    retries,
    statusClasses: readStatusClasses(db),
    errors: readErrorGroups(db, skipped),
  };
}

/**
 * A request without rows has one line of number 0, and few have one: the index of the lines contains them
 * all.
 */
export function readUnmatched(db: Sqlite): number {
  const [count = 0] =
    db
      .prepare<[number]>(
        `SELECT count(*) FROM rows JOIN requests ON requests.id = rows.request_id
         WHERE rows.number = 0 AND requests.state = 'done'`,
      )
      .get() ?? [];
  return count;
}

function readStatusClasses(db: Sqlite): Readonly<Record<StatusClass, number>> {
  // Sums, since groups would sort a million requests. Lines that are no URL were never sent, so they are
  // not counted among the answers.
  const hundreds = [2, 3, 4, 5].map((hundred) => `total(status / 100 = ${hundred})`);
  const [ok = 0, redirected = 0, refused = 0, broken = 0, all = 0] =
    db
      .prepare<number[]>(
        `SELECT ${hundreds}, count(*) FROM requests
         WHERE state IN ('done', 'failed') AND host_id IS NOT NULL`,
      )
      .get() ?? [];
  const none = all - ok - redirected - refused - broken;
  return { '2xx': ok, '3xx': redirected + readFollowed(db), '4xx': refused, '5xx': broken, none };
}

/** The redirects that were followed, over all finished requests. */
function readFollowed(db: Sqlite): number {
  const [count = 0] =
    db
      .prepare<[number]>(
        `SELECT count(*) FROM requests, json_each(requests.redirects) AS hop
         WHERE requests.redirects IS NOT NULL AND requests.state IN ('done', 'failed')
           AND json_extract(hop.value, '$.refresh') IS NULL`,
      )
      .get() ?? [];
  return count;
}

/** Most frequent first. An index covers failed requests; skipped ones are searched only if there are some. */
export function readErrorGroups(db: Sqlite, skipped: number): ErrorGroup[] {
  const states = skipped > 0 ? ['failed', 'skipped'] : ['failed'];
  const groups = states.map(
    (state) =>
      `SELECT error_code AS code, count(*) AS count, min(id) AS example FROM requests
       WHERE state = '${state}' AND error_code IS NOT NULL GROUP BY error_code`,
  );
  return db
    .prepare<[string, number, string, string]>(
      `SELECT g.code, g.count, q.text, q.error_message
       FROM (SELECT code, sum(count) AS count, min(example) AS example
             FROM (${groups.join(' UNION ALL ')}) GROUP BY code) AS g
       JOIN requests AS q ON q.id = g.example ORDER BY g.count DESC, g.code`,
    )
    .all()
    .map(([stored, count, exampleUrl, exampleMessage]) => {
      const code = stored as ErrorCode;
      // A code of an older or newer Trawl has no title here.
      return { code, title: errorCodes[code]?.title ?? stored, count, exampleUrl, exampleMessage };
    });
}

/** Requests under way count as queued. */
export function readHostCounts(db: Sqlite, hostId: number): HostCounts {
  const [queued, done, failed] = db
    .prepare<[number, number, number]>('SELECT queued, done, failed FROM hosts WHERE id = ?')
    .get([hostId]) ?? [0, 0, 0];
  return { queued, done, failed };
}

/** The hosts with the most queued requests, then with the most finished ones. */
export function readBusiestHosts(db: Sqlite, limit: number): HostLine[] {
  return db
    .prepare<[string, number, number, number]>(
      `SELECT key, queued, done, failed FROM hosts
       ORDER BY queued DESC, done + failed DESC, id LIMIT ?`,
    )
    .all([limit])
    .map(([host, queued, done, failed]) => ({
      host,
      queued,
      active: 0,
      done,
      failed,
      latencyMs: null,
      allowed: 0,
      waitMs: 0,
      waits: 'none',
    }));
}
