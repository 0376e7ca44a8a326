import type { RequestDetail, ResultLine } from '#shared/engine-protocol/results.ts';
import { cellLimit } from './whole-cell.ts';

/**
 * The index of the page's row that a line of the table shows, from 0; null where none matches. Rows are
 * identified by their values: either of two equal rows will do.
 */
export function rowOfLine(
  { requestId, cells }: Pick<ResultLine, 'requestId' | 'cells'>,
  detail: Pick<RequestDetail, 'requestId' | 'carried' | 'rows'>,
): number | null {
  if (requestId !== detail.requestId) return null;
  const fields = cells.slice(detail.carried.length);
  const found = detail.rows.findIndex(
    (row) =>
      row.length === fields.length && row.every(({ value }, index) => begins(value, fields[index])),
  );
  return found === -1 ? null : found;
}

/** Whether a cell of the table, which is cut at its limit, is the beginning of this value. */
function begins(value: string, cell = ''): boolean {
  return cell.length < cellLimit ? value === cell : value.startsWith(cell.slice(0, cellLimit - 1));
}
