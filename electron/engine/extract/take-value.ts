import { type Element, isTag } from 'domhandler';
import { assertNever } from '#shared/assert-never.ts';
import { baseFrom, type LinkBase, resolveLink } from '../page/resolve-link.ts';
import { collapse } from './collapse.ts';
import type { CompiledField, Take } from './compile-field.ts';
import { attributeOf } from './dom-adapter.ts';
import { fieldValue, isNothing } from './field-value.ts';
import type { Page } from './load-page.ts';
import type { NamedElement } from './named-element.ts';
import type { PageContext } from './page-context.ts';
import { shownLines, shownText } from './shown-text.ts';
import { jsonText } from './sources/json/write-json.ts';
import { type Match, matchesOf } from './sources/matches-of.ts';
import type { RowSource } from './sources/rows-of.ts';
import { attributeValue, lateAttribute } from './take-attribute.ts';
import { findFirst, type Scope, textContent } from './walk.ts';

/** The elements from which the value of a field is taken. */
function elementsOf({ selector, separator }: CompiledField, scope: Scope, xml: boolean) {
  if (selector === null) return [scope];
  if (separator !== null) return selector.all(scope, xml);
  const first = selector.first(scope, xml);
  return first === null ? [] : [first];
}

/**
 * The value of a field for one row, from any kind of source. Without a source it is the row itself: the match of
 * `each`.
 *
 * @param onHelp called with the number of the alternate that gave the value
 */
export function valueOfRow(
  context: PageContext,
  field: CompiledField,
  row: RowSource,
  onHelp?: (alternate: number) => void,
): string {
  if (field.source !== null) {
    return valueOfMatches(context, field, matchesOf(context, field.source, row));
  }
  if (row.json === null || field.selector !== null) {
    return takeValue(context, field, row.scope, onHelp);
  }
  return valueOfMatches(context, field, [{ kind: 'value', text: jsonText(row.json) }]);
}

function valueOfMatches(
  context: PageContext,
  field: CompiledField,
  matches: readonly Match[],
): string {
  const { take, separator } = field;
  const base = () => baseOf(context);
  if (take.kind === 'count') return fieldValue(field, [String(matches.length)], base);
  if (take.kind === 'exists') return fieldValue(field, [String(matches.length > 0)], base);
  const wanted = separator === null ? matches.slice(0, 1) : matches;
  return fieldValue(
    field,
    wanted.map((match) => takenFrom(context, take, match)),
    base,
  );
}

function takenFrom(context: PageContext, take: Take, match: Match): string {
  switch (match.kind) {
    case 'node':
      return taken(context, take, match.node);
    case 'attribute':
      return attribute(context, match.element, match.name);
    case 'value':
      return take.kind === 'text' ? collapse(match.text) : match.text;
    default:
      return assertNever(match);
  }
}

/**
 * The value of a field with a CSS selector: looked up inside `scope`, or `scope` itself without a selector. Where
 * that is empty, the first alternate that gives a value counts.
 *
 * @param onHelp called with the number of the alternate that gave the value
 */
export function takeValue(
  context: PageContext,
  field: CompiledField,
  scope: Scope,
  onHelp?: (alternate: number) => void,
): string {
  const value = takenBy(context, field, scope);
  if (!isNothing(field, value)) return value;
  for (const [alternate, selector] of field.alternates.entries()) {
    const other = takenBy(context, { ...field, selector }, scope);
    if (isNothing(field, other)) continue;
    onHelp?.(alternate);
    return other;
  }
  return value;
}

function takenBy(context: PageContext, field: CompiledField, scope: Scope): string {
  const { selector, take } = field;
  const xml = context.page.kind === 'xml';
  const base = () => baseOf(context);
  if (take.kind === 'count') {
    const count = selector === null ? 1 : selector.all(scope, xml).length;
    return fieldValue(field, [String(count)], base);
  }
  if (take.kind === 'exists') {
    const exists = selector === null || selector.first(scope, xml) !== null;
    return fieldValue(field, [String(exists)], base);
  }
  const values = elementsOf(field, scope, xml).map((node) => taken(context, take, node));
  return fieldValue(field, values, base);
}

/** The attributes that are read instead of `src` for a field, since scripts load the addresses late. */
export function lateAttributes(
  { page }: PageContext,
  field: CompiledField,
  scope: Scope,
): string[] {
  const { take } = field;
  if (take.kind !== 'attr' || field.source !== null) return [];
  const xml = page.kind === 'xml';
  const names = elementsOf(field, scope, xml).flatMap((node) => {
    const name = isTag(node) ? lateAttribute(named(node), take.name, xml) : null;
    return name === null ? [] : [name];
  });
  return [...new Set(names)];
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
  const found = attributeValue(named(element), name, context.page.kind === 'xml');
  switch (found.kind) {
    case 'value':
      return found.value;
    case 'contents':
      return collapse(textContent(element));
    case 'link':
      return resolveLink(found.value, baseOf(context));
  }
}

function named(element: Element): NamedElement {
  return { name: element.name, value: (key) => attributeOf(element, key) };
}

/** The base of the links of a page. */
export function baseOf(context: PageContext): LinkBase {
  context.base ??= baseUrl(context.page);
  return { url: context.base, encoding: context.page.encoding };
}

/** The document's base URL: the first `<base href>` of HTML or XHTML, if that is an address. */
function baseUrl(page: Page): string {
  const root = page.root.children.find(isTag);
  if (page.kind !== 'html' && root?.name !== 'html') return page.url;
  const base = findFirst(page.root, ({ name, attribs }) => name === 'base' && 'href' in attribs);
  return baseFrom(base?.attribs['href'], page.url);
}
