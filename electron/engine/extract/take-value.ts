import { type Element, isTag } from 'domhandler';
import { baseFrom, resolveLink } from '../page/resolve-link.ts';
import { collapse } from './collapse.ts';
import type { CompiledField, Take } from './compile-field.ts';
import { attributeOf } from './dom-adapter.ts';
import { fieldValue } from './field-value.ts';
import type { Page } from './load-page.ts';
import { shownLines, shownText } from './shown-text.ts';
import { attributeValue } from './take-attribute.ts';
import { findFirst, type Scope, textContent } from './walk.ts';

/** A page, and the base of its links, worked out once for all fields. */
export interface PageContext {
  readonly page: Page;
  /** What relative links are relative to; worked out when the first link is taken. */
  base: string | null;
}

/** The value of a field for one row: looked up inside `scope`, or `scope` itself without a selector. */
export function takeValue(context: PageContext, field: CompiledField, scope: Scope): string {
  const { selector, take, separator } = field;
  const xml = context.page.kind === 'xml';
  if (take.kind === 'count') {
    return fieldValue(field, [String(selector === null ? 1 : selector.all(scope, xml).length)]);
  }
  if (take.kind === 'exists') {
    return fieldValue(field, [String(selector === null || selector.first(scope, xml) !== null)]);
  }
  if (separator === null) {
    const node = selector === null ? scope : selector.first(scope, xml);
    return fieldValue(field, node === null ? [] : [taken(context, take, node)]);
  }
  const nodes = selector === null ? [scope] : selector.all(scope, xml);
  return fieldValue(
    field,
    nodes.map((node) => taken(context, take, node)),
  );
}

function taken(context: PageContext, take: Take, node: Scope): string {
  switch (take.kind) {
    case 'text':
      return context.page.kind === 'html' ? shownText(node) : collapse(textContent(node));
    case 'lines':
      return context.page.kind === 'html' ? shownLines(node) : textContent(node).trim();
    case 'html':
      return context.page.innerHtml(node);
    case 'attr':
      return isTag(node) ? attribute(context, node, take.name) : '';
    case 'count':
      return '1';
    case 'exists':
      return 'true';
  }
}

function attribute(context: PageContext, element: Element, name: string): string {
  const value = (key: string) => attributeOf(element, key);
  const found = attributeValue({ name: element.name, value }, name, context.page.kind === 'xml');
  switch (found.kind) {
    case 'value':
      return found.value;
    case 'contents':
      return collapse(textContent(element));
    case 'link':
      context.base ??= baseUrl(context.page);
      return resolveLink(found.value, { url: context.base, encoding: context.page.encoding });
  }
}

/** The document's base URL: the first `<base href>` of HTML or XHTML, if it is one. */
function baseUrl(page: Page): string {
  const root = page.root.children.find(isTag);
  if (page.kind !== 'html' && root?.name !== 'html') return page.url;
  const base = findFirst(page.root, ({ name, attribs }) => name === 'base' && 'href' in attribs);
  return baseFrom(base?.attribs['href'], page.url);
}
