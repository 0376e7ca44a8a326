import type { ResultView } from '#shared/engine-protocol/results.ts';
import type { RunState } from '#shared/engine-protocol/run.ts';
import type { RunColumns } from '../store/column-names.ts';
import { readCounts, readStoredState } from '../store/run-meta.ts';
import type { Sqlite, SqlValue } from '../store/sqlite.ts';
import { hasOwnOrder } from './table-order.ts';
import { isPlain, viewSql } from './view-sql.ts';

/** Lines of a view by their positions, as parts of an SQL query. */
interface ViewLines {
  readonly total: number;
  /** SQL that defines `line`, narrowed to the window and ordered. */
  readonly tables: string;
  readonly tail: string;
  readonly params: readonly SqlValue[];
}

/** The ids of a view's lines by their positions. */
interface Listing {
  readonly ids: Uint32Array;
  /** More than the number of `ids` if only the first lines of a sorted view are known so far. */
  readonly total: number;
  /** The last line that was read, and the counts' `generation` then. */
  readonly upTo: number;
  readonly generation: number;
  readonly builtAtMs: number;
  readonly tookMs: number;
}

/** The present state of the file. */
interface Stand {
  readonly last: number;
  readonly lines: number;
  readonly generation: number;
}

/** The states in which lines are added. */
const growing: readonly RunState[] = ['importing', 'running', 'stopping'];

const mostListings = 4;
const rebuildEveryMs = 2000;
/** Finding the first lines of an order takes a third of the time of sorting all; few look further. */
const headLines = 200;

/**
 * Finds any window of any view of a run in a few milliseconds. The plain view needs no preparation: its lines
 * have dense ids in the order of arrival. Any other is listed once, four bytes a line; while the run is live,
 * an unsorted list is only ever appended to, and a sorted one is rebuilt now and then, when its first window
 * is requested: at another place, lines would jump under the reader. The first lines of a sorted view are
 * found first, and the rest when they are requested.
 */
export class ResultViews {
  readonly #db: Sqlite;
  readonly #columns: RunColumns;
  readonly #now: () => number;
  /** By view, the one used last at the end. */
  readonly #listings = new Map<string, Listing>();

  constructor(db: Sqlite, columns: RunColumns, now: () => number = Date.now) {
    this.#db = db;
    this.#columns = columns;
    this.#now = now;
  }

  /** To be called in the transaction that reads the lines: both then have the same state. */
  lines(view: ResultView, offset: number, limit: number): ViewLines {
    const [first, last] = this.#idRange();
    const { lines, generation } = readCounts(this.#db);
    if (isPlain(view) && last - first + 1 === lines) {
      return {
        total: lines,
        tables: 'rows AS line',
        tail: 'WHERE line.id >= ? ORDER BY line.id LIMIT ?',
        params: [first + offset, limit],
      };
    }
    const { ids, total } = this.#listing(view, offset, limit, { last, lines, generation });
    return {
      total,
      tables: 'json_each(?) AS listed CROSS JOIN rows AS line ON line.id = listed.value',
      tail: 'ORDER BY listed.key',
      params: [JSON.stringify([...ids.subarray(offset, offset + limit)])],
    };
  }

  #idRange(): readonly [first: number, last: number] {
    const first = this.#db.prepare<[number | null]>('SELECT min(id) FROM rows').get()?.[0];
    const last = this.#db.prepare<[number | null]>('SELECT max(id) FROM rows').get()?.[0];
    return [first ?? 1, last ?? 0];
  }

  #listing(view: ResultView, offset: number, limit: number, stand: Stand): Listing {
    const key = JSON.stringify(view);
    const known = this.#listings.get(key);
    this.#listings.delete(key);
    const listing = this.#renewed(known, view, offset, limit, stand);
    this.#listings.set(key, listing);
    const [oldest] = this.#listings.keys();
    if (this.#listings.size > mostListings && oldest !== undefined) this.#listings.delete(oldest);
    return listing;
  }

  #renewed(
    known: Listing | undefined,
    view: ResultView,
    offset: number,
    limit: number,
    stand: Stand,
  ): Listing {
    const upTo = offset + limit;
    // After lines were deleted, positions are not valid any more.
    if (known === undefined || known.generation !== stand.generation) {
      return this.#list(view, upTo, stand);
    }
    if (view.sort === null) return this.#append(known, view, stand);
    if (offset === 0 && this.#isDue(known, stand)) return this.#list(view, upTo, stand);
    const isMissing = known.ids.length < Math.min(upTo, known.total);
    return isMissing ? this.#whole(view, { ...stand, last: known.upTo }) : known;
  }

  #isDue(listing: Listing, { last }: Stand): boolean {
    if (last <= listing.upTo) return false;
    const state = readStoredState(this.#db);
    // The run is over, so that the last lines need not wait for others.
    if (state === null || !growing.includes(state)) return true;
    // Sorting many lines takes a second: at most a fifth of the time goes into it.
    const pauseMs = Math.max(rebuildEveryMs, listing.tookMs * 4);
    return this.#now() - listing.builtAtMs >= pauseMs;
  }

  #list(view: ResultView, upTo: number, stand: Stand): Listing {
    // The search takes most of the time; sorting its results is short.
    const hasHead = view.sort !== null && view.filter.text === '' && stand.lines > headLines;
    return hasHead && upTo <= headLines ? this.#head(view, stand) : this.#whole(view, stand);
  }

  #head(view: ResultView, stand: Stand): Listing {
    const began = this.#now();
    const ids = this.#read(view, 0, stand.last, headLines);
    const unsorted = viewSql({ ...view, sort: null }, this.#columns, false);
    const total = isPlain({ ...view, sort: null })
      ? stand.lines
      : this.#db
          .prepare<[number]>(`SELECT count(*) FROM ${unsorted.from} AND line.id <= ?`)
          .get([...unsorted.params, stand.last])?.[0];
    return this.#listingOf(ids, total ?? 0, stand, began);
  }

  #whole(view: ResultView, stand: Stand): Listing {
    const began = this.#now();
    const ids = this.#read(view, 0, stand.last);
    return this.#listingOf(ids, ids.length, stand, began);
  }

  #append(known: Listing, view: ResultView, stand: Stand): Listing {
    if (stand.last <= known.upTo) return known;
    const began = this.#now();
    const more = this.#read(view, known.upTo, stand.last);
    const ids = new Uint32Array(known.ids.length + more.length);
    ids.set(known.ids);
    ids.set(more, known.ids.length);
    return this.#listingOf(ids, ids.length, stand, began);
  }

  #listingOf(ids: Uint32Array, total: number, stand: Stand, began: number): Listing {
    const builtAtMs = this.#now();
    const { last: upTo, generation } = stand;
    return { ids, total, upTo, generation, builtAtMs, tookMs: builtAtMs - began };
  }

  /**
   * SQLite returns one text: a million separate values take ten times as long. Without a limit there is no
   * LIMIT clause either, since SQLite sorts in another, slower way with one.
   */
  #read(view: ResultView, after: number, upTo: number, limit: number | null = null): Uint32Array {
    const { from, params, orderBy } = viewSql(view, this.#columns, hasOwnOrder(this.#db));
    // A sorted view takes all lines: the plus leaves their order to the index of the sort.
    const id = orderBy === null ? 'line.id' : '+line.id';
    const [json] = this.#db
      .prepare<[string]>(
        `SELECT json_group_array(id) FROM (SELECT line.id FROM ${from}
         AND ${id} > ? AND ${id} <= ? ORDER BY ${orderBy ?? 'line.id'}
         ${limit === null ? '' : `LIMIT ${limit}`})`,
      )
      .get([...params, after, upTo]) ?? ['[]'];
    return Uint32Array.from(JSON.parse(json) as number[]);
  }
}
