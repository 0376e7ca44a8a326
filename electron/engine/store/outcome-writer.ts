import type { Outcome } from '../ports.ts';
import type { RunColumns } from './column-names.ts';
import type { DraftCounts } from './run-meta.ts';
import { quoteName, type Sqlite, type SqlValue } from './sqlite.ts';

const settleSql = `
  UPDATE requests SET state = ?, attempts = ?, status = ?, final_url = ?, error_code = ?,
    error_message = ?, bytes = ?, started_ms = ?, finished_ms = ?, headers_ms = ?, body_ms = ?,
    extract_ms = ?, redirects = ?, content_type = ?, encoding = ?, notes = ?
  WHERE id = ? AND state = 'queued'`;

/**
 * Writes outcomes with their rows. A request that is settled already is left as it is, so that the
 * same outcome twice changes nothing. A request without rows gets one line of number 0: `rows` is
 * what the grid shows, and every settled request is in it.
 */
export class OutcomeWriter {
  readonly #db: Sqlite;
  readonly #fields: number;
  readonly #rowSql: string;

  constructor(db: Sqlite, columns: RunColumns) {
    this.#db = db;
    this.#fields = columns.fields.length;
    const names = [
      'request_id',
      'number',
      ...columns.fields.map(({ column }) => quoteName(column)),
    ];
    this.#rowSql = `INSERT INTO rows (${names}) VALUES (${names.map(() => '?')})`;
  }

  /** To be called in a transaction. */
  write(outcomes: readonly Outcome[], counts: DraftCounts): void {
    const hosts = new Map<number, { done: number; failed: number; skipped: number }>();
    for (const outcome of outcomes) {
      if (this.#db.prepare(settleSql).run(settled(outcome)) === 0) continue;
      counts.queued--;
      counts[outcome.state]++;
      counts.bytes += outcome.trace?.wireBytes ?? 0;
      counts.retries += Math.max(0, outcome.attempts - 1);
      this.#writeRows(outcome, counts);
      const { requestId, trace } = outcome;
      if (trace?.said !== undefined) {
        this.#db.prepare('INSERT INTO answers VALUES (?, ?)').run([requestId, trace.said]);
      }
      const host = hosts.get(outcome.hostId) ?? { done: 0, failed: 0, skipped: 0 };
      host[outcome.state]++;
      hosts.set(outcome.hostId, host);
    }
    const settle = this.#db.prepare(
      'UPDATE hosts SET queued = queued - ?, done = done + ?, failed = failed + ? WHERE id = ?',
    );
    for (const [id, { done, failed, skipped }] of hosts) {
      settle.run([done + failed + skipped, done, failed, id]);
    }
  }

  #writeRows({ requestId, state, rows }: Outcome, counts: DraftCounts): void {
    const insert = this.#db.prepare(this.#rowSql);
    const blank = Array<null>(this.#fields).fill(null);
    if (state !== 'done' || rows.length === 0) {
      insert.run([requestId, 0, ...blank]);
      counts.lines++;
      return;
    }
    rows.forEach((values, index) => {
      insert.run([requestId, index + 1, ...blank.map((none, field) => values[field] ?? none)]);
    });
    counts.rows += rows.length;
    counts.lines += rows.length;
  }
}

function settled(outcome: Outcome): SqlValue[] {
  const { trace, failure } = outcome;
  return [
    outcome.state,
    outcome.attempts,
    trace?.status ?? null,
    trace?.finalUrl ?? null,
    failure?.code ?? null,
    failure?.message ?? null,
    trace?.wireBytes ?? null,
    Math.round(outcome.startedAtMs),
    Math.round(outcome.finishedAtMs),
    trace ? Math.round(trace.headersMs) : null,
    trace ? Math.round(trace.bodyMs) : null,
    trace ? Math.round(outcome.extractMs) : null,
    trace && trace.redirects.length > 0 ? JSON.stringify(trace.redirects) : null,
    trace?.contentType ?? null,
    outcome.encoding,
    trace && trace.notes.length > 0 ? JSON.stringify(trace.notes) : null,
    outcome.requestId,
  ];
}
