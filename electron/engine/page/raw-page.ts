import type { AnswerFacts } from '#engine/ports/extractor.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { PageToKeep } from '../ports/kept-page.ts';
import { sniffEncoding } from './charset.ts';
import { type DocumentKind, documentKind } from './document-kind.ts';

/** A page as it was fetched, not yet decoded. */
export interface RawPage {
  readonly body: Uint8Array;
  /** The final URL of the page: its relative links are relative to it. */
  readonly url: string;
  readonly contentType: string | null;
  /** Absent: the page is not to be kept. */
  readonly keep?: PageToKeep | undefined;
  /** For fields that come from the answer itself. */
  readonly answer?: AnswerFacts | undefined;
}

/** The kinds of documents that fields can be taken from. */
export type PageKind = Exclude<DocumentKind, 'binary'>;

/** The way to read a page, or the reason why it cannot be read. */
export type OpenedPage =
  | { readonly kind: PageKind; readonly encoding: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Decides the encoding and the kind of a page, by its headers and its first bytes.
 * @param named The encoding that the job names for all its pages.
 */
export function openPage({ body, contentType }: RawPage, named?: string): OpenedPage {
  const encoding = sniffEncoding(body, contentType, named);
  const kind = documentKind(body, contentType, encoding);
  if (kind !== 'binary') return { kind, encoding };
  return { kind: 'failed', failure: failure('NOT_HTML', contentType ?? undefined) };
}
