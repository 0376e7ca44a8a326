import { type Element, isTag } from 'domhandler';
import type { CompiledField, Take } from './compile-rules.ts';
import type { Page } from './load-page.ts';
import { findFirst, type Scope, textContent } from './walk.ts';

/** A page with what is worked out once for all its fields. */
export interface PageContext {
  readonly page: Page;
  /** What relative links are relative to; worked out when the first link is taken. */
  base: string | null;
}

/** The value of a field for one row: looked up inside `scope`, or `scope` itself without a selector. */
export function takeValue(context: PageContext, field: CompiledField, scope: Scope): string {
  const { selector, take, separator, match } = field;
  const xml = context.page.kind === 'xml';
  if (take.kind === 'count') {
    return clean(String(selector === null ? 1 : selector.all(scope, xml).length), match);
  }
  if (take.kind === 'exists') {
    return clean(String(selector === null || selector.first(scope, xml) !== null), match);
  }
  if (separator === null) {
    const node = selector === null ? scope : selector.first(scope, xml);
    return node === null ? '' : clean(taken(context, take, node), match);
  }
  const nodes = selector === null ? [scope] : selector.all(scope, xml);
  const values = nodes.map((node) => taken(context, take, node));
  const matching = match === null ? values : values.filter((value) => match.test(value));
  return matching.map((value) => clean(value, match)).join(separator);
}

function taken(context: PageContext, take: Take, node: Scope): string {
  switch (take.kind) {
    case 'text':
      return collapse(textContent(node));
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

/** Only runs that change are replaced: a single space is by far the most frequent white space. */
function collapse(text: string): string {
  return text.replace(/[^\S ]\s*| \s+/g, ' ').trim();
}

/** Group 1 of the expression, or the whole match; NUL never leaves a page (SQLite, CSV). */
function clean(value: string, match: RegExp | null): string {
  let result = value;
  if (match !== null) {
    const found = match.exec(value);
    result = found === null ? '' : ((found.length > 1 ? found[1] : found[0]) ?? '');
  }
  return result.includes('\0') ? result.replaceAll('\0', '\ufffd') : result;
}

const booleanAttributes =
  /^(?:autofocus|autoplay|async|checked|controls|defer|disabled|hidden|loop|multiple|open|readonly|required|scoped|selected)$/i;

/** An attribute as cheerio's `attr()` has it; empty where it is missing. Links come out absolute. */
function attribute(context: PageContext, element: Element, name: string): string {
  const xml = context.page.kind === 'xml';
  const key = Object.hasOwn(element.attribs, name) || xml ? name : name.toLowerCase();
  if (!Object.hasOwn(element.attribs, key)) return missingAttribute(element, key);
  if (!xml && booleanAttributes.test(key)) return key;
  const value = element.attribs[key] ?? '';
  if (key !== 'href' && key !== 'src') return value;
  context.base ??= baseUrl(context.page);
  return resolve(value, context.base) ?? value;
}

function missingAttribute(element: Element, name: string): string {
  if (name !== 'value') return '';
  if (element.name === 'option') return textContent(element);
  const type = element.attribs['type'];
  return element.name === 'input' && (type === 'radio' || type === 'checkbox') ? 'on' : '';
}

/** The document's base URL (HTML standard, section 2.4.3): the first `<base href>`, if it is one. */
export function baseUrl(page: Page): string {
  if (page.kind !== 'html') return page.url;
  const base = findFirst(page.root, ({ name, attribs }) => name === 'base' && 'href' in attribs);
  const resolved = resolve(base?.attribs['href'] ?? '', page.url);
  return resolved === null || /^(?:data|javascript):/.test(resolved) ? page.url : resolved;
}

function resolve(link: string, base: string): string | null {
  return URL.canParse(link, base) ? new URL(link, base).href : null;
}
