import { tableColumns } from '#shared/values/table-columns.ts';
import type { NamedColumn, RunColumns } from '../store/column-names.ts';
import { quoteName } from '../store/sqlite.ts';
import type { TableColumn } from './table.ts';

/** A column of a table, with the SQL of its values. */
export interface StoredColumn extends TableColumn {
  readonly sql: string;
}

/** The tables of a query as it calls them. */
interface QueryNames {
  /** The request whose line of the list a row belongs to. */
  readonly place: string;
  /** The request that was fetched for it: another one if the line is a repeated one. */
  readonly fetched: string;
  readonly line: string;
}

/** The columns of a run's table in their order: the address as it stands in the list comes first. */
export function columnsOf(
  { carried, fields }: RunColumns,
  { place, fetched, line }: QueryNames,
): StoredColumn[] {
  const names = (of: readonly NamedColumn[]) => of.map(({ name }) => name);
  const named = tableColumns(names(carried), names(fields));
  const of = (table: string, columns: readonly NamedColumn[], as: readonly string[]) =>
    columns.map(({ column, name, type = 'text' }, at): StoredColumn => {
      return { name: as[at] ?? name, type, sql: `${table}.${quoteName(column)}` };
    });
  return [
    { name: named.url, type: 'text', sql: `${place}.text` },
    ...of(place, carried, named.carried),
    ...of(line, fields, named.fields),
    { name: named.status, type: 'number', sql: `${fetched}.status` },
    { name: named.finalUrl, type: 'url', sql: `${fetched}.final_url` },
    { name: named.error, type: 'text', sql: errorSql(fetched) },
  ];
}

/** The text of an error in a table: its stable code and its sentence. */
export const errorSql = (request: string): string =>
  `${request}.error_code || ': ' || ${request}.error_message`;
