import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { pageFileOf } from '../../electron/engine/pages/page-file.ts';
import { versionWithPages } from '../../electron/engine/store/schema.ts';
import { Sqlite } from '../../electron/engine/store/sqlite.ts';

/** The state of a run's file, read with plain SQL only. */
export interface RunTally {
  /** Settled requests: their state, and all of their rows as one text. */
  readonly settled: ReadonlyMap<number, string>;
  readonly requests: number;
  /** Kept pages; every one of them is whole, and is the page of its request. */
  readonly pages: number;
  readonly version: number;
}

/**
 * Opens a copy of the file of a killed run, with its log, and checks it against the promise, so that the
 * engine finds the original as the kill left it. Null where the kill came before there was a run.
 *
 * @param before the result of the last check: all of its requests must still be there
 */
export function checkRun(runFile: string, before: RunTally | null): RunTally | null {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-look-'));
  const copy = join(folder, basename(runFile));
  copyFileSync(runFile, copy);
  if (existsSync(`${runFile}-wal`)) copyFileSync(`${runFile}-wal`, `${copy}-wal`);
  const db = new Sqlite(copy);
  try {
    expect(db.get(`PRAGMA integrity_check`)).toEqual(['ok']);
    if (numberOf(db, 'PRAGMA schema_version') === 0) return null;
    const tally = { ...readTally(db), pages: checkPages(db, pageFileOf(runFile)) };
    for (const [id, text] of before?.settled ?? []) expect(tally.settled.get(id)).toBe(text);
    expect(tally.requests).toBeGreaterThanOrEqual(before?.requests ?? 0);
    return tally;
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A page is kept with its outcome or not at all, whatever else stands at the end of the file. */
function checkPages(db: Sqlite, pageFile: string): number {
  if (numberOf(db, 'PRAGMA user_version') < versionWithPages) return 0;
  const kept = db
    .prepare<[number, number, string, string]>(
      `SELECT "offset", length, state, coalesce(final_url, '') FROM pages
       JOIN requests ON requests.id = request_id WHERE not_kept IS NULL`,
    )
    .all();
  const bytes = existsSync(pageFile) ? readFileSync(pageFile) : Buffer.of();
  for (const [offset, length, state, url] of kept) {
    expect(['done', 'failed']).toContain(state);
    const record = gunzipSync(bytes.subarray(offset, offset + length)).toString('latin1');
    expect(record).toContain(`WARC-Target-URI: ${url}\r\n`);
  }
  return kept.length;
}

function readTally(db: Sqlite): Omit<RunTally, 'pages'> {
  const counts = JSON.parse(
    String(db.get<[string]>("SELECT value FROM meta WHERE key = 'counts'")?.[0]),
  ) as Record<string, number>;
  const requests = numberOf(db, 'SELECT count(*) FROM requests');
  const inState = (state: string): number =>
    numberOf(db, `SELECT count(*) FROM requests WHERE state = '${state}'`);

  // Every line is in exactly one state, and the counters are equal to a COUNT.
  for (const state of ['queued', 'done', 'failed', 'skipped']) {
    expect([state, counts[state]]).toEqual([state, inState(state)]);
  }
  const { queued = 0, done = 0, failed = 0, skipped = 0 } = counts;
  expect(queued + done + failed + skipped).toBe(requests);
  const found = counts['found'] ?? 0;
  expect(numberOf(db, 'SELECT count(DISTINCT line) FROM requests')).toBe(requests - found);
  if (found > 0) checkFound(db, found);
  expect(numberOf(db, 'SELECT coalesce(max(id), 0) FROM requests')).toBe(requests);
  expect(numberOf(db, 'SELECT count(*) FROM rows')).toBe(counts['lines']);
  expect(numberOf(db, 'SELECT count(*) FROM rows WHERE number > 0')).toBe(counts['rows']);
  expect(numberOf(db, 'SELECT coalesce(sum(queued), 0) FROM hosts')).toBe(queued);
  expect(numberOf(db, 'SELECT coalesce(sum(done), 0) FROM hosts')).toBe(done);
  // Nothing is stored twice, and there are no rows without their request or the other way round.
  expect(numberOf(db, 'SELECT count(*) FROM (SELECT DISTINCT request_id, number FROM rows)')).toBe(
    counts['lines'],
  );
  expect(
    numberOf(
      db,
      `SELECT count(*) FROM requests AS q
       WHERE (state IN ('done', 'failed')) <> EXISTS (SELECT 1 FROM rows WHERE request_id = q.id)`,
    ),
  ).toBe(0);

  const [column] =
    db.get<[string]>("SELECT column_name FROM fields WHERE kind = 'fields' ORDER BY position") ??
    [];
  const settled = db
    .prepare<[number, string]>(
      `SELECT q.id, group_concat(q.state || ' ' || r.number || ' ' || coalesce(r."${column}", q.error_message, '')
         ORDER BY r.number)
       FROM requests AS q JOIN rows AS r ON r.request_id = q.id GROUP BY q.id`,
    )
    .all();
  return {
    settled: new Map(settled),
    requests,
    version: numberOf(db, 'PRAGMA user_version'),
  };
}

/** Pages that others led to are there once, behind a page that is done, and every such page has its link. */
function checkFound(db: Sqlite, found: number): void {
  expect(numberOf(db, 'SELECT count(*) FROM requests WHERE depth > 0')).toBe(found);
  expect(numberOf(db, 'SELECT count(DISTINCT coalesce(key, url, text)) FROM requests')).toBe(
    numberOf(db, 'SELECT count(*) FROM requests WHERE duplicate_of IS NULL'),
  );
  expect(numberOf(db, 'SELECT count(DISTINCT order_key) FROM requests')).toBe(
    numberOf(db, 'SELECT count(*) FROM requests'),
  );
  expect(
    numberOf(
      db,
      `SELECT count(*) FROM links JOIN requests AS a ON a.id = from_request
       JOIN requests AS b ON b.id = to_request
       WHERE a.state = 'done' AND b.depth = a.depth + 1 AND b.order_key > a.order_key`,
    ),
  ).toBe(found);
  expect(numberOf(db, 'SELECT count(*) FROM chains')).toBe(
    numberOf(db, "SELECT count(*) FROM requests WHERE depth = 0 AND state IN ('done', 'failed')"),
  );
}

function numberOf(db: Sqlite, sql: string): number {
  return Number(db.get<[number]>(sql)?.[0]);
}
