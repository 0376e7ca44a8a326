import type { RunHistory } from '#shared/engine-protocol/run.ts';
import type { Sqlite } from './sqlite.ts';

const mostPoints = 300;
const secondMs = 1000;
/** Steps that are easy to read on an axis. */
const niceSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200];

/** The finished requests over time since the run was created, in at most 300 points without gaps. */
export function readHistory(db: Sqlite, createdMs: number): RunHistory {
  const [last] = db.prepare<[number | null]>('SELECT max(finished_ms) FROM requests').get() ?? [];
  const spanMs = last == null ? 0 : Math.max(0, last - createdMs) + 1;
  const atLeast = spanMs / mostPoints / secondMs;
  const days = Math.ceil(atLeast / 86_400) * 86_400;
  const stepMs = (niceSteps.find((step) => step >= atLeast) ?? days) * secondMs;
  const points = Array.from({ length: Math.ceil(spanMs / stepMs) }, (_, index) => ({
    tMs: index * stepMs,
    done: 0,
    failed: 0,
  }));
  const found = db
    .prepare<[number, number, number]>(
      `SELECT CAST(max(0, finished_ms - ?1) / ?2 AS INTEGER), sum(state = 'done'), sum(state = 'failed')
       FROM requests WHERE finished_ms IS NOT NULL GROUP BY 1`,
    )
    .all([createdMs, stepMs]);
  for (const [bucket, done, failed] of found) {
    const point = points[bucket];
    if (point) Object.assign(point, { done, failed });
  }
  return { stepMs, points };
}
