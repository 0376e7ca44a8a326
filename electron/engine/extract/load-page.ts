import render from 'dom-serializer';
import { Document, Element, isDocument, isTag, type ParentNode, Text } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { parse as parseHtml5, serializeOuter } from 'parse5';
import { adapter as treeAdapter } from 'parse5-htmlparser2-tree-adapter';
import type { Failure } from '#shared/errors/error-codes.ts';
import { decodeBody } from '../page/charset.ts';
import { openPage, type PageKind, type RawPage } from '../page/raw-page.ts';
import { nextNode } from './walk.ts';

/** A page, parsed. */
export interface Page {
  readonly root: Document;
  readonly url: string;
  readonly encoding: string;
  readonly kind: PageKind;
  /** Serializes what is inside a node, as cheerio's `html()` does for the same parser. */
  innerHtml(node: ParentNode): string;
}

export type LoadedPage =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Decodes and parses a body. `parser` is how HTML is read; XML and plain text have one way each. */
export function loadPage(raw: RawPage, parser: 'fast' | 'html5'): LoadedPage {
  const opened = openPage(raw);
  if (opened.kind === 'failed') return opened;
  return { kind: 'page', page: parsePage(raw, opened.kind, opened.encoding, parser) };
}

export function parsePage(
  raw: RawPage,
  kind: PageKind,
  encoding: string,
  parser: 'fast' | 'html5',
): Page {
  const text = decodeBody(raw.body, encoding);
  return { url: raw.url, encoding, kind, ...parse(text, kind, parser) };
}

function parse(
  text: string,
  kind: PageKind,
  parser: 'fast' | 'html5',
): Pick<Page, 'root' | 'innerHtml'> {
  if (kind === 'text') {
    // JSON and the like: a document of one text, so that a field without a selector takes it.
    return { root: new Document([new Text(text)]), innerHtml: () => text };
  }
  if (kind === 'xml') {
    return {
      root: parseDocument(text, { xmlMode: true }),
      innerHtml: (node) => render(node.children, { xmlMode: true }),
    };
  }
  if (parser === 'fast') {
    return { root: parseDocument(text), innerHtml: renderFast };
  }
  return {
    root: parseHtml5(text, { treeAdapter }),
    innerHtml: (node) => {
      // The contents of a <template> hang below it as a document of their own.
      const nodes = node.children.flatMap((child) =>
        isDocument(child) ? child.children : [child],
      );
      return nodes.reduce((html, child) => html + serializeOuter(child, { treeAdapter }), '');
    },
  };
}

/**
 * The same for what stands inside an element of this name, or in the page, without the rest of it.
 * `raw`: it is text, character references decoded.
 */
export function innerHtmlOf(source: string, parent: string | null, raw: boolean): string {
  const root = raw ? new Document([new Text(source)]) : parseDocument(source);
  if (parent === null) return renderFast(root);
  const element = new Element(parent, {}, root.children);
  for (const child of root.children) child.parent = element;
  return renderFast(element);
}

/**
 * dom-serializer gives the elements of SVG and MathML their mixed-case names for good, after which
 * selectors miss them. The parser had made all names lower case: they get them back.
 */
function renderFast(root: ParentNode): string {
  const html = render(root.children);
  if (!/<(?:svg|math)[\s>]/.test(html)) return html;
  for (let node = nextNode(root, root); node !== null; node = nextNode(node, root)) {
    if (isTag(node)) node.name = node.name.toLowerCase();
  }
  return html;
}
