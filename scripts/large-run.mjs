// @ts-check
import Database from 'libsql';

/**
 * Makes a large run from a small one, within seconds: the file of a finished run, with the fields `name` and
 * `price`, receives this many lines in place of its own. Every thousandth has failed. For tests, pictures and
 * benchmarks.
 * @param {string} file
 * @param {number} lines
 * @param {{ readonly [field: string]: string }} [more] Further fields of the run: SQL that gives the
 *   value of the line `i`.
 */
export function enlargeRun(file, lines, more = {}) {
  const db = new Database(file);
  try {
    const failed = Math.floor(lines / failsEvery);
    db.exec('BEGIN; DELETE FROM rows; DELETE FROM requests');
    const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${lines})`;
    const fails = `i % ${failsEvery} = 0`;
    db.exec(`
      ${numbers} INSERT INTO requests
        (id, line, text, host_id, state, attempts, status, final_url, error_code, error_message, bytes,
         started_ms, finished_ms, headers_ms, body_ms, extract_ms, content_type, encoding)
      SELECT i, i, ${url}, 1, iif(${fails}, 'failed', 'done'), 1, iif(${fails}, 404, 200), ${url},
        iif(${fails}, 'HTTP_404', NULL), iif(${fails}, 'The page does not exist (404).', NULL),
        1500 + i * 31 % 9000, started.ms + i, started.ms + i + 75 + i % 70, 60 + i % 70, 9, 6,
        'text/html', 'utf-8'
      FROM n, (SELECT CAST(value AS INTEGER) AS ms FROM meta WHERE key = 'createdMs') AS started`);
    const fields = {
      name: "printf('Goods No. %07d', i)",
      price: "printf('%d.%02d', i * 7919 % 1000, i % 100)",
      ...more,
    };
    const values = Object.values(fields).map((sql) => `iif(${fails}, NULL, ${sql})`);
    db.exec(`
      ${numbers} INSERT INTO rows (id, request_id, number, ${Object.keys(fields)})
      SELECT i, i, 1, ${values} FROM n`);
    const counts = { queued: 0, done: lines - failed, failed, skipped: 0, rows: lines - failed };
    const rest = { lines, generation: 0, bytes: lines * 6000, retries: 0 };
    const importing = { done: true, lines, bytes: lines * 37, totalBytes: lines * 37 };
    const put = db.prepare('UPDATE meta SET value = ? WHERE key = ?');
    put.run(JSON.stringify({ ...counts, ...rest }), 'counts');
    put.run(JSON.stringify(importing), 'importing');
    put.run(String(lines), 'elapsedMs');
    db.prepare('UPDATE hosts SET queued = 0, done = ?, failed = ?').run(lines - failed, failed);
    db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

const failsEvery = 1000;
const url = "'https://goods.example/catalogue/' || i";
