import render from 'dom-serializer';
import { Document, type ParentNode, Text } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { assertNever } from '#shared/assert-never.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import { decodeBody } from '../page/charset.ts';
import { openPage, type PageKind, type RawPage } from '../page/raw-page.ts';
import { innerHtml, parseHtml } from './html-tree.ts';
import { decodeText } from './one-pass/decode.ts';

/** A page, parsed. */
export interface Page {
  readonly root: Document;
  readonly url: string;
  readonly encoding: string;
  readonly kind: PageKind;
  /** Serializes what is inside a node. */
  innerHtml(node: ParentNode): string;
}

export type LoadedPage =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Decodes and parses a body. `encoding`: the one that the job names. */
export function loadPage(raw: RawPage, encoding?: string): LoadedPage {
  const opened = openPage(raw, encoding);
  if (opened.kind === 'failed') return opened;
  return { kind: 'page', page: parsePage(raw, opened.kind, opened.encoding) };
}

export function parsePage(raw: RawPage, kind: PageKind, encoding: string): Page {
  return { url: raw.url, encoding, kind, ...parse(decodeBody(raw.body, encoding), kind) };
}

function parse(text: string, kind: PageKind): Pick<Page, 'root' | 'innerHtml'> {
  switch (kind) {
    case 'html':
      return { root: parseHtml(text), innerHtml };
    case 'xml':
      return {
        root: parseDocument(withCharacters(text), { xmlMode: true }),
        innerHtml: innerXml,
      };
    case 'text':
      // JSON and the like: a document of one text, so that a field without a selector takes it.
      return { root: new Document([new Text(text)]), innerHtml: () => text };
    default:
      return assertNever(kind);
  }
}

/**
 * XML with the names that only HTML has for characters (`&nbsp;`) replaced by those: XHTML declares them
 * in its document type, which no parser reads here.
 */
function withCharacters(xml: string): string {
  return xml.replace(
    /<!\[CDATA\[.*?(?:\]\]>|$)|&(?!(?:amp|lt|gt|quot|apos);)[a-z]\w*;/gis,
    (found) => (found.startsWith('&') ? decodeText(found, 'data') : found),
  );
}

/** The XML inside a node. dom-serializer writes all beyond ASCII as numbers, `&#x4e2d;`. */
function innerXml(node: ParentNode): string {
  return render(node.children, { xmlMode: true }).replace(
    /<!\[CDATA\[.*?(?:\]\]>|$)|<!--.*?(?:-->|$)|&#x([0-9a-f]+);/gis,
    (found, code: string | undefined) =>
      code === undefined ? found : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
