import type { SqlValue } from '../store/sqlite.ts';

/**
 * Delimited records (RFC 4180), for CSV files and for TSV on the clipboard. csv-stringify was
 * measured against these few lines: more than twice as slow here, it does not quote a lone line feed
 * when records end with CRLF, and its formula guard has no exemption for numbers.
 */
export interface RecordFormat {
  readonly delimiter: string;
  readonly recordEnd: '\r\n' | '\n';
  readonly formulaGuard: boolean;
}

/**
 * What a spreadsheet would read as structure. Every usual delimiter is quoted, not only the one in
 * use: a spreadsheet of another locale may split at it, and what follows could begin as a formula.
 */
const needsQuotes = /[",;\t|\r\n]/;

/** Cells that spreadsheets run, by their first character (OWASP, CSV injection; full-width too). */
const formulaLike = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
const plainNumber = /^[+-]?(?:\d+(?:[.,]\d+)*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** One record with its end. NULL is an empty cell. */
export function formatRecord(cells: readonly SqlValue[], format: RecordFormat): string {
  let record = '';
  for (let index = 0; index < cells.length; index++) {
    if (index > 0) record += format.delimiter;
    const value = cells[index];
    if (typeof value === 'string') record += formatCell(value, format.formulaGuard);
    else if (typeof value === 'number') record += value;
  }
  return record + format.recordEnd;
}

function formatCell(text: string, formulaGuard: boolean): string {
  const safe =
    formulaGuard && formulaLike.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
