import type { TriedPage, TriedSelector } from '#shared/engine-protocol/pick.ts';
import type { Field } from '#shared/job/job.ts';
import { problemsOfField } from '../extract/compile-field.ts';
import { isBlank } from '../extract/extract-rules.ts';
import type { Page } from '../extract/load-page.ts';
import type { Scope } from '../extract/walk.ts';
import { Finder } from './finder.ts';
import type { PickedRules } from './picked-rules.ts';
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
export function tryFields(pages: readonly PageToTry[], rules: PickedRules): readonly TriedPage[] {
  const shapes = new Map<Field, ValueShape>();
  return pages.map((one): TriedPage => {
    if ('problem' in one) return { url: one.url, problem: one.problem, rows: null, fields: [] };
    const finder = new Finder(one.page);
    const hasRows = !isBlank(rules.each);
    const scopes: readonly Scope[] = isBlank(rules.each)
      ? [one.page.root]
      : finder.all(rules.each, one.page.root);
    const fields = rules.fields.map((field) => {
      const selectors = [field.css, ...(field.alternates ?? [])];
      const tried = selectors.map((css) => tryOne(finder, scopes, hasRows, { ...field, css }));
      const [own] = tried;
      const value = tried.find((other) => other.value !== '')?.value ?? '';
      if (!shapes.has(field) && value !== '') shapes.set(field, shapeOf(value));
      const shape = shapes.get(field);
      return { name: field.name, tried: tried.map((other) => judged(other, own, shape)) };
    });
    return { url: one.url, problem: null, rows: hasRows ? scopes.length : null, fields };
  });
}

function tryOne(
  finder: Finder,
  scopes: readonly Scope[],
  hasRows: boolean,
  field: Field,
): TriedSelector {
  const css = field.css ?? '';
  const { alternates: _, ...own } = field;
  const [problem] = problemsOfField(own);
  if (problem !== undefined) {
    return { css, value: '', matches: 0, verdict: 'unusable', note: problem.message };
  }
  const values = scopes.map((scope) => finder.value(own, scope));
  const [scope] = scopes;
  const matches = hasRows
    ? values.filter((value) => value !== '').length
    : scope === undefined || isBlank(css)
      ? scopes.length
      : finder.all(css, scope).length;
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
