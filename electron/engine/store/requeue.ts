import type { ErrorCode } from '#shared/errors/error-codes.ts';
import { forgetPages } from './kept-pages.ts';
import type { DraftCounts } from './run-meta.ts';
import type { Sqlite } from './sqlite.ts';

/**
 * Makes failed requests queued again, as if they had never been fetched, and deletes their lines. To be
 * called in a transaction. Lines that are no URL are left out, since they would fail again. Pages that
 * robots.txt forbade are queued again only if exactly that code is requested.
 */
export function requeueFailed(
  db: Sqlite,
  errorCode: ErrorCode | null,
  counts: DraftCounts,
): number {
  const state = errorCode === 'ROBOTS' ? 'skipped' : 'failed';
  const which = `state = '${state}' AND host_id IS NOT NULL
    AND (?1 IS NULL OR error_code = ?1)`;
  const remove = (numbers: string): number =>
    db
      .prepare(
        `DELETE FROM rows
         WHERE request_id IN (SELECT id FROM requests WHERE ${which}) AND ${numbers}`,
      )
      .run([errorCode]);
  const rows = remove('number > 0');
  const lines = rows + remove('number = 0');
  db.prepare(
    `DELETE FROM ambiguous WHERE request_id IN (SELECT id FROM requests WHERE ${which})`,
  ).run([errorCode]);
  db.prepare(
    `DELETE FROM answers WHERE request_id IN (SELECT id FROM requests WHERE ${which})`,
  ).run([errorCode]);
  forgetPages(db, which, [errorCode], counts);
  // Its chain goes on where such a page was the last.
  const goOn = db
    .prepare(
      `UPDATE chains SET ended = NULL
       WHERE ended = 'failed' AND last IN (SELECT id FROM requests WHERE ${which})`,
    )
    .run([errorCode]);
  if (goOn > 0) counts.ends = { ...counts.ends, failed: (counts.ends.failed ?? 0) - goOn };
  db.prepare(
    `UPDATE hosts SET queued = queued + n.again,
       failed = hosts.failed - ${state === 'failed' ? 'n.again' : '0'}
     FROM (SELECT host_id, count(*) AS again FROM requests WHERE ${which} GROUP BY host_id) AS n
     WHERE hosts.id = n.host_id`,
  ).run([errorCode]);
  const [inBrowser = 0] =
    db
      .prepare<[number]>(`SELECT count(*) FROM requests WHERE ${which} AND got = 'browser'`)
      .get([errorCode]) ?? [];
  const queued = db
    .prepare(
      `UPDATE requests SET state = 'queued', attempts = 0, status = NULL, final_url = NULL,
         error_code = NULL, error_message = NULL, bytes = NULL, started_ms = NULL,
         finished_ms = NULL, headers_ms = NULL, body_ms = NULL, extract_ms = NULL,
         redirects = NULL, content_type = NULL, encoding = NULL, notes = NULL, got = NULL
       WHERE ${which}`,
    )
    .run([errorCode]);
  counts[state] -= queued;
  counts.queued += queued;
  counts.inBrowser -= inBrowser;
  counts.rows -= rows;
  counts.lines -= lines;
  if (lines > 0) counts.generation++;
  return queued;
}
