import { Document, type ParentNode, Text } from 'domhandler';
import type { AnswerFacts } from '#engine/ports/extractor.ts';
import { assertNever } from '#shared/assert-never.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import { decodeBody } from '../page/charset.ts';
import { openPage, type PageKind, type RawPage } from '../page/raw-page.ts';
import { innerHtml, parseHtml } from './html-tree.ts';
import { innerXml, parseXml } from './xml-tree.ts';

/** A page, parsed. */
export interface Page {
  readonly root: Document;
  readonly url: string;
  readonly encoding: string;
  readonly kind: PageKind;
  /** The decoded text that it was parsed from. */
  readonly text: string;
  /** Null where it is not known. */
  readonly answer: AnswerFacts | null;
  /** Serializes the contents of a node. */
  innerHtml(node: ParentNode): string;
}

export type LoadedPage =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Decodes and parses a body. `encoding`: the one that the job names, if any. */
export function loadPage(raw: RawPage, encoding?: string): LoadedPage {
  const opened = openPage(raw, encoding);
  if (opened.kind === 'failed') return opened;
  return { kind: 'page', page: parsePage(raw, opened.kind, opened.encoding) };
}

export function parsePage(raw: RawPage, kind: PageKind, encoding: string): Page {
  const text = decodeBody(raw.body, encoding);
  return { url: raw.url, encoding, kind, text, answer: raw.answer ?? null, ...parse(text, kind) };
}

function parse(text: string, kind: PageKind): Pick<Page, 'root' | 'innerHtml'> {
  switch (kind) {
    case 'html':
      return { root: parseHtml(text), innerHtml };
    case 'xml':
      return { root: parseXml(text), innerHtml: innerXml };
    case 'text':
      // JSON and the like: a document with a single text, so that a field without a selector takes it.
      return { root: new Document([new Text(text)]), innerHtml: () => text };
    default:
      return assertNever(kind);
  }
}
