import type { DelimitedFormat } from '#shared/engine-protocol/export.ts';
import { mostExcelCharacters } from '#shared/values/long-cells.ts';
import { formatRecord, type RecordFormat } from '../table/record-format.ts';
import type { TableColumn } from '../table/table.ts';
import type { TableWriter } from './table-writer.ts';

/** CSV, or TSV where the delimiter is the tab. */
export function delimitedWriter(
  columns: readonly TableColumn[],
  { delimiter, bom, formulaGuard }: DelimitedFormat,
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
