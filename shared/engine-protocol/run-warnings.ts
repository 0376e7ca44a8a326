/**
 * The reasons why the result of a run may not be what its job asks for, as data: `run-warning-words.ts` makes
 * the sentences of them, for the window and the command line alike. Pages are finished ones that did not fail.
 */
export type RunWarning =
  /** Redirects led from these pages to the address of a log-in, or to the home page of their site. */
  | { readonly kind: 'log-in' | 'home-page'; readonly pages: number; readonly exampleUrl: string }
  /** Redirects led from these pages to one and the same page. */
  | { readonly kind: 'same-page'; readonly pages: number; readonly url: string }
  /** These pages have no value and hardly a word, but scripts: browsers show what the scripts fetch. */
  | { readonly kind: 'needs-script'; readonly pages: number; readonly exampleUrl: string }
  /** In these pages nothing matches `each`, so that they gave no row. */
  | { readonly kind: 'no-match'; readonly pages: number; readonly of: number }
  /**
   * A field is empty in some rows although it is required, or although it is usually filled; or it is empty in
   * all rows.
   */
  | {
      readonly kind: 'empty';
      readonly field: string;
      readonly why: 'required' | 'all' | 'usual';
      readonly empty: number;
      readonly rows: number;
    }
  /** In pages of one host, a field was filled in `filled` of `before` pages and then in none of `empty`. */
  | {
      readonly kind: 'stopped';
      readonly field: string;
      readonly host: string;
      readonly filled: number;
      readonly before: number;
      /** The pages of the gap that came then: without a value, and the few that had one. */
      readonly empty: number;
      readonly late: number;
    }
  /** Values that could not be read as the type of their field, and stay as text. */
  | {
      readonly kind: 'misfits';
      readonly field: string;
      readonly misfits: number;
      readonly filled: number;
    }
  /** Values that can be read in two ways, of which nothing in their column decides: they stay as text. */
  | {
      readonly kind: 'undecided';
      readonly field: string;
      readonly values: number;
      /** What a person can set: the decimal sign, or the order of dates. */
      readonly by: 'decimal' | 'dates';
    }
  /** Rows in which a field that is marked as unique has a value that an earlier row has too. */
  | {
      readonly kind: 'duplicates';
      readonly field: string;
      readonly duplicates: number;
      readonly rows: number;
    }
  /** The field's own selector gave nothing in these rows, and this alternate did. */
  | {
      readonly kind: 'alternate';
      readonly field: string;
      readonly selector: string;
      readonly rows: number;
    }
  /**
   * The next pages of so many URLs end at a page that has neither rows nor a link, or whose link is no address:
   * rather a page of another shape than the last one.
   */
  | { readonly kind: 'cut-chains'; readonly urls: number }
  /** Lines of the list that are no URLs. */
  | { readonly kind: 'not-urls'; readonly lines: number; readonly example: string };

/** How well a run goes: `bad` where it was cut off by an error, or half of its pages or more have failed. */
export type RunTone = 'good' | 'warn' | 'bad';
