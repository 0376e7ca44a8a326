import { describe, expect, it } from 'vitest';
import { jobPatchSchema } from '#shared/ipc/job-library.ts';
import { parseJob } from '#shared/job/parse-job.ts';
import { sourceKinds } from '#shared/job/v2/source.ts';
import { changeField } from './field-list.ts';
import {
  placeKindOf,
  placeLabels,
  placeOf,
  placeText,
  sourceOf,
  toEachKind,
  toSource,
} from './source.ts';

const css = { name: 'a', css: 'b', alternates: ['i'], take: 'attr:href', all: true };

describe('the source of a field', () => {
  it('takes the place of another with all that belongs to it, and stays chosen while it is blank', () => {
    for (const kind of sourceKinds.filter((one) => one !== 'css')) {
      const [changed = css] = changeField([css], 0, toSource(css, kind));
      expect(sourceOf(changed)).toBe(kind);
      expect(changed).not.toHaveProperty('css');
      expect(changed).not.toHaveProperty('alternates');
      expect(jobPatchSchema.safeParse({ fields: [changed] }).success).toBe(true);
    }
    const json = { name: 'a', json: '$.b', in: 'ld+json' };
    expect(changeField([json], 0, toSource(json, 'css'))).toEqual([{ name: 'a' }]);
  });

  it('keeps what is taken where that is possible', () => {
    expect(toSource(css, 'xpath')).not.toHaveProperty('take');
    expect(toSource(css, 'json')).toHaveProperty('take', undefined);
    expect(toSource({ ...css, take: 'count' }, 'json')).not.toHaveProperty('take');
  });

  it('is half-typed in the window, and refused by a run', () => {
    const fields = [{ name: 'a', answer: 'header:' }];
    expect(jobPatchSchema.safeParse({ fields }).success).toBe(true);
    expect(parseJob({ version: 2, name: 'A', urls: [], fields }).ok).toBe(false);
  });
});

describe('the place of JSON', () => {
  it.each([true, false])('is the same after it was chosen (in rows of JSON: %s)', (inJsonRows) => {
    for (const kind of Object.keys(placeLabels) as (keyof typeof placeLabels)[]) {
      if (kind === 'row' && !inJsonRows) continue;
      const place = placeOf(kind, 'Product', inJsonRows);
      expect(placeKindOf(place, inJsonRows)).toBe(kind);
      expect(placeText(place)).toBe(kind === 'type' || kind === 'script' ? 'Product' : '');
    }
  });
});

it('keeps the selector of rows where it becomes the selector of a table', () => {
  expect(toEachKind('.a', 'table')).toEqual({ table: '.a' });
  expect(toEachKind({ table: '.a' }, 'css')).toBe('.a');
  expect(toEachKind('.a', 'json')).toEqual({ json: '' });
});
