import { keyOfNext } from '../core/leads/order-key.ts';
import type { Lead } from '../ports/lead.ts';
import type { Outcome } from '../ports/outcome.ts';
import type { RunColumns } from './column-names.ts';
import type { Placed, RequestWriter } from './request-writer.ts';
import type { DraftCounts } from './run-meta.ts';
import { quoteName, type Sqlite, type SqlRow } from './sqlite.ts';

/**
 * Adds the requests that pages lead to, in the transaction that settles these pages: after a kill, a page that
 * is not settled is fetched again and leads to the same pages. Every link is noted; a page that the run has
 * already is not added again.
 */
export class RunGrowth {
  readonly #db: Sqlite;
  readonly #writer: RequestWriter;
  readonly #placeSql: string;

  constructor(db: Sqlite, columns: RunColumns, writer: RequestWriter) {
    this.#db = db;
    this.#writer = writer;
    const carried = columns.carried.map(({ column }) => quoteName(column));
    const names = ['line', 'kind', 'depth', 'order_key', ...carried];
    this.#placeSql = `SELECT ${names} FROM requests WHERE id = ?`;
  }

  /** @param settled outcomes that were written in this transaction */
  add(settled: readonly Outcome[], counts: DraftCounts): void {
    for (const { requestId, state, leads = [] } of settled) {
      if (state === 'done') for (const lead of leads) this.#add(requestId, lead, counts);
    }
  }

  #add(from: number, lead: Lead, counts: DraftCounts): void {
    const placed = this.#placeOf(from);
    const { id } = this.#writer.addLead(lead, followed(placed), counts);
    this.#db
      .prepare('INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)')
      .run([from, lead.fromNumber, lead.relation, id]);
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

type PlaceRow = readonly [
  line: number,
  kind: number,
  depth: number,
  orderKey: Uint8Array | null,
  ...carried: SqlRow,
];
const noPlace: PlaceRow = [0, 0, 0, null];
