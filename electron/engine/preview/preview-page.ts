import type { FieldPreview, PreviewResult } from '#shared/engine-protocol/preview.ts';
import type { Field } from '#shared/job/job.ts';
import { valueRuleOf } from '#shared/job/v2/value-keys.ts';
import { typeColumn } from '#shared/values/type-column.ts';
import { isPlainText } from '#shared/values/value-type.ts';
import { compileField } from '../extract/compile-field.ts';
import { tryCompile } from '../extract/compile-rules.ts';
import { type ExtractRules, isBlank } from '../extract/extract-rules.ts';
import type { Page } from '../extract/load-page.ts';
import { failureOf } from '../extract/page-failure.ts';
import { compileSelector, type Selector } from '../extract/selector.ts';
import { lateAttributes, type PageContext, takeValue } from '../extract/take-value.ts';
import type { Scope } from '../extract/walk.ts';

const previewedRows = 20;
const previewedCharacters = 2000;

/**
 * The values that the rules of a job yield on one page. Unlike in a run, a selector or an expression that
 * cannot be used is reported with the reason, and the other fields are still read.
 *
 * @param onField called before each field is tried, with its number
 * @param language of the page; null if it names none
 * @param hung sentences for fields that are not to be tried
 */
export function previewPage(
  page: Page,
  rules: ExtractRules,
  language: string | null,
  hung: ReadonlyMap<number, string>,
  onField: (index: number) => void,
): Omit<PreviewResult, 'ms' | 'withoutScripts'> {
  const { scopes, eachMatches, eachProblem } = findScopes(page, rules.each);
  const context: PageContext = { page, base: null };
  const fields = rules.fields.map((field, index) => {
    const problem = hung.get(index);
    if (problem !== undefined) return failed(field, problem);
    onField(index);
    return previewField(context, field, scopes, language);
  });
  return { rows: scopes.length, eachMatches, eachProblem, fields };
}

function findScopes(page: Page, each: string | undefined) {
  if (isBlank(each)) return { scopes: [page.root], eachMatches: null, eachProblem: null };
  const compiled = tryCompile(() => compileSelector(each));
  if (!compiled.ok) return { scopes: [], eachMatches: 0, eachProblem: compiled.problem };
  const scopes = compiled.value.all(page.root, page.kind === 'xml');
  return { scopes, eachMatches: scopes.length, eachProblem: null };
}

function previewField(
  context: PageContext,
  field: Field,
  scopes: readonly Scope[],
  language: string | null,
): FieldPreview {
  const compiled = tryCompile(() => compileField(field));
  if (!compiled.ok) return failed(field, compiled.problem);
  try {
    const matches = countMatches(context.page, compiled.value.selector, scopes[0]);
    const shown = scopes.slice(0, previewedRows);
    const values = shown.map((scope) =>
      takeValue(context, compiled.value, scope).slice(0, previewedCharacters),
    );
    const late = shown.map((scope) => lateAttributes(context, compiled.value, scope));
    const rule = valueRuleOf(field);
    const typed = isPlainText(rule) ? {} : { typed: typeColumn(rule, values, language) };
    return { name: field.name, matches, values, ...typed, late, problem: null };
  } catch (error) {
    return failed(field, failureOf(error).message);
  }
}

function countMatches(page: Page, selector: Selector | null, scope: Scope | undefined): number {
  if (scope === undefined) return 0;
  return selector === null ? 1 : selector.all(scope, page.kind === 'xml').length;
}

function failed({ name }: Field, problem: string): FieldPreview {
  return { name, matches: 0, values: [], late: [], problem };
}
