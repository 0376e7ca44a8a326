import type { TriedPage, TriedSelector } from '#shared/engine-protocol/pick.ts';
import type { Field } from '#shared/job/job.ts';
import { isNoEach } from '#shared/job/v2/source.ts';
import { problemsOfField } from '../extract/compile-field.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import type { Page } from '../extract/load-page.ts';
import type { RowSource } from '../extract/sources/rows-of.ts';
import { Finder } from './finder.ts';
import { isSameShape, shapeInWords, shapeOf, type ValueShape } from './value-shape.ts';

const longestValue = 300;

/** A page, or the sentence why there is none. */
export type PageToTry = { readonly url: string } & (
  | { readonly page: Page }
  | { readonly problem: string }
);

/**
 * What each selector of each field finds on each page. The first page is the one that the fields were made on:
 * its values say what the others should look like.
 */
export function tryFields(
  pages: readonly PageToTry[],
  rules: Pick<ExtractRules, 'each' | 'fields'>,
): readonly TriedPage[] {
  const shapes = new Map<Field, ValueShape>();
  return pages.map((one): TriedPage => {
    if ('problem' in one) return { url: one.url, problem: one.problem, rows: null, fields: [] };
    const finder = new Finder(one.page);
    const hasRows = !isNoEach(rules.each);
    const rows = finder.rows(rules);
    const fields = rules.fields.map((field) => {
      const selectors = [field.css, ...(field.alternates ?? [])];
      const tried = selectors.map((css) => tryOne(finder, rows, hasRows, { ...field, css }));
      const [own] = tried;
      const value = tried.find((other) => other.value !== '')?.value ?? '';
      if (!shapes.has(field) && value !== '') shapes.set(field, shapeOf(value));
      const shape = shapes.get(field);
      return { name: field.name, tried: tried.map((other) => judged(other, own, shape)) };
    });
    return { url: one.url, problem: null, rows: hasRows ? rows.length : null, fields };
  });
}

function tryOne(
  finder: Finder,
  rows: readonly RowSource[],
  hasRows: boolean,
  field: Field,
): TriedSelector {
  const css = field.css ?? '';
  const { alternates: _, ...own } = field;
  const [problem] = problemsOfField(own);
  if (problem !== undefined) {
    return { css, value: '', matches: 0, verdict: 'unusable', note: problem.message };
  }
  const values = rows.map((row) => finder.valueIn(own, row));
  const [first] = rows;
  const matches = hasRows
    ? values.filter((value) => value !== '').length
    : first === undefined
      ? 0
      : finder.countIn(own, first);
  const value = values.find((one) => one !== '') ?? '';
  return { css, value: value.slice(0, longestValue), matches, verdict: 'found', note: '' };
}

function judged(
  tried: TriedSelector,
  own: TriedSelector | undefined,
  shape: ValueShape | undefined,
): TriedSelector {
  if (tried.verdict === 'unusable') return tried;
  if (tried.value === '') return { ...tried, verdict: 'nothing', note: 'It finds nothing here.' };
  const here = shapeOf(tried.value);
  if (shape !== undefined && !isSameShape(shape, here)) {
    const note = `Here it finds ${shapeInWords(here)}, where it was ${shapeInWords(shape)} before.`;
    return { ...tried, verdict: 'other-shape', note };
  }
  if (own !== undefined && own.value !== '' && own.value !== tried.value) {
    return {
      ...tried,
      verdict: 'disagrees',
      note: `The field's own selector finds another value.`,
    };
  }
  return tried;
}
