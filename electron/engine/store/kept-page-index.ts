import type { RedirectHop, RequestNote } from '#shared/engine-protocol/results.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { noAccount } from '#shared/list-account.ts';
import type { InputBatch, InputItem, InputReader } from '../ports/input-reader.ts';
import type { NotKept } from '../ports/kept-page.ts';
import { openRunForReading } from './open-for-reading.ts';
import { type RunMeta, readMeta } from './run-meta.ts';
import {
  checkVersion,
  readColumns,
  versionWithNotes,
  versionWithOrder,
  versionWithPages,
} from './schema.ts';
import { quoteName, type Sqlite } from './sqlite.ts';

/** What a run's database says of the fetch of a request, beside its kept page. */
export interface KeptFetch {
  readonly finalUrl: string;
  readonly status: number | null;
  readonly redirects: readonly RedirectHop[];
  readonly notes: readonly RequestNote[];
  readonly wireBytes: number;
  readonly headersMs: number;
  readonly bodyMs: number;
  readonly attempts: number;
}

/** Where the page of a request is kept, or a phrase that says why it is not. */
export type KeptPlace =
  | {
      readonly kind: 'kept';
      readonly offset: number;
      readonly length: number;
      readonly digest: string;
      readonly fetch: KeptFetch;
    }
  | { readonly kind: 'not-kept'; readonly reason: string };

const reasons: Readonly<Record<NotKept, string>> = {
  limit: 'the kept pages of its run had reached their limit',
  disk: 'the disk took no more pages',
  size: 'it is larger than 64 MB',
};

const itemsAtOnce = 2000;

/** The requests of a run and their kept pages, for reading them again. The run may be going on. */
export class KeptPageIndex {
  readonly #db: Sqlite;
  readonly #meta: RunMeta;
  readonly #hasPages: boolean;
  readonly #hasNotes: boolean;
  #isOpen = true;

  /** @throws TrawlError NOT_FOUND if the run is deleted, BUSY while its list is being read */
  constructor(runFile: string) {
    this.#db = openRunForReading(runFile);
    try {
      this.#meta = readMeta(this.#db);
      const version = checkVersion(this.#db);
      this.#hasPages = version >= versionWithPages;
      this.#hasNotes = version >= versionWithNotes;
      if (!this.#meta.importing.done) {
        throw new TrawlError('BUSY', 'The list of this run is not read to its end yet.');
      }
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  get meta(): RunMeta {
    return this.#meta;
  }

  /** The request that is fetched in the place of a repeated line; itself for any other. */
  fetchedId(requestId: number): number {
    const found = this.#db
      .prepare<[number]>('SELECT coalesce(duplicate_of, id) FROM requests WHERE id = ?')
      .get([requestId]);
    return found?.[0] ?? requestId;
  }

  /**
   * The page of an address, whichever line has it. Looks through the requests from the first on: for a million
   * without it, half a second.
   *
   * @param key of the address (see `toUrl`)
   */
  findAddress(key: string): KeptPlace {
    const [id] =
      this.#db
        .prepare<[number]>(
          `SELECT id FROM requests
           WHERE coalesce(key, url, text) = ? AND duplicate_of IS NULL ORDER BY id LIMIT 1`,
        )
        .get([key]) ?? [];
    if (id === undefined) return { kind: 'not-kept', reason: 'its run does not have it' };
    return this.find(id);
  }

  /** Takes some microseconds. */
  find(requestId: number): KeptPlace {
    const [offset, length, digest, why] = this.#hasPages
      ? (this.#db
          .prepare<[number | null, number, string, NotKept | null]>(
            'SELECT "offset", length, digest, not_kept FROM pages WHERE request_id = ?',
          )
          .get([requestId]) ?? [])
      : [];
    const request = this.#db
      .prepare<Fetched>(
        `SELECT state, coalesce(final_url, url, text), status, redirects,
           ${this.#hasNotes ? 'notes' : 'NULL'}, bytes, headers_ms, body_ms, attempts,
           error_code, error_message
         FROM requests WHERE id = ?`,
      )
      .get([requestId]);
    if (request === undefined) return { kind: 'not-kept', reason: 'its run does not have it' };
    const [state, finalUrl, status, redirects, notes, ...numbers] = request;
    const [bytes, headersMs, bodyMs, attempts, code, message] = numbers;
    const isLogIn = code === 'LOGIN_ASKED';
    if (offset == null || length === undefined || digest === undefined || isLogIn) {
      const reason = why == null || isLogIn ? withoutPage(state, message) : reasons[why];
      return { kind: 'not-kept', reason };
    }
    const fetch = {
      finalUrl,
      status,
      redirects: redirects === null ? [] : (JSON.parse(redirects) as RedirectHop[]),
      notes: notes === null ? [] : (JSON.parse(notes) as RequestNote[]),
      wireBytes: bytes ?? 0,
      headersMs: headersMs ?? 0,
      bodyMs: bodyMs ?? 0,
      attempts,
    };
    return { kind: 'kept', offset, length, digest, fetch };
  }

  /** The requests of the run as a list, in its order: the same line has the same number in the new run. */
  asList(): InputReader {
    const carried = readColumns(this.#db).carried;
    const { list, counts } = this.#meta;
    const total = counts.queued + counts.done + counts.failed + counts.skipped;
    return {
      reading: list?.reading ?? { kind: 'lines' },
      carried: carried.map(({ name }) => name),
      batches: (signal) =>
        batches(this.#db, {
          columns: carried.map(({ column }) => `r.${quoteName(column)}`),
          total,
          list,
          signal,
        }),
    };
  }

  close(): void {
    if (this.#isOpen) this.#db.close();
    this.#isOpen = false;
  }
}

type Fetched = readonly [
  state: string,
  finalUrl: string,
  status: number | null,
  redirects: string | null,
  notes: string | null,
  bytes: number | null,
  headersMs: number | null,
  bodyMs: number | null,
  attempts: number,
  code: string | null,
  message: string | null,
];

function withoutPage(state: string, message: string | null): string {
  if (state === 'queued') return 'it was not fetched yet';
  const said = message?.replace(/\.$/, '') ?? '';
  if (said !== '') return `it has failed: ${said}`;
  return 'its run kept no pages, or its reading had to be ended';
}

interface Listing {
  readonly columns: readonly string[];
  readonly total: number;
  readonly list: RunMeta['list'];
  readonly signal: AbortSignal;
}

async function* batches(
  db: Sqlite,
  { columns, total, list, signal }: Listing,
): AsyncGenerator<InputBatch> {
  // A repeated line has no address of its own: it has that of the request which is fetched in its place.
  const places = checkVersion(db) < versionWithOrder ? '0, NULL' : 'r.depth, r.order_key';
  const next = db.prepare<ListedRow>(
    `SELECT r.id, r.line, r.text, coalesce(o.url, r.url, o.text, r.text), coalesce(o.key, r.key),
       h.key, r.error_message, ${places}${columns.map((column) => `, ${column}`).join('')}
     FROM requests AS r
     LEFT JOIN requests AS o ON o.id = r.duplicate_of
     LEFT JOIN hosts AS h ON h.id = coalesce(o.host_id, r.host_id)
     WHERE r.id > ? ORDER BY r.id LIMIT ${itemsAtOnce}`,
  );
  const account = list?.account ?? noAccount;
  let last = 0;
  for (;;) {
    const rows = next.all([last]);
    if (signal.aborted) return;
    const partlyUsed = last === 0 ? (list?.partlyUsed ?? []) : [];
    last = rows.at(-1)?.[0] ?? last;
    const items = rows.map(itemOf);
    yield { items, account, partlyUsed, lines: last, bytes: last, totalBytes: total };
    if (rows.length < itemsAtOnce) return;
  }
}

type ListedRow = readonly [
  id: number,
  line: number,
  text: string,
  url: string,
  key: string | null,
  host: string | null,
  problem: string | null,
  depth: number,
  orderKey: Uint8Array | null,
  ...carried: (string | null)[],
];

function itemOf([
  ,
  line,
  text,
  url,
  key,
  host,
  problem,
  depth,
  orderKey,
  ...carried
]: ListedRow): InputItem {
  const placed = orderKey === null ? {} : { placed: { depth, orderKey } };
  const common = { line, text, carried: carried.map((value) => value ?? ''), ...placed };
  if (host === null) return { ...common, url: null, key: null, host: null, problem: bare(problem) };
  return { ...common, url, key: key ?? url, host, problem: null };
}

/** The reason in the brackets of the sentence, which is made anew. */
function bare(problem: string | null): string | null {
  return /\((.*)\)\.$/s.exec(problem ?? '')?.[1] ?? null;
}
