import type { ExportOptions } from '#shared/engine-protocol/export.ts';
import type { RunColumns } from '../store/column-names.ts';
import type { Sqlite } from '../store/sqlite.ts';
import type { Table } from './table.ts';
import { columnsOf } from './table-columns.ts';
import { hasOwnOrder, idsInOrder } from './table-order.ts';

/**
 * The whole of a run in the order of the list, with what its pages led to behind each, not in the order in
 * which the requests were finished. A request that is not settled has no rows, nor has a repeated line; with `keepDuplicates` a repeated line has those of
 * its first occurrence, with its own URL and carried columns.
 */
export function runTable(
  db: Sqlite,
  columns: RunColumns,
  options: { readonly include: ExportOptions['include']; readonly keepDuplicates: boolean },
): Table {
  const stored = columnsOf(columns, { place: 'place', fetched: 'fetched', line: 'line' });
  const states = options.include === 'done' ? "'done'" : "'done', 'failed', 'skipped'";
  const ids = hasOwnOrder(db) ? idsInOrder(db) : null;
  const { places, which, order } = ids === null ? byId : byListing;
  // CROSS JOIN fixes the order of the loops: places in order, the rest by key and by index.
  const statement = db.prepare(`
    SELECT ${stored.map(({ sql }) => sql)} FROM ${places}
    CROSS JOIN requests AS fetched ON fetched.id = coalesce(place.duplicate_of, place.id)
    CROSS JOIN rows AS line ON line.request_id = fetched.id
    WHERE ${which} AND fetched.state IN (${states})
      ${options.keepDuplicates ? '' : 'AND place.duplicate_of IS NULL'}
    ORDER BY ${order}, line.number`);
  if (ids !== null) {
    const listed = (after: number, upTo: number) => JSON.stringify([...ids.subarray(after, upTo)]);
    return {
      columns: stored,
      places: ids.length,
      read: (after, upTo) => statement.all([listed(after, upTo)]),
    };
  }
  return {
    columns: stored,
    places: db.prepare<[number | null]>('SELECT max(id) FROM requests').get()?.[0] ?? 0,
    read: (after, upTo) => statement.all([after, upTo]),
  };
}

/** How the requests between two places are found. */
const byId = {
  places: 'requests AS place',
  which: 'place.id > ? AND place.id <= ?',
  order: 'place.id',
};
const byListing = {
  places: 'json_each(?) AS listed CROSS JOIN requests AS place ON place.id = listed.value',
  which: '1',
  order: 'listed.key',
};
