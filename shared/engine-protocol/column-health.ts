import type { FormDecision } from '../values/column-form.ts';

/** How good a column of a run is. Rows of pages that failed do not count. */
export interface ColumnHealth {
  readonly field: string;
  readonly rows: number;
  /** Rows that have a value. */
  readonly filled: number;
  /** Values that could not be read as the type of the field. */
  readonly misfits: number;
  /** How its values are read (see `FormDecision`); null where they have one form only, or nothing was read. */
  readonly form: FormDecision | null;
  /** Values of another shape than nearly all others; 0 where no shape prevails, as in titles. */
  readonly misshapen: number;
  readonly distinct: number;
  /** False: `distinct` is an estimate, right within a few percent. */
  readonly isExact: boolean;
  /** For a field that is marked as unique: rows with a value that an earlier row has too. */
  readonly duplicates: number | null;
  /** Values that occur several times, most frequent first; in a typed column as its table has them. */
  readonly commonest: readonly ValueCount[];
  /** Examples of the misfits and of the misshapen values. */
  readonly odd: readonly string[];
}

export interface ValueCount {
  /** Cut at 100 characters. */
  readonly value: string;
  readonly isCut: boolean;
  readonly count: number;
}
