import type { CookieStore, StoredCookie } from '../ports/cookie-store.ts';
import type { Sqlite } from './sqlite.ts';

const givenKey = 'cookiesGiven';

/** The cookies of a run in its file, so that they are available when the run is resumed. */
export class CookieTable implements CookieStore {
  readonly #db: Sqlite;

  constructor(db: Sqlite) {
    this.#db = db;
  }

  get given(): string | null {
    const [value] =
      this.#db.prepare<[string]>('SELECT value FROM meta WHERE key = ?').get([givenKey]) ?? [];
    return value === undefined ? null : (JSON.parse(value) as string);
  }

  load(): readonly StoredCookie[] {
    return this.#db
      .prepare<[string, string]>('SELECT id, cookie FROM cookies')
      .all()
      .map(([id, json]) => ({ id, json }));
  }

  save(changes: readonly StoredCookie[], given: string | null): void {
    const put = this.#db.prepare('INSERT OR REPLACE INTO cookies VALUES (?, ?)');
    const drop = this.#db.prepare('DELETE FROM cookies WHERE id = ?');
    this.#db.transaction(() => {
      for (const { id, json } of changes) {
        if (json === null) drop.run([id]);
        else put.run([id, json]);
      }
      if (given !== null) {
        this.#db
          .prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)')
          .run([givenKey, JSON.stringify(given)]);
      }
    });
  }
}
