import type { TableRow } from '../table/table.ts';

/** Writes a table as the text of a file, piece by piece. */
export interface TableWriter {
  /** What stands before the first row. */
  readonly head: string;
  readonly rows: (rows: readonly TableRow[]) => string;
  /** The most characters of a cell that the programs take which open such files; null: any number. */
  readonly mostCellCharacters: number | null;
}
