import { checkVersion, versionWithOrder } from '../store/schema.ts';
import type { Sqlite } from '../store/sqlite.ts';

/**
 * Whether the table of a run has an order of its own, since its pages led to others. Otherwise its requests
 * stand in the order of their ids, which is that of the list. Takes some microseconds.
 */
export function hasOwnOrder(db: Sqlite): boolean {
  if (checkVersion(db) < versionWithOrder) return false;
  const found = db.prepare('SELECT 1 FROM requests WHERE order_key IS NOT NULL LIMIT 1').get();
  return found !== undefined;
}

/** The ids of all requests in the order of the table: four bytes each. */
export function idsInOrder(db: Sqlite): Uint32Array {
  const [json = '[]'] =
    db
      .prepare<[string]>(
        `SELECT json_group_array(id) FROM (
           SELECT id FROM requests WHERE order_key IS NOT NULL ORDER BY order_key)`,
      )
      .get() ?? [];
  return Uint32Array.from(JSON.parse(json) as number[]);
}
