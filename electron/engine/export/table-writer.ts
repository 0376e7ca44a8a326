import type { ExportOptions } from '#shared/engine-protocol/export.ts';
import { mostExcelCharacters } from '#shared/values/long-cells.ts';
import { formatRecord, type RecordFormat } from '../table/record-format.ts';
import type { TableColumn, TableRow } from '../table/table.ts';

/** Writes a table as the text of a file, piece by piece. */
export interface TableWriter {
  /** What stands before the first row. */
  readonly head: string;
  readonly rows: (rows: readonly TableRow[]) => string;
  /** The most characters of a cell that the programs take which open such files; null: any number. */
  readonly mostCellCharacters: number | null;
}

export function tableWriter(
  columns: readonly TableColumn[],
  { delimiter, bom, formulaGuard }: ExportOptions,
): TableWriter {
  const format: RecordFormat = { delimiter, formulaGuard, recordEnd: '\r\n' };
  const header = formatRecord(
    columns.map(({ name }) => name),
    format,
  );
  return {
    head: bom ? `\ufeff${header}` : header,
    rows: (rows) => rows.map((cells) => formatRecord(cells, format)).join(''),
    mostCellCharacters: mostExcelCharacters,
  };
}
