import type { Field } from '#shared/job/v2/field.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
import type { Each, JsonPlace } from '#shared/job/v2/source.ts';
import { isBlank } from '../extract-rules.ts';
import { compileSelector, type Selector } from '../selector.ts';
import { compileJsonPath, type JsonPath, loadJsonPath } from './json/json-path.ts';
import { compileScriptPlace, type ScriptPlace } from './json/script-place.ts';
import { comparable } from './table/read-table.ts';
import { compileXPath, loadXPath, type XPath } from './xpath/compile-xpath.ts';

/** Where the value of a field comes from, other than a CSS selector. */
export type CompiledSource =
  | { readonly kind: 'xpath'; readonly xpath: XPath }
  /** `place`: null for the match of `each`, or the page if that is no JSON. */
  | { readonly kind: 'json'; readonly path: JsonPath; readonly place: CompiledPlace | null }
  | { readonly kind: 'table'; readonly words: string }
  | { readonly kind: 'answer'; readonly part: string };

export type CompiledPlace =
  | { readonly kind: 'page' }
  /** `type`: null for the things of every type. */
  | { readonly kind: 'linked-data'; readonly type: string | null }
  | ScriptPlace;

/** What gives the rows of a page. */
export type CompiledEach =
  | { readonly kind: 'css'; readonly selector: Selector }
  | { readonly kind: 'xpath'; readonly xpath: XPath }
  | { readonly kind: 'json'; readonly path: JsonPath; readonly place: CompiledPlace }
  /** `heads`: the words of heads that fields name, as they are compared. */
  | { readonly kind: 'table'; readonly selector: Selector; readonly heads: ReadonlySet<string> };

/**
 * Loads what reads the expressions of these rules. It has to come before they are compiled; most jobs have CSS
 * selectors alone and load nothing.
 */
export async function loadLanguages(rules: {
  readonly each?: Each | undefined;
  readonly fields: readonly Omit<Field, 'name'>[];
  readonly next?: NextRule | undefined;
}): Promise<void> {
  const { each, fields, next } = rules;
  const inEach = typeof each === 'object' ? each : {};
  const inNext = next ?? {};
  if ('xpath' in inEach || 'xpath' in inNext || fields.some(({ xpath }) => !isBlank(xpath)))
    await loadXPath();
  if ('json' in inEach || 'json' in inNext || fields.some(({ json }) => !isBlank(json)))
    await loadJsonPath();
}

/** Null for a CSS selector, or no source at all. @throws SelectorError, ExpressionError */
export function compileSource(field: Omit<Field, 'name'>): CompiledSource | null {
  const { xpath, json, table, answer } = field;
  if (!isBlank(xpath)) return { kind: 'xpath', xpath: compileXPath(xpath) };
  if (!isBlank(json)) {
    const place = field.in === undefined ? null : compilePlace(field.in);
    return { kind: 'json', path: compileJsonPath(json), place };
  }
  if (!isBlank(table)) return { kind: 'table', words: table };
  return isBlank(answer) ? null : { kind: 'answer', part: answer };
}

/** @throws SelectorError, ExpressionError */
export function compileEach(
  each: Each,
  fields: readonly Pick<Field, 'table'>[],
): CompiledEach | null {
  if (typeof each === 'string') {
    return isBlank(each) ? null : { kind: 'css', selector: compileSelector(each) };
  }
  if ('xpath' in each) {
    return isBlank(each.xpath) ? null : { kind: 'xpath', xpath: compileXPath(each.xpath) };
  }
  if ('json' in each) {
    if (isBlank(each.json)) return null;
    const place = compilePlace(each.in ?? 'page');
    return { kind: 'json', path: compileJsonPath(each.json), place };
  }
  if (isBlank(each.table)) return null;
  const heads = new Set(fields.flatMap(({ table }) => (isBlank(table) ? [] : comparable(table))));
  return { kind: 'table', selector: compileSelector(each.table), heads };
}

/** @throws SelectorError */
export function compilePlace(place: JsonPlace): CompiledPlace {
  if (typeof place === 'object') return compileScriptPlace(place.script);
  if (place === 'page') return { kind: 'page' };
  const [, type = ''] = place.split('ld+json:');
  return { kind: 'linked-data', type: type === '' ? null : type };
}
