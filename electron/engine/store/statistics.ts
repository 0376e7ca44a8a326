import type { ErrorGroup, StatusClass } from '#shared/engine-protocol/run.ts';
import { type ErrorCode, errorCodes } from '#shared/errors/error-codes.ts';
import type { Sqlite } from './sqlite.ts';

/** What a run shows beside its counts, read from its requests: a second or so for a million. */
export interface RunStatistics {
  readonly statusClasses: Readonly<Record<StatusClass, number>>;
  /** Most frequent first. */
  readonly errors: readonly ErrorGroup[];
}

export function readStatistics(db: Sqlite): RunStatistics {
  return { statusClasses: readStatusClasses(db), errors: readErrorGroups(db) };
}

function readStatusClasses(db: Sqlite): Readonly<Record<StatusClass, number>> {
  const classes = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 };
  // Lines that are no URL were never sent, so they have no place among the answers.
  const found = db
    .prepare<[number | null, number]>(
      `SELECT status / 100, count(*) FROM requests
       WHERE state IN ('done', 'failed') AND host_id IS NOT NULL GROUP BY 1`,
    )
    .all();
  for (const [hundred, count] of found) {
    const name = `${hundred}xx`;
    if (name in classes) classes[name as StatusClass] += count;
    else classes.none += count;
  }
  return classes;
}

function readErrorGroups(db: Sqlite): ErrorGroup[] {
  return db
    .prepare<[string, number, string, string]>(
      `SELECT g.code, g.count, q.text, q.error_message
       FROM (SELECT error_code AS code, count(*) AS count, min(id) AS example FROM requests
             WHERE state = 'failed' GROUP BY error_code) AS g
       JOIN requests AS q ON q.id = g.example ORDER BY g.count DESC, g.code`,
    )
    .all()
    .map(([stored, count, exampleUrl, exampleMessage]) => {
      const code = stored as ErrorCode;
      // A code of a Trawl of another age has no title here.
      return { code, title: errorCodes[code]?.title ?? stored, count, exampleUrl, exampleMessage };
    });
}

/** How the requests of a host stand. What is under way counts as queued. */
export interface HostCounts {
  readonly id: number;
  readonly key: string;
  readonly queued: number;
  readonly done: number;
  readonly failed: number;
}

/** The hosts with most left to do, then with most done; at most `limit`. */
export function readBusiestHosts(db: Sqlite, limit: number): HostCounts[] {
  return db
    .prepare<[number, string, number, number, number]>(
      `SELECT id, key, queued, done, failed FROM hosts
       ORDER BY queued DESC, done + failed DESC, id LIMIT ?`,
    )
    .all([limit])
    .map(([id, key, queued, done, failed]) => ({ id, key, queued, done, failed }));
}

export function readHostCount(db: Sqlite): number {
  return db.prepare<[number]>('SELECT count(*) FROM hosts').get()?.[0] ?? 0;
}
