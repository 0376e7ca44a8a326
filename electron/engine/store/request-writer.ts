import { failure } from '#shared/errors/error-codes.ts';
import { keyOfItem } from '../core/leads/order-key.ts';
import type { InputItem } from '../ports/input-reader.ts';
import type { Lead } from '../ports/lead.ts';
import type { Login } from '../ports/request-source.ts';
import type { Growth } from '../ports/run-ledger.ts';
import type { RunColumns } from './column-names.ts';
import { KeyIndex } from './key-index.ts';
import type { DraftCounts } from './run-meta.ts';
import { quoteName, type Sqlite, type SqlParam, storable } from './sqlite.ts';

const hostsRemembered = 50_000;

/** What a request is about, beside the address that it has. */
export interface Placed {
  readonly line: number;
  readonly carried: readonly string[];
  readonly kind: number;
  readonly depth: number;
  /** Null: its id is its place in the table. */
  readonly orderKey: Uint8Array | null;
}

/**
 * Adds requests to a run, those of its list and those that its pages lead to; nothing else inserts any. Their
 * ids rise with their arrival. The key of every request is known in memory, so that no page is there twice.
 */
export class RequestWriter {
  readonly #db: Sqlite;
  readonly #insertSql: string;
  readonly #carried: number;
  readonly #grows: boolean;
  readonly #keys: KeyIndex;
  readonly #hostIds = new Map<string, number>();
  #lastId: number;
  readonly #newOfHost = new Map<number, { readonly key: string; added: number }>();
  #newHosts = 0;

  /** @param grows pages of the run lead to others, so that its table has an order of its own */
  constructor(db: Sqlite, columns: RunColumns, grows: boolean) {
    this.#db = db;
    this.#grows = grows;
    this.#carried = columns.carried.length;
    const names = [...insertColumns, ...columns.carried.map(({ column }) => quoteName(column))];
    this.#insertSql = `INSERT INTO requests (${names}) VALUES (${names.map(() => '?')})`;
    this.#keys = storedKeys(db);
    this.#lastId = db.get<[number | null]>('SELECT max(id) FROM requests')?.[0] ?? 0;
  }

  /**
   * Adds items of the list, in its order. A line that is no URL becomes a failed request with its line in
   * `rows`; a line whose key has occurred before becomes a skipped request that points to the first. To be
   * called in a transaction; after a failed one, start again with a new `RequestWriter`.
   */
  addItems(items: readonly InputItem[], counts: DraftCounts): void {
    let place = counts.queued + counts.done + counts.failed + counts.skipped - counts.found;
    for (const item of items) this.#addItem(++place, item, counts);
    this.takeGrowth();
  }

  /**
   * Adds a page that another one leads to, unless the run has it already. As `addItems`, in a transaction;
   * `takeGrowth` has to follow in it.
   */
  addLead(
    { url, key, host }: Lead,
    placed: Placed,
    counts: DraftCounts,
    login: Login | null = null,
  ): { readonly id: number; readonly isNew: boolean } {
    const text = storable(url);
    const id = this.#queue({ text, url: text, key: storable(key), host }, placed);
    if (id < 0) return { id: -id, isNew: false };
    if (login !== null) this.#addLogin(id, login);
    counts.queued++;
    counts.found++;
    return { id, isNew: true };
  }

  /** Counts the new requests of each host into its line, and returns these hosts. */
  takeGrowth(): Growth {
    const grow = this.#db.prepare('UPDATE hosts SET queued = queued + ? WHERE id = ?');
    const hosts = [...this.#newOfHost].map(([id, { key }]) => ({ id, key }));
    let found = 0;
    for (const [id, { added }] of this.#newOfHost) {
      grow.run([added, id]);
      found += added;
    }
    const growth = { found, newHosts: this.#newHosts, hosts };
    this.#newOfHost.clear();
    this.#newHosts = 0;
    return growth;
  }

  #addItem(place: number, item: InputItem, counts: DraftCounts): void {
    const placed = {
      line: item.line,
      carried: item.carried,
      kind: 0,
      depth: item.placed?.depth ?? 0,
      orderKey: item.placed?.orderKey ?? (this.#grows ? keyOfItem(place) : null),
    };
    const { text } = item;
    if (item.url === null || item.key === null || item.host === null) {
      const { code, message } = failure('INVALID_URL', item.problem ?? undefined);
      const id = this.#insert(text, { state: 'failed', code, message }, placed);
      this.#db.prepare('INSERT INTO rows (request_id, number) VALUES (?, 0)').run([id]);
      counts.failed++;
      counts.lines++;
      return;
    }
    const { url, key, host } = item;
    const id = this.#queue({ text, url: storable(url), key: storable(key), host }, placed);
    if (id < 0) {
      this.#insert(text, { state: 'skipped', duplicateOf: -id }, placed);
      counts.skipped++;
      return;
    }
    if (item.login !== undefined) this.#addLogin(id, item.login);
    counts.queued++;
  }

  #addLogin(id: number, { user, password }: Login): void {
    this.#db.prepare('INSERT INTO logins VALUES (?, ?, ?)').run([id, user, password]);
  }

  /** Returns the id of the new request, or as a negative number that of the one with the same key. */
  #queue({ text, url, key, host }: Address, placed: Placed): number {
    const original = this.#keys.claim(key, this.#lastId + 1, (other) => this.#keyOf(other) === key);
    if (original > 0) return -original;
    const hostId = this.#hostId(host);
    const id = this.#insert(
      text,
      {
        state: 'queued',
        hostId,
        url: url === storable(text) ? null : url,
        key: key === url ? null : key,
      },
      placed,
    );
    const grown = this.#newOfHost.get(hostId) ?? { key: host, added: 0 };
    grown.added++;
    this.#newOfHost.set(hostId, grown);
    return id;
  }

  #insert(text: string, more: NewRequest, placed: Placed): number {
    this.#lastId++;
    const values: SqlParam[] = [
      this.#lastId,
      placed.line,
      text,
      more.state,
      more.hostId ?? null,
      more.url ?? null,
      more.key ?? null,
      more.code ?? null,
      more.message ?? null,
      more.duplicateOf ?? null,
      placed.kind,
      placed.depth,
      placed.orderKey,
    ];
    // A short record of a CSV file has fewer values than there are columns.
    for (let index = 0; index < this.#carried; index++) values.push(placed.carried[index] ?? '');
    this.#db.prepare(this.#insertSql).run(values);
    return this.#lastId;
  }

  #hostId(key: string): number {
    const known = this.#hostIds.get(key);
    if (known !== undefined) return known;
    this.#newHosts += this.#db
      .prepare('INSERT INTO hosts (key) VALUES (?) ON CONFLICT DO NOTHING')
      .run([key]);
    const found = this.#db.prepare<[number]>('SELECT id FROM hosts WHERE key = ?').get([key]);
    const id = found?.[0] ?? 0;
    if (this.#hostIds.size >= hostsRemembered) this.#hostIds.clear();
    this.#hostIds.set(key, id);
    return id;
  }

  #keyOf(id: number): string | undefined {
    return this.#db
      .prepare<[string]>('SELECT coalesce(key, url, text) FROM requests WHERE id = ?')
      .get([id])?.[0];
  }
}

/** The keys of an import that was cut off, or of a run that was ended before its pages led to all others. */
function storedKeys(db: Sqlite): KeyIndex {
  const keys = new KeyIndex();
  const next = db.prepare<[number, string]>(
    `SELECT id, coalesce(key, url, text) FROM requests
     WHERE id > ? AND host_id IS NOT NULL ORDER BY id LIMIT 1000`,
  );
  for (let page = next.all([0]); page.length > 0; page = next.all([page.at(-1)?.[0] ?? 0])) {
    for (const [id, key] of page) keys.claim(key, id, () => false);
  }
  return keys;
}

const insertColumns = [
  'id',
  'line',
  'text',
  'state',
  'host_id',
  'url',
  'key',
  'error_code',
  'error_message',
  'duplicate_of',
  'kind',
  'depth',
  'order_key',
];

interface Address {
  readonly text: string;
  readonly url: string;
  readonly key: string;
  readonly host: string;
}

interface NewRequest {
  readonly state: 'queued' | 'failed' | 'skipped';
  readonly hostId?: number;
  readonly url?: string | null;
  readonly key?: string | null;
  readonly code?: string;
  readonly message?: string;
  readonly duplicateOf?: number;
}
