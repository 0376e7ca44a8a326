import { assertNever } from '#shared/assert-never.ts';
import type { RunPages } from '#shared/engine-protocol/run.ts';
import type { PageFile, PagePlace } from '../pages/page-file.ts';
import type { NotKept } from '../ports/kept-page.ts';
import type { Outcome } from '../ports/outcome.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { DraftCounts, StoredCounts } from './run-meta.ts';
import type { Sqlite, SqlValue } from './sqlite.ts';

/** A page on its way into the database: where its record stands, or why it has none. */
type PageRow = readonly [
  requestId: number,
  offset: number | null,
  length: number | null,
  digest: string | null,
  notKept: NotKept | null,
];

/** Enough for some millions of rows. */
const leftForRowsBytes = 268_435_456;
const lookEveryBytes = 8_388_608;

/** The end of the last record that a run's database has; 0 if it has none. */
export function endOfPages(db: Sqlite): number {
  return db.prepare<[number | null]>('SELECT max("offset" + length) FROM pages').get()?.[0] ?? 0;
}

/**
 * Keeps the pages of outcomes: `append` before the transaction of the outcomes, `write` within it, `takeBack`
 * if it fails. So a page is kept with its outcome or not at all.
 */
export class KeptPages {
  readonly #file: PageFile;
  readonly #maxBytes: number;
  readonly #insert: BulkInsert;
  #before: number;
  /** The disk takes no more pages: this process tries no others. */
  #isDiskFull = false;
  /** How many bytes may be appended before the free space is asked for again. */
  #untilLookBytes = 0;

  constructor(db: Sqlite, file: PageFile, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
    this.#before = file.size;
    this.#insert = new BulkInsert(
      db,
      'pages (request_id, "offset", length, digest, not_kept)',
      '(?, ?, ?, ?, ?)',
    );
  }

  /** Never throws: a disk that takes no pages costs no rows. */
  append(outcomes: readonly Outcome[]): ReadonlyMap<number, PageRow> {
    this.#before = this.#file.size;
    const rows = new Map<number, PageRow>();
    const records: { readonly id: number; readonly bytes: Uint8Array; readonly digest: string }[] =
      [];
    let size = this.#before;
    const without = (id: number, why: NotKept): void => {
      rows.set(id, [id, null, null, null, why]);
    };
    for (const { requestId: id, kept } of outcomes) {
      if (kept === undefined) continue;
      if (kept.kind === 'too-large') without(id, 'size');
      else if (size + kept.bytes.byteLength > this.#maxBytes) without(id, 'limit');
      else {
        size += kept.bytes.byteLength;
        records.push({ id, ...kept });
      }
    }
    const places = this.#place(records.map(({ bytes }) => bytes));
    records.forEach(({ id, digest }, index) => {
      const place = places?.[index];
      if (place === undefined) without(id, 'disk');
      else rows.set(id, [id, place.offset, place.length, digest, null]);
    });
    return rows;
  }

  /** To be called in the transaction of the outcomes, with the requests that it settles. */
  write(
    settled: readonly Outcome[],
    rows: ReadonlyMap<number, PageRow>,
    counts: DraftCounts,
  ): void {
    const written: (readonly (number | string | null)[])[] = [];
    for (const { requestId } of settled) {
      const row = rows.get(requestId);
      if (row === undefined) continue;
      written.push(row);
      counts[countOf(row[4])]++;
    }
    this.#insert.run(written);
  }

  /** The transaction failed: its records count for nothing. */
  takeBack(): void {
    this.#file.cutTo(this.#before);
  }

  close(): void {
    this.#file.close();
  }

  get bytes(): number {
    return this.#file.size;
  }

  #place(records: readonly Uint8Array[]): readonly PagePlace[] | null {
    if (records.length === 0) return [];
    if (this.#isDiskFull) return null;
    try {
      if (this.#hasRoom(records)) return this.#file.append(records);
    } catch {
      // The rows of the pages say so: see `NotKept`.
    }
    this.#isDiskFull = true;
    return null;
  }

  /** Pages leave room on the disk for the rows, without which a run could not go on. */
  #hasRoom(records: readonly Uint8Array[]): boolean {
    const bytes = records.reduce((sum, record) => sum + record.byteLength, 0);
    this.#untilLookBytes -= bytes;
    if (this.#untilLookBytes >= 0) return true;
    this.#untilLookBytes = lookEveryBytes;
    return this.#file.roomBytes() - bytes >= leftForRowsBytes;
  }
}

/** What a run has kept; null if it has kept no page and left none out. */
export function pagesOf(counts: StoredCounts, bytes: number): RunPages | null {
  const notKept = {
    limit: counts.pagesBeyondLimit,
    disk: counts.pagesWithoutRoom,
    size: counts.pagesTooLarge,
  };
  const { pagesKept: kept } = counts;
  const isNothing = kept + notKept.limit + notKept.disk + notKept.size === 0;
  return isNothing ? null : { kept, notKept, bytes };
}

/** The pages of requests that are queued again are not kept any more. To be called in a transaction. */
export function forgetPages(
  db: Sqlite,
  requests: string,
  params: readonly SqlValue[],
  counts: DraftCounts,
): void {
  const which = `request_id IN (SELECT id FROM requests WHERE ${requests})`;
  const found = db
    .prepare<[NotKept | null, number]>(
      `SELECT not_kept, count(*) FROM pages WHERE ${which} GROUP BY not_kept`,
    )
    .all(params);
  for (const [notKept, count] of found) counts[countOf(notKept)] -= count;
  db.prepare(`DELETE FROM pages WHERE ${which}`).run(params);
}

function countOf(notKept: NotKept | null) {
  switch (notKept) {
    case null:
      return 'pagesKept';
    case 'limit':
      return 'pagesBeyondLimit';
    case 'disk':
      return 'pagesWithoutRoom';
    case 'size':
      return 'pagesTooLarge';
    default:
      return assertNever(notKept);
  }
}
