import { failure } from '#shared/errors/error-codes.ts';
import type { InputItem } from '../ports/input-reader.ts';
import type { RunColumns } from './column-names.ts';
import { KeyIndex } from './key-index.ts';
import type { DraftCounts } from './run-meta.ts';
import { quoteName, type Sqlite, type SqlValue, storable } from './sqlite.ts';

const hostsRemembered = 50_000;

/**
 * Writes items of the list as requests. A line that is no URL becomes a failed request with its line in
 * `rows`; a line whose key has occurred before becomes a skipped request that points to the first.
 */
export class ListImport {
  readonly #db: Sqlite;
  readonly #insertSql: string;
  readonly #carried: number;
  #keys: KeyIndex;
  readonly #hostIds = new Map<string, number>();
  readonly #newOfHost = new Map<number, number>();

  constructor(db: Sqlite, columns: RunColumns) {
    this.#db = db;
    this.#carried = columns.carried.length;
    const names = [...insertColumns, ...columns.carried.map(({ column }) => quoteName(column))];
    this.#insertSql = `INSERT INTO requests (${names}) VALUES (${names.map(() => '?')})`;
    this.#keys = this.#storedKeys();
  }

  /** To be called in a transaction; after a failed one, start again with a new `ListImport`. */
  add(items: readonly InputItem[], counts: DraftCounts): void {
    let id = counts.queued + counts.done + counts.failed + counts.skipped;
    for (const item of items) this.#addItem(++id, item, counts);
    const grow = this.#db.prepare('UPDATE hosts SET queued = queued + ? WHERE id = ?');
    for (const [hostId, added] of this.#newOfHost) grow.run([added, hostId]);
    this.#newOfHost.clear();
  }

  #addItem(id: number, item: InputItem, counts: DraftCounts): void {
    if (item.url === null || item.key === null || item.host === null) {
      const { code, message } = failure('INVALID_URL', item.problem ?? undefined);
      this.#insert(id, item, { state: 'failed', code, message });
      this.#db.prepare('INSERT INTO rows (request_id, number) VALUES (?, 0)').run([id]);
      counts.failed++;
      counts.lines++;
      return;
    }
    const key = storable(item.key);
    const original = this.#keys.claim(key, id, (other) => this.#keyOf(other) === key);
    if (original > 0) {
      this.#insert(id, item, { state: 'skipped', duplicateOf: original });
      counts.skipped++;
      return;
    }
    const hostId = this.#hostId(item.host);
    const url = storable(item.url);
    this.#insert(id, item, {
      state: 'queued',
      hostId,
      url: url === storable(item.text) ? null : url,
      key: key === url ? null : key,
    });
    if (item.login !== undefined) {
      this.#db
        .prepare('INSERT INTO logins VALUES (?, ?, ?)')
        .run([id, item.login.user, item.login.password]);
    }
    this.#newOfHost.set(hostId, (this.#newOfHost.get(hostId) ?? 0) + 1);
    counts.queued++;
  }

  #insert(id: number, item: InputItem, more: NewRequest): void {
    const values: SqlValue[] = [
      id,
      item.line,
      item.text,
      more.state,
      more.hostId ?? null,
      more.url ?? null,
      more.key ?? null,
      more.code ?? null,
      more.message ?? null,
      more.duplicateOf ?? null,
    ];
    // A short record of a CSV file has fewer values than there are columns.
    for (let index = 0; index < this.#carried; index++) values.push(item.carried[index] ?? '');
    this.#db.prepare(this.#insertSql).run(values);
  }

  #hostId(key: string): number {
    const known = this.#hostIds.get(key);
    if (known !== undefined) return known;
    this.#db.prepare('INSERT INTO hosts (key) VALUES (?) ON CONFLICT DO NOTHING').run([key]);
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

  /** The keys of an import that was cut off, so that it can continue. */
  #storedKeys(): KeyIndex {
    const keys = new KeyIndex();
    const next = this.#db.prepare<[number, string]>(
      `SELECT id, coalesce(key, url, text) FROM requests
       WHERE id > ? AND host_id IS NOT NULL ORDER BY id LIMIT 1000`,
    );
    for (let page = next.all([0]); page.length > 0; page = next.all([page.at(-1)?.[0] ?? 0])) {
      for (const [id, key] of page) keys.claim(key, id, () => false);
    }
    return keys;
  }
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
];

interface NewRequest {
  readonly state: 'queued' | 'failed' | 'skipped';
  readonly hostId?: number;
  readonly url?: string | null;
  readonly key?: string | null;
  readonly code?: string;
  readonly message?: string;
  readonly duplicateOf?: number;
}
