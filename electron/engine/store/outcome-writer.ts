import type { Outcome } from '../ports/outcome.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { RunColumns } from './column-names.ts';
import type { DraftCounts } from './run-meta.ts';
import { quoteName, type Sqlite, type SqlValue } from './sqlite.ts';

/** The columns that are written for every settled request. */
const usualColumns = [
  'id',
  'attempts',
  'status',
  'final_url',
  'bytes',
  'started_ms',
  'finished_ms',
  'headers_ms',
  'body_ms',
  'extract_ms',
  'content_type',
  'encoding',
];
/**
 * The columns that are written only for requests that were not simply done; they are NULL while a request
 * is queued.
 */
const unusualColumns = ['state', 'error_code', 'error_message', 'redirects', 'notes', 'got'];

/**
 * Writes outcomes with their rows. A request that is settled already stays unchanged, so that a repeated
 * outcome changes nothing. A request without rows gets one line of number 0: the grid shows `rows`, and
 * every settled request appears in it.
 */
export class OutcomeWriter {
  readonly #db: Sqlite;
  readonly #fields: number;
  readonly #settleDone: BulkInsert;
  readonly #settleAny: BulkInsert;
  readonly #insertRows: BulkInsert;

  constructor(db: Sqlite, columns: RunColumns) {
    this.#db = db;
    this.#fields = columns.fields.length;
    this.#settleDone = settle(db, usualColumns, "'done'");
    this.#settleAny = settle(db, [...usualColumns, ...unusualColumns]);
    const names = [
      'request_id',
      'number',
      ...columns.fields.map(({ column }) => quoteName(column)),
    ];
    this.#insertRows = new BulkInsert(db, `rows (${names})`, `(${names.map(() => '?')})`);
  }

  /** To be called in a transaction. Returns the outcomes that count: those of open requests. */
  write(outcomes: readonly Outcome[], counts: DraftCounts): readonly Outcome[] {
    const settled = this.#stillQueued(outcomes);
    const wentWell: SqlValue[][] = [];
    const others: SqlValue[][] = [];
    const hosts = new Map<number, { done: number; failed: number; skipped: number }>();
    for (const outcome of settled) {
      if (isUsual(outcome)) wentWell.push(usual(outcome));
      else others.push([...usual(outcome), ...unusual(outcome)]);
      const { requestId, hostId, state, attempts, trace } = outcome;
      counts.queued--;
      counts[state]++;
      counts.bytes += trace?.wireBytes ?? 0;
      counts.retries += Math.max(0, attempts - 1);
      if (outcome.inBrowser) counts.inBrowser++;
      if (trace?.said !== undefined) {
        this.#db.prepare('INSERT INTO answers VALUES (?, ?)').run([requestId, trace.said]);
      }
      const host = hosts.get(hostId) ?? { done: 0, failed: 0, skipped: 0 };
      host[state]++;
      hosts.set(hostId, host);
    }
    this.#settleDone.run(wentWell);
    this.#settleAny.run(others);
    this.#writeRows(settled, counts);
    const settleHost = this.#db.prepare(
      'UPDATE hosts SET queued = queued - ?, done = done + ?, failed = failed + ? WHERE id = ?',
    );
    for (const [id, { done, failed, skipped }] of hosts) {
      settleHost.run([done + failed + skipped, done, failed, id]);
    }
    return settled;
  }

  /** The outcomes whose request is open, one for each request. */
  #stillQueued(outcomes: readonly Outcome[]): readonly Outcome[] {
    const [ids = '[]'] =
      this.#db
        .prepare<[string]>(
          `SELECT json_group_array(id) FROM requests
           WHERE id IN (SELECT value FROM json_each(?)) AND state = 'queued'`,
        )
        .get([JSON.stringify(outcomes.map(({ requestId }) => requestId))]) ?? [];
    const open = new Set(JSON.parse(ids) as number[]);
    return outcomes.filter(({ requestId }) => open.delete(requestId));
  }

  #writeRows(outcomes: readonly Outcome[], counts: DraftCounts): void {
    const blank = Array<null>(this.#fields).fill(null);
    const lines: SqlValue[][] = [];
    for (const { requestId, rows } of outcomes) {
      if (rows.length === 0) {
        lines.push([requestId, 0, ...blank]);
        continue;
      }
      rows.forEach((values, index) => {
        const line: SqlValue[] = [requestId, index + 1];
        for (let field = 0; field < this.#fields; field++) line.push(values[field] ?? null);
        lines.push(line);
      });
      counts.rows += rows.length;
    }
    counts.lines += lines.length;
    this.#insertRows.run(lines);
  }
}

/**
 * An UPDATE of many requests, each with its own values, in the form that is fastest in SQLite: an INSERT
 * whose lines are all in conflict with existing requests. `line` and `text` must be given and are never
 * written.
 */
function settle(db: Sqlite, columns: readonly string[], state?: string): BulkInsert {
  const fixed = state === undefined ? [] : ['state'];
  const names = ['line', 'text', ...fixed, ...columns];
  const values = ['0', "''", ...(state === undefined ? [] : [state]), ...columns.map(() => '?')];
  const set = [...fixed, ...columns.slice(1)].map((name) => `${name} = excluded.${name}`);
  return new BulkInsert(
    db,
    `requests (${names})`,
    `(${values})`,
    `ON CONFLICT (id) DO UPDATE SET ${set}`,
  );
}

function isUsual({ state, trace, failure, inBrowser }: Outcome): boolean {
  const isPlain = trace === null || (trace.redirects.length === 0 && trace.notes.length === 0);
  return state === 'done' && failure === null && isPlain && !inBrowser;
}

function usual(outcome: Outcome): SqlValue[] {
  const { trace } = outcome;
  return [
    outcome.requestId,
    outcome.attempts,
    trace?.status ?? null,
    trace?.finalUrl ?? null,
    trace?.wireBytes ?? null,
    Math.round(outcome.startedAtMs),
    Math.round(outcome.finishedAtMs),
    trace ? Math.round(trace.headersMs) : null,
    trace ? Math.round(trace.bodyMs) : null,
    trace ? Math.round(outcome.extractMs) : null,
    trace?.contentType ?? null,
    outcome.encoding,
  ];
}

function unusual({ state, trace, failure, inBrowser }: Outcome): SqlValue[] {
  return [
    state,
    failure?.code ?? null,
    failure?.message ?? null,
    trace && trace.redirects.length > 0 ? JSON.stringify(trace.redirects) : null,
    trace && trace.notes.length > 0 ? JSON.stringify(trace.notes) : null,
    inBrowser ? 'browser' : null,
  ];
}
