import type { Cell, ColumnType } from '#shared/values/value-type.ts';

/** A column of a table. Where its values are numbers, one that could not be read as a number stands there as text. */
export interface TableColumn {
  /** Different from the names of all other columns of the table. */
  readonly name: string;
  readonly type: ColumnType;
}

/** The cells of a row, in the order of the columns. */
export type TableRow = readonly Cell[];

/**
 * The results of a run as a table that is read in pieces. Exporters know a run by this alone. Its places have
 * rows in their order: a place may have none, and a page gives one any number of them.
 */
export interface Table {
  readonly columns: readonly TableColumn[];
  /** The number of places, from 1. */
  readonly places: number;
  /** The rows of the places behind `after` and up to `upTo`, which counts too. */
  read(after: number, upTo: number): readonly TableRow[];
}
