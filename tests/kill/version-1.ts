import { Sqlite } from '../../electron/engine/store/sqlite.ts';

/**
 * Writes the file of a run with the first version of Trawl's schema: finished except for its last ten
 * requests. The code is frozen, since such files exist on people's disks.
 */
export function writeVersion1Run(file: string, runId: string, requests: number): void {
  const db = new Sqlite(file);
  db.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE fields (
      kind TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, column_name TEXT NOT NULL,
      PRIMARY KEY (kind, position)
    ) WITHOUT ROWID;
    CREATE TABLE hosts (
      id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, queued INTEGER NOT NULL DEFAULT 0,
      done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE requests (
      id INTEGER PRIMARY KEY, line INTEGER NOT NULL, text TEXT NOT NULL, url TEXT, key TEXT,
      host_id INTEGER, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, status INTEGER,
      final_url TEXT, error_code TEXT, error_message TEXT, bytes INTEGER, started_ms INTEGER,
      finished_ms INTEGER, headers_ms INTEGER, body_ms INTEGER, extract_ms INTEGER,
      redirects TEXT, content_type TEXT, encoding TEXT, duplicate_of INTEGER, "notes" TEXT
    );
    CREATE TABLE rows (
      id INTEGER PRIMARY KEY, request_id INTEGER NOT NULL, number INTEGER NOT NULL, "title" TEXT
    );
    CREATE INDEX hosts_queued ON hosts (id) WHERE queued > 0;
    CREATE INDEX requests_queued ON requests (host_id, id) WHERE state = 'queued';
    CREATE INDEX requests_failed ON requests (error_code, id) WHERE state = 'failed';
    CREATE INDEX rows_request ON rows (request_id, number);
    INSERT INTO fields VALUES ('carried', 0, 'notes', 'notes'), ('fields', 0, 'title', 'title');
    PRAGMA application_id = ${0x5472776c}; PRAGMA user_version = 1;
  `);
  const done = requests - 10;
  db.transaction(() => {
    const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${requests})`;
    db.exec(`
      ${numbers} INSERT INTO requests
        (id, line, text, host_id, state, attempts, status, bytes, started_ms, finished_ms, notes)
      SELECT i, i, 'http://127.0.0.1:1/' || i, 1, iif(i <= ${done}, 'done', 'queued'), 1, 200, 100,
        1735700000000, 1735700000100, 'mine ' || i FROM n;
      INSERT INTO rows (request_id, number, title)
      SELECT id, 1, 'Title of ' || id FROM requests WHERE state = 'done';
      INSERT INTO hosts VALUES (1, 'http://127.0.0.1:1', 10, ${done}, 0);`);
    const meta = {
      runId,
      jobId: null,
      rules: {
        name: 'Old',
        fields: [{ name: 'title', css: 'h1' }],
        options: { retries: 0 },
      },
      createdMs: 1_735_700_000_000,
      finishedMs: null,
      elapsedMs: 1000,
      concurrency: 4,
      state: 'stopped',
      stateReason: null,
      importing: { done: true, lines: requests, bytes: 0, totalBytes: 0 },
      counts: {
        queued: 10,
        done,
        failed: 0,
        skipped: 0,
        rows: done,
        lines: done,
        generation: 0,
        bytes: done * 100,
        retries: 0,
      },
    };
    const put = db.prepare('INSERT INTO meta VALUES (?, ?)');
    for (const [key, value] of Object.entries(meta)) put.run([key, JSON.stringify(value)]);
  });
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}
