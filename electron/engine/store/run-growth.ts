import { createHash } from 'node:crypto';
import type { ChainEnd } from '#shared/engine-protocol/run-chains.ts';
import type { JobRules } from '#shared/job/job.ts';
import { defaultMaxPages } from '#shared/job/v2/next.ts';
import { afterPage } from '../core/leads/chain.ts';
import { maxPagesOf } from '../core/leads/next-page.ts';
import { keyOfNext } from '../core/leads/order-key.ts';
import type { Lead, NextPage } from '../ports/lead.ts';
import type { Outcome } from '../ports/outcome.ts';
import type { Login } from '../ports/request-source.ts';
import type { RunColumns } from './column-names.ts';
import type { Placed, RequestWriter } from './request-writer.ts';
import type { DraftCounts } from './run-meta.ts';
import { quoteName, type Sqlite, type SqlRow } from './sqlite.ts';

/**
 * Adds the requests that pages lead to, in the transaction that settles these pages: after a kill, a page that
 * is not settled is fetched again and leads to the same pages. Every link is noted; a page that the run has
 * already is not added again.
 *
 * An item of the list and the next pages behind it are a chain (table `chains`): only its last page can lead
 * on, so that one line says where it stands, and at the end why it ended. `chain_rows` has the rows of each
 * chain as eight bytes of their SHA-256; fields of the answer, such as the time, would make every row a new one,
 * and count in none.
 */
export class RunGrowth {
  readonly #db: Sqlite;
  readonly #writer: RequestWriter;
  readonly #maxPages: number;
  /** For each field of the job, whether its values are of the page and not of the answer. */
  readonly #ofPage: readonly boolean[];
  readonly #placeSql: string;

  constructor(db: Sqlite, columns: RunColumns, writer: RequestWriter, rules: JobRules) {
    this.#db = db;
    this.#writer = writer;
    this.#maxPages = rules.next === undefined ? defaultMaxPages : maxPagesOf(rules.next);
    this.#ofPage = rules.fields.map(({ answer }) => (answer ?? '').trim() === '');
    const carried = columns.carried.map(({ column }) => quoteName(column));
    const names = ['line', 'kind', 'depth', 'order_key', ...carried];
    this.#placeSql = `SELECT ${names} FROM requests WHERE id = ?`;
  }

  /** @param settled outcomes that were written in this transaction */
  add(settled: readonly Outcome[], counts: DraftCounts): void {
    for (const outcome of settled) this.#settled(outcome, counts);
  }

  #settled({ requestId, state, rows, next = noNext }: Outcome, counts: DraftCounts): void {
    const placed = this.#placeOf(requestId);
    const { first, stale: staleBefore } = this.#chainOf(requestId, placed.depth);
    const records = this.#ofThePage(rows).filter((row) => row.some((value) => value !== ''));
    const { stale, end } = afterPage({
      state,
      number: placed.depth + 1,
      rows: records.length,
      newRows: state === 'done' ? this.#addRows(first, records) : 0,
      staleBefore,
      next,
      maxPages: this.#maxPages,
    });
    const reason =
      end ??
      (next.kind === 'lead' ? this.#follow(requestId, placed, next.lead, first, counts) : null);
    this.#db
      .prepare('UPDATE chains SET stale = ?, ended = ? WHERE first = ?')
      .run([stale, reason, first]);
    if (reason === null) return;
    counts.ends = { ...counts.ends, [reason]: (counts.ends[reason] ?? 0) + 1 };
  }

  /** Returns the reason why the chain ends here all the same; null: it goes on. */
  #follow(
    from: number,
    placed: Placed,
    lead: Lead,
    first: number,
    counts: DraftCounts,
  ): ChainEnd | null {
    const login = this.#loginFor(from, lead.host);
    // As in a list: one address is another page for another user.
    const key = login === null ? lead.key : `${encodeURIComponent(login.user)}@${lead.key}`;
    const { id, isNew } = this.#writer.addLead({ ...lead, key }, followed(placed), counts, login);
    this.#db
      .prepare('INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)')
      .run([from, lead.fromNumber, lead.relation, id]);
    if (!isNew) return 'known';
    this.#db.prepare('UPDATE chains SET last = ? WHERE first = ?').run([id, first]);
    return null;
  }

  /** The login of the list for a page on the same host as the one that leads to it. */
  #loginFor(from: number, host: string): Login | null {
    const [user, password] =
      this.#db
        .prepare<[string, string]>(
          `SELECT logins.user, logins.password FROM logins
           JOIN requests AS page ON page.id = logins.request_id
           JOIN hosts ON hosts.id = page.host_id WHERE logins.request_id = ? AND hosts.key = ?`,
        )
        .get([from, host]) ?? [];
    return user === undefined || password === undefined ? null : { user, password };
  }

  #chainOf(id: number, depth: number): { readonly first: number; readonly stale: number } {
    if (depth === 0) {
      this.#db.prepare('INSERT OR IGNORE INTO chains (first, last) VALUES (?, ?)').run([id, id]);
    }
    const [first, stale] = this.#db
      .prepare<[number, number]>('SELECT first, stale FROM chains WHERE last = ?')
      .get([id]) ?? [id, 0];
    return { first, stale };
  }

  /** Rows of answers alone stay as they are. */
  #ofThePage(rows: Outcome['rows']): Outcome['rows'] {
    const ofPage = this.#ofPage;
    if (ofPage.every(Boolean) || !ofPage.some(Boolean)) return rows;
    return rows.map((row) => row.filter((_, field) => ofPage[field]));
  }

  /** Returns how many of them no page of the chain had before. */
  #addRows(first: number, rows: Outcome['rows']): number {
    const add = this.#db.prepare('INSERT OR IGNORE INTO chain_rows VALUES (?, ?)');
    return rows.reduce((added, row) => added + add.run([first, digestOf(row)]), 0);
  }

  #placeOf(id: number): Placed {
    const [line, kind, depth, orderKey, ...carried] =
      this.#db.prepare<PlaceRow>(this.#placeSql).get([id]) ?? noPlace;
    return { line, kind, depth, orderKey, carried: carried.map((value) => String(value ?? '')) };
  }
}

/** The place of the page after this one, of the same kind. It has the line and the carried values of the list. */
function followed({ orderKey, depth, ...placed }: Placed): Placed {
  return { ...placed, depth: depth + 1, orderKey: orderKey && keyOfNext(orderKey) };
}

function digestOf(row: readonly string[]): bigint {
  const digest = createHash('sha256').update(JSON.stringify(row)).digest();
  return digest.readBigInt64BE();
}

const noNext: NextPage = { kind: 'none' };

type PlaceRow = readonly [
  line: number,
  kind: number,
  depth: number,
  orderKey: Uint8Array | null,
  ...carried: SqlRow,
];
const noPlace: PlaceRow = [0, 0, 0, null];
