import type { ColumnTally } from '#shared/values/column-form.ts';
import type { Cell, ValueRule } from '#shared/values/value-type.ts';
import { isPlain, typeRows } from '../core/values/type-rows.ts';
import type { Outcome } from '../ports/outcome.ts';
import { AmbiguousCells } from './ambiguous-cells.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { NamedColumn, RunColumns } from './column-names.ts';
import type { DraftCounts } from './run-meta.ts';
import { quoteName, type Sqlite, type SqlParam, type SqlValue } from './sqlite.ts';

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
  readonly #columns: RunColumns['fields'];
  readonly #rules: readonly ValueRule[];
  /** By the number of a field: its own column, behind which that of a currency may stand. */
  readonly #columnOf: readonly NamedColumn[];
  readonly #ambiguous: AmbiguousCells;
  readonly #settleDone: BulkInsert;
  readonly #settleAny: BulkInsert;
  readonly #insertRows: BulkInsert;

  constructor(db: Sqlite, columns: RunColumns, rules: readonly ValueRule[]) {
    this.#db = db;
    this.#columns = columns.fields;
    this.#rules = rules;
    this.#columnOf = columns.fields.filter(({ type }) => type !== 'currency');
    this.#ambiguous = new AmbiguousCells(db);
    this.#settleDone = settle(db, usualColumns, "'done'");
    this.#settleAny = settle(db, [...usualColumns, ...unusualColumns]);
    const names = [
      'request_id',
      'number',
      ...columns.fields.map(({ column }) => quoteName(column)),
    ];
    this.#insertRows = new BulkInsert(db, `rows (${names})`, `(${names.map(() => '?')})`);
  }

  /**
   * To be called in a transaction.
   *
   * @param tallies the sums of the fields before
   * @returns the outcomes that count, those of open requests, and the sums after
   */
  write(
    outcomes: readonly Outcome[],
    counts: DraftCounts,
    tallies: readonly ColumnTally[],
  ): { readonly settled: readonly Outcome[]; readonly tallies: readonly ColumnTally[] } {
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
    const after = this.#writeRows(settled, counts, tallies);
    const settleHost = this.#db.prepare(
      'UPDATE hosts SET queued = queued - ?, done = done + ?, failed = failed + ? WHERE id = ?',
    );
    for (const [id, { done, failed, skipped }] of hosts) {
      settleHost.run([done + failed + skipped, done, failed, id]);
    }
    return { settled, tallies: after };
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

  #writeRows(
    outcomes: readonly Outcome[],
    counts: DraftCounts,
    tallies: readonly ColumnTally[],
  ): readonly ColumnTally[] {
    if (isPlain(this.#rules)) {
      this.#insertLines(outcomes, (at) => outcomes[at]?.rows ?? [], counts);
      return tallies;
    }
    const typed = typeRows(this.#rules, tallies, outcomes);
    for (const { field, form } of typed.redecided) {
      const column = this.#columnOf[field];
      const changed = column === undefined ? 0 : this.#ambiguous.read(field, column, form);
      // Views that are sorted by this column are out of order now.
      if (changed > 0) counts.generation++;
    }
    this.#insertLines(outcomes, (at) => typed.rows[at] ?? [], counts);
    this.#ambiguous.add(typed.ambiguous);
    return typed.tallies;
  }

  #insertLines(
    outcomes: readonly Outcome[],
    rowsOf: (at: number) => readonly (readonly Cell[])[],
    counts: DraftCounts,
  ): void {
    const blank = this.#columns.map(() => null);
    const lines: SqlParam[][] = [];
    outcomes.forEach(({ requestId }, at) => {
      const rows = rowsOf(at);
      if (rows.length === 0) {
        lines.push([requestId, 0, ...blank]);
        return;
      }
      rows.forEach((cells, index) => {
        const line: SqlParam[] = [requestId, index + 1];
        for (let column = 0; column < blank.length; column++) line.push(bound(cells[column]));
        lines.push(line);
      });
      counts.rows += rows.length;
    });
    counts.lines += lines.length;
    this.#insertRows.run(lines);
  }
}

/** The binding stores a number as REAL; a whole one is an INTEGER, which other programs show without ".0". */
function bound(cell: Cell | undefined): SqlParam {
  return typeof cell === 'number' && Number.isSafeInteger(cell) ? BigInt(cell) : (cell ?? null);
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
