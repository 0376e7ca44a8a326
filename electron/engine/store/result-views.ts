import type { ResultView } from '#shared/engine-protocol/results.ts';
import type { RunColumns } from './column-names.ts';
import { readCounts } from './run-meta.ts';
import type { Sqlite } from './sqlite.ts';
import { isPlain, viewSql } from './view-sql.ts';

/** Lines of a view by their positions: what `select` reads, with `from` up to a WHERE. */
export interface ViewLines {
  readonly total: number;
  /** SQL that puts `line` in place, narrowed to the window and ordered. */
  readonly tables: string;
  readonly tail: string;
  readonly params: readonly [from: number, limit: number];
}

/** A view that was written out: position to line, in a temporary table. */
interface Listing {
  readonly table: string;
  total: number;
  /** The last line that was looked at, and the counts' `generation` then. */
  upTo: number;
  generation: number;
  builtAtMs: number;
  tookMs: number;
}

const mostListings = 4;
const rebuildEveryMs = 2000;

/**
 * Finds any window of any view of a run in a few milliseconds. The plain view needs nothing: its
 * lines have dense ids in the order of arrival. Any other is written out once, as a list of ids;
 * while the run goes on, an unsorted one is only ever appended to, and a sorted one is written anew
 * now and then, when its first window is asked for: elsewhere, lines would jump under the reader.
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
    const listing = this.#listing(view, offset, last, generation);
    return {
      total: listing.total,
      tables: `temp.${listing.table} AS listed CROSS JOIN rows AS line ON line.id = listed.line_id`,
      tail: 'WHERE listed.position > ? ORDER BY listed.position LIMIT ?',
      params: [offset, limit],
    };
  }

  #idRange(): readonly [first: number, last: number] {
    const first = this.#db.prepare<[number | null]>('SELECT min(id) FROM rows').get()?.[0];
    const last = this.#db.prepare<[number | null]>('SELECT max(id) FROM rows').get()?.[0];
    return [first ?? 1, last ?? 0];
  }

  #listing(view: ResultView, offset: number, last: number, generation: number): Listing {
    const key = JSON.stringify(view);
    const known = this.#listings.get(key);
    this.#listings.delete(key);
    const listing = known ?? this.#create();
    this.#listings.set(key, listing);
    // Lines were deleted: positions mean nothing any more.
    const isStale = listing.generation !== generation;
    if (isStale || (view.sort !== null && this.#isDue(listing, offset, last))) this.#clear(listing);
    if (listing.upTo === 0 || view.sort === null) this.#append(listing, view, last);
    listing.generation = generation;
    return listing;
  }

  #isDue(listing: Listing, offset: number, last: number): boolean {
    // A large listing takes a second or more: at most a fifth of the time goes into it.
    const pauseMs = Math.max(rebuildEveryMs, listing.tookMs * 4);
    return offset === 0 && last > listing.upTo && this.#now() - listing.builtAtMs >= pauseMs;
  }

  /** The table of the view that was used least recently is used again. */
  #create(): Listing {
    const [oldest] = this.#listings;
    if (oldest && this.#listings.size >= mostListings) {
      this.#listings.delete(oldest[0]);
      this.#clear(oldest[1]);
      return { ...oldest[1], generation: -1 };
    }
    const table = `listing_${this.#listings.size + 1}`;
    this.#db.exec(`CREATE TEMP TABLE ${table} (position INTEGER PRIMARY KEY, line_id INTEGER)`);
    return { table, total: 0, upTo: 0, generation: -1, builtAtMs: 0, tookMs: 0 };
  }

  #clear(listing: Listing): void {
    this.#db.exec(`DELETE FROM temp.${listing.table}`);
    listing.total = 0;
    listing.upTo = 0;
  }

  #append(listing: Listing, view: ResultView, last: number): void {
    if (last <= listing.upTo) return;
    const began = this.#now();
    const { from, params, orderBy } = viewSql(view, this.#columns);
    // A sorted view takes all lines there are: the plus leaves their order to the index of the sort.
    const id = orderBy === null ? 'line.id' : '+line.id';
    listing.total += this.#db
      .prepare(
        `INSERT INTO temp.${listing.table} (line_id) SELECT line.id FROM ${from}
         AND ${id} > ? AND ${id} <= ? ORDER BY ${orderBy ?? 'line.id'}`,
      )
      .run([...params, listing.upTo, last]);
    listing.upTo = last;
    listing.builtAtMs = this.#now();
    listing.tookMs = listing.builtAtMs - began;
  }
}
