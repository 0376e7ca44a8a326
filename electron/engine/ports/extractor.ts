import type { Failure } from '#shared/errors/error-codes.ts';
import type { HeaderLines } from './header-lines.ts';
import type { KeptPage, PageToKeep } from './kept-page.ts';

export type ExtractOutcome = (
  | {
      readonly kind: 'rows';
      /** One list of values a row, in the order of the fields. */
      readonly rows: readonly (readonly string[])[];
      readonly encoding: string;
      /** Whether the page has a field for a password; absent if it is no HTML, or if nothing depends on it. */
      readonly hasPassword?: boolean;
      /** The tag of `<html lang>`; absent if it has none, or if nothing depends on it. */
      readonly language?: string;
      /** Set where alternates of fields gave values that the fields' own selectors did not. */
      readonly helped?: readonly Help[];
      /** The address of the next page, absolute where it can be; absent if the page leads to none, or nothing asks for it. */
      readonly next?: string;
      /** The page has no value and hardly a word, but scripts that could bring them. */
      readonly needsScript?: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
) & {
  /** The page in the form in which it is kept; absent if it is not to be kept, or could not be read to its end. */
  readonly kept?: KeptPage;
};

/** An alternate of a field, both by their number, gave the values of so many rows of a page. */
export interface Help {
  readonly field: number;
  readonly alternate: number;
  readonly rows: number;
}

/** The result of reading a page, and the time it took. */
export interface ExtractedPage {
  readonly outcome: ExtractOutcome;
  readonly extractMs: number;
}

/** What fields can take of an answer besides its page. */
export interface AnswerFacts {
  readonly status: number | null;
  readonly headers: HeaderLines;
  /** Unix time at which its headers had arrived. */
  readonly answeredAtMs: number | null;
  /** The number of the try that it came with, from 1. */
  readonly attempt: number;
}

export interface Extractor {
  /** Takes ownership of `body` (it may be transferred). Never rejects. */
  extract(page: {
    readonly body: Uint8Array;
    readonly url: string;
    readonly contentType: string | null;
    /** Absent: the page is not to be kept. */
    readonly keep?: PageToKeep | undefined;
    /** Given for jobs with fields of the answer. */
    readonly answer?: AnswerFacts | undefined;
  }): Promise<ExtractOutcome>;
  close(): Promise<void>;
}
