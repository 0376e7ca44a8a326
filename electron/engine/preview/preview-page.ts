import type { FieldPreview, PreviewResult } from '#shared/engine-protocol/preview.ts';
import type { Field } from '#shared/job/job.ts';
import { isNoEach } from '#shared/job/v2/source.ts';
import { valueRuleOf } from '#shared/job/v2/value-keys.ts';
import { typeColumn } from '#shared/values/type-column.ts';
import { isPlainText } from '#shared/values/value-type.ts';
import {
  type CompiledField,
  compileField,
  problemsOfField,
  tryCompile,
} from '../extract/compile-field.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import type { Page } from '../extract/load-page.ts';
import { contextOf, type PageContext } from '../extract/page-context.ts';
import { failureOf } from '../extract/page-failure.ts';
import { compileEach } from '../extract/sources/compile-source.ts';
import { matchesOf } from '../extract/sources/matches-of.ts';
import { pageNotes } from '../extract/sources/page-notes.ts';
import { type RowSource, rowsOf } from '../extract/sources/rows-of.ts';
import { lateAttributes, valueOfRow } from '../extract/take-value.ts';

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
  const context = contextOf(page);
  const { rows, eachMatches, eachProblem } = findRows(context, rules);
  const fields = rules.fields.map((field, index) => {
    const problem = hung.get(index);
    if (problem !== undefined) return failed(field, problem, null);
    onField(index);
    return previewField(context, field, rows, language);
  });
  return { rows: rows.length, eachMatches, eachProblem, notes: pageNotes(context, rules), fields };
}

function findRows(context: PageContext, { each, fields }: ExtractRules) {
  if (isNoEach(each)) return { rows: rowsOf(context, null), eachMatches: null, eachProblem: null };
  const compiled = tryCompile(() => compileEach(each, fields));
  if (!compiled.ok) return { rows: [], eachMatches: 0, eachProblem: compiled.problem };
  const rows = rowsOf(context, compiled.value);
  return { rows, eachMatches: rows.length, eachProblem: null };
}

function previewField(
  context: PageContext,
  field: Field,
  rows: readonly RowSource[],
  language: string | null,
): FieldPreview {
  const [problem] = problemsOfField(field);
  if (problem !== undefined) return failed(field, problem.message, problem.part);
  try {
    const compiled = compileField(field);
    const matches = countMatches(context, compiled, rows[0]);
    const shown = rows.slice(0, previewedRows);
    const values = shown.map((row) =>
      valueOfRow(context, compiled, row).slice(0, previewedCharacters),
    );
    const late = shown.map(({ scope }) => lateAttributes(context, compiled, scope));
    const rule = valueRuleOf(field);
    const typed = isPlainText(rule) ? {} : { typed: typeColumn(rule, values, language) };
    return { name: field.name, matches, values, ...typed, late, problem: null, part: null };
  } catch (error) {
    return failed(field, failureOf(error).message, null);
  }
}

function countMatches(
  context: PageContext,
  { source, selector }: CompiledField,
  row: RowSource | undefined,
): number {
  if (row === undefined) return 0;
  if (source !== null) return matchesOf(context, source, row).length;
  return selector === null ? 1 : selector.all(row.scope, context.page.kind === 'xml').length;
}

function failed({ name }: Field, problem: string, part: FieldPreview['part']): FieldPreview {
  return { name, matches: 0, values: [], late: [], problem, part };
}
