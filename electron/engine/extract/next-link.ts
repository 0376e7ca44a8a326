import { type Element, isTag } from 'domhandler';
import { fieldOfNext, type NextRule } from '#shared/job/v2/next.ts';
import type { RawPage } from '../page/raw-page.ts';
import { resolveLink } from '../page/resolve-link.ts';
import { type CompiledField, compileField } from './compile-field.ts';
import { extractInOnePass } from './one-pass/extract-in-one-pass.ts';
import { type OnePassPlan, planOnePass } from './one-pass/one-pass-plan.ts';
import { pathOf } from './one-pass/path-of.ts';
import type { PageContext } from './page-context.ts';
import { matchesOf } from './sources/matches-of.ts';
import { inScope } from './sources/rows-of.ts';
import { baseOf, takeValue, valueOfRow } from './take-value.ts';
import { findFirst, type Scope } from './walk.ts';

/** How the link to the next page is found on a page. */
export interface CompiledNext {
  readonly field: CompiledField;
  /** The link, and whether there is a match; null: a tree is needed. */
  readonly onePass: OnePassPlan | null;
}

/** Null: nothing of the page is needed. @throws SelectorError, ExpressionError */
export function compileNext(next: NextRule | undefined): CompiledNext | null {
  const rule = next === undefined ? null : fieldOfNext(next);
  if (rule === null) return null;
  const link = { name: 'next', ...rule };
  const field = compileField(link);
  if (!('css' in link) || pathOf({ fields: [link] }).path !== 'one-pass') {
    return { field, onePass: null };
  }
  const isThere = compileField({ name: 'is there', css: link.css, take: 'exists' });
  return { field, onePass: planOnePass(null, [link.css, link.css], [field, isThere]) };
}

/** The address of the next page; empty for none. Null: a tree is needed to say. */
export function nextInOnePass(
  raw: RawPage,
  encoding: string,
  { onePass }: CompiledNext,
): string | null {
  if (onePass === null) return null;
  const [link, isThere] = extractInOnePass(raw, encoding, onePass)?.[0] ?? [];
  if (link === undefined) return null;
  // The match may be an element around a link, or inside one.
  return link === '' && isThere === 'true' ? null : link;
}

/** Words, other values than texts, and JSON: they could be resolved as well, and would look like addresses. */
const noAddress = /[\s{}[\]"]|^(?:true|false|-?\d+(?:\.\d+)?)$/;

/** The address of the next page, as a whole unless the page gives something else there; empty for none. */
export function nextInTree(context: PageContext, { field }: CompiledNext): string {
  const page = inScope(context.page.root);
  if (field.source === null) {
    const found = field.selector?.first(context.page.root, context.page.kind === 'xml') ?? null;
    return found === null ? '' : linkAt(context, field, found);
  }
  const [first] = matchesOf(context, field.source, page);
  if (first?.kind === 'node') return linkAt(context, field, first.node);
  const text = valueOfRow(context, { ...field, take: { kind: 'text' } }, page).trim();
  return text === '' || noAddress.test(text) ? text : resolveLink(text, baseOf(context));
}

/** The link that an element is, has inside or stands in. */
function linkAt(context: PageContext, field: CompiledField, node: Scope): string {
  const link = linkInside(node) ?? linkAround(node);
  if (link === null) return '';
  const href = { ...field, source: null, selector: null, take: { kind: 'attr', name: 'href' } };
  return takeValue(context, href as CompiledField, link);
}

const isLink = (element: Element): boolean => 'href' in element.attribs;

function linkInside(node: Scope): Element | null {
  return isTag(node) && isLink(node) ? node : findFirst(node, isLink);
}

function linkAround(node: Scope): Element | null {
  for (let at = node.parent; at !== null; at = at.parent) if (isTag(at) && isLink(at)) return at;
  return null;
}
