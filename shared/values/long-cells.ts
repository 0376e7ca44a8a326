import { formatCount } from '../format.ts';

/** The most characters (UTF-16 code units) that Excel takes in a cell: "Excel specifications and limits". */
export const mostExcelCharacters = 32_767;

/** A sentence about the cells of a table that are longer than Excel takes; null where there are none. */
export function longCellsSentence(cells: number): string | null {
  if (cells === 0) return null;
  const longer = cells === 1 ? '1 cell is longer' : `${formatCount(cells)} cells are longer`;
  return `${longer} than Excel takes (${formatCount(mostExcelCharacters)} characters); the file has all of it.`;
}
