import { assertNever } from '#shared/assert-never.ts';
import type { ExportFormat } from '#shared/engine-protocol/export.ts';
import type { TableColumn } from '../table/table.ts';
import { delimitedWriter } from './delimited-writer.ts';
import { jsonLinesWriter } from './json-lines-writer.ts';
import type { TableWriter } from './table-writer.ts';

export function createWriter(columns: readonly TableColumn[], format: ExportFormat): TableWriter {
  switch (format.kind) {
    case 'delimited':
      return delimitedWriter(columns, format);
    case 'json-lines':
      return jsonLinesWriter(columns);
    default:
      return assertNever(format);
  }
}
