import type { RequestDetail } from '#shared/engine-protocol/results.ts';

/** The grid's cells are cut at this many characters; the detail of the request has the whole value. */
export const cellLimit = 1000;

/** The whole value of a cell that is cut in the grid; null where no value begins with the cell. */
export function wholeCell(
  detail: Pick<RequestDetail, 'carried' | 'rows'>,
  column: string,
  beginning: string,
): string | null {
  for (const row of [...detail.rows, detail.carried]) {
    for (const { name, value } of row) {
      if (name === column && value.startsWith(beginning.slice(0, cellLimit - 1))) return value;
    }
  }
  return null;
}
