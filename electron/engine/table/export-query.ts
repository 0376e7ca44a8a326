import type { ExportOptions } from '#shared/engine-protocol/export.ts';
import { tableColumns } from '#shared/values/table-columns.ts';
import type { RunColumns } from '../store/column-names.ts';
import { quoteName, type Sqlite, type SqlRow } from '../store/sqlite.ts';

export function exportHeader(columns: RunColumns): string[] {
  const names = (of: RunColumns['fields']) => of.map(({ name }) => name);
  const { url, carried, fields, status, finalUrl, error } = tableColumns(
    names(columns.carried),
    names(columns.fields),
  );
  return [url, ...carried, ...fields, status, finalUrl, error];
}

/** The text of an error in a table: its stable code and its sentence. */
export const errorSql = (request: string): string =>
  `${request}.error_code || ': ' || ${request}.error_message`;

/**
 * Reads the records of an export in the order of the list, not in the order in which the requests were
 * finished. A request that is not settled yields no records, nor does a repeated line; with `keepDuplicates`
 * a repeated line yields those of its first occurrence, with its own URL and carried columns.
 */
export function prepareExport(
  db: Sqlite,
  columns: RunColumns,
  options: { readonly include: ExportOptions['include']; readonly keepDuplicates: boolean },
): { readonly last: number; read(after: number, upTo: number): SqlRow[] } {
  const selected = [
    'place.text',
    ...columns.carried.map(({ column }) => `place.${quoteName(column)}`),
    ...columns.fields.map(({ column }) => `line.${quoteName(column)}`),
    'fetched.status',
    'fetched.final_url',
    errorSql('fetched'),
  ];
  const states = options.include === 'done' ? "'done'" : "'done', 'failed', 'skipped'";
  // CROSS JOIN fixes the order of the loops: places in order, the rest by key and by index.
  const statement = db.prepare(`
    SELECT ${selected} FROM requests AS place
    CROSS JOIN requests AS fetched ON fetched.id = coalesce(place.duplicate_of, place.id)
    CROSS JOIN rows AS line ON line.request_id = fetched.id
    WHERE place.id > ? AND place.id <= ? AND fetched.state IN (${states})
      ${options.keepDuplicates ? '' : 'AND place.duplicate_of IS NULL'}
    ORDER BY place.id, line.number`);
  return {
    last: db.prepare<[number | null]>('SELECT max(id) FROM requests').get()?.[0] ?? 0,
    read: (after, upTo) => statement.all([after, upTo]),
  };
}
