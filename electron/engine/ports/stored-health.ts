/** The health of a run, in the form in which its file keeps it. Rows of pages that failed do not count. */
export interface StoredHealth {
  readonly signs: StoredSigns;
  /** The fields in all pages of the run, in their order; the last one is for the page as a whole. */
  readonly fills: readonly StoredFill[];
  /** The doubts that a person has been asked about: a run pauses once for each. */
  readonly asked: readonly string[];
  readonly columns: readonly StoredColumn[];
  /** By host; for a commit, those that have changed. */
  readonly hosts: ReadonlyMap<number, StoredHostFill>;
}

/** The pages of a run that are not what was asked for. */
export interface StoredSigns {
  readonly logIn: SeenPages;
  readonly home: SeenPages;
  readonly needsScript: SeenPages;
  /** The pages to which redirects led, by URL. */
  readonly targets: readonly Frequent<null>[];
  /** Pages in a row, up to the last one, that are not what was asked for. */
  readonly inRow: number;
}

export interface SeenPages {
  readonly pages: number;
  /** The first one; empty for none. */
  readonly exampleUrl: string;
}

/** How the fields are filled at a host, in their order; the last one is for the page as a whole. */
export interface StoredHostFill {
  readonly host: string;
  readonly fills: readonly StoredFill[];
}

/** How a field is filled in the pages of a run or of one of its hosts. */
export interface StoredFill {
  readonly pages: number;
  readonly rows: number;
  /** Pages with a value in at least one row. */
  readonly filled: number;
  /** The gap at the end: pages in which the field is empty, and their rows. */
  readonly emptyPages: number;
  readonly emptyRows: number;
  /** Pages with a value that came among those of the gap, too few to end it. */
  readonly late: number;
  /** The longest time for which the field was empty although it was usually filled before; null for none. */
  readonly lost: LostFill | null;
}

/** A field was filled in `filled` of `before` pages, and then empty in `empty` pages and filled in `late`. */
export interface LostFill {
  readonly filled: number;
  readonly before: number;
  readonly empty: number;
  readonly late: number;
}

/** What a column has shown so far. */
export interface StoredColumn {
  readonly rows: number;
  readonly filled: number;
  /** For a field that is marked as unique: values that an earlier row has too. */
  readonly duplicates: number;
  /** For each alternate of the field, the rows whose value it gave. */
  readonly helped: readonly number[];
  readonly distinct: StoredDistinct;
  /** The example says whether the value was cut. */
  readonly values: readonly Frequent<boolean>[];
  readonly shapes: readonly Frequent<string>[];
}

export interface StoredDistinct {
  /** The hashes of the values; null: there were too many, and the registers count. */
  readonly hashes: readonly number[] | null;
  readonly registers: string;
}

/** `over`: the count may be too high by so many; 0 where it is exact. */
export interface Frequent<Example> {
  readonly key: string;
  readonly count: number;
  readonly over: number;
  readonly example: Example;
}
