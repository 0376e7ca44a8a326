import { guardFormulas, isPriceWithDash, running } from '#shared/values/formula-guard.ts';
import type { SqlValue } from '../store/sqlite.ts';

/**
 * Delimited records (RFC 4180), for CSV files and for TSV on the clipboard. csv-stringify was measured
 * against these few lines: more than twice as slow here, it does not quote a lone line feed when records end
 * with CRLF, and its formula guard handles neither numbers nor other separators.
 */
export interface RecordFormat {
  readonly delimiter: string;
  readonly recordEnd: '\r\n' | '\n';
  readonly formulaGuard: boolean;
}

/**
 * Characters that a spreadsheet would read as structure. Every usual delimiter is quoted, not only the one in
 * use, so that a spreadsheet of another locale misreads as few cells as possible.
 */
const structure = /[",;\t|\r\n]/;

/** One record with its end. NULL becomes an empty cell. */
export function formatRecord(cells: readonly SqlValue[], format: RecordFormat): string {
  const { delimiter, formulaGuard } = format;
  let record = '';
  let afterSign = false;
  for (let index = 0; index < cells.length; index++) {
    if (index > 0) record += delimiter;
    const value = cells[index];
    if (typeof value === 'number') record += value;
    if (typeof value !== 'string') continue;
    const text = formulaGuard ? guardFormulas(value) : value;
    // A tab is a blank in a formula: a program that splits elsewhere reads "-", a tab and SUM(A1) as one
    // cell.
    const quoted = needsQuotes(text, delimiter) || (afterSign && running.test(text));
    record += quoted ? `"${text.replaceAll('"', '""')}"` : text;
    afterSign ||= delimiter === '\t' && formulaGuard && beginsWithSign.test(text);
  }
  return record + format.recordEnd;
}

const beginsWithSign = /^[\s\p{Cc}\p{Cf}]*[+\-\uff0b\uff0d\ufe62\ufe63]/u;

function needsQuotes(text: string, delimiter: string): boolean {
  return structure.test(text) && (delimiter === ',' || !isPriceWithDash(text));
}
