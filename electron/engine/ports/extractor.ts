import type { Failure } from '#shared/errors/error-codes.ts';

export type ExtractOutcome =
  | {
      readonly kind: 'rows';
      /** One list of values a row, in the order of the fields. */
      readonly rows: readonly (readonly string[])[];
      readonly encoding: string;
      /** Whether the page has a field for a password; absent if it is no HTML, or if nothing depends on it. */
      readonly hasPassword?: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The result of reading a page, and the time it took. */
export interface ExtractedPage {
  readonly outcome: ExtractOutcome;
  readonly extractMs: number;
}

export interface Extractor {
  /** Takes ownership of `body` (it may be transferred). Never rejects. */
  extract(page: {
    readonly body: Uint8Array;
    readonly url: string;
    readonly contentType: string | null;
  }): Promise<ExtractOutcome>;
  close(): Promise<void>;
}
