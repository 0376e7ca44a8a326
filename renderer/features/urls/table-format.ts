import type { ListGlance } from '#shared/engine-protocol/input.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';

/** All settings for reading a table, none left out. */
export interface TableFormat {
  readonly kind: 'csv';
  readonly delimiter: string;
  readonly header: boolean;
  /** Empty where the table has no column at all. */
  readonly column: string;
  readonly carry: readonly string[];
}

export type AskedTable = Pick<TableFormat, 'delimiter' | 'header'>;

/** The table as the job describes it; settings that the job leaves out are decided by its content. */
export function tableOf(format: ListFormat, glance: ListGlance): TableFormat {
  const found = tableAtGlance(glance);
  if (format.kind !== 'csv') return found;
  const { column = found.column, carry = found.carry } = format;
  return glance.columns.includes(column) ? { ...found, column, carry } : found;
}

function tableAtGlance({ reading, columns }: ListGlance): TableFormat {
  const empty = { kind: 'csv', delimiter: ',', header: true, column: '', carry: [] } as const;
  if (reading.kind !== 'table') return empty;
  const { delimiter, header, carry } = reading;
  const column = reading.column ?? columns[0] ?? '';
  return { kind: 'csv', delimiter, header, column, carry };
}

/** The chosen columns are kept where they still exist; else the columns decided by the content are used. */
export function withColumnsOf(table: TableFormat, { reading, columns }: ListGlance): TableFormat {
  if (columns.includes(table.column)) {
    return { ...table, carry: table.carry.filter((name) => columns.includes(name)) };
  }
  const found = reading.kind === 'table' ? reading : { column: null, carry: [] };
  return { ...table, column: found.column ?? columns[0] ?? '', carry: found.carry };
}
