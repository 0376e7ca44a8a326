import { expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { pathOf } from './path-of.ts';

const named = (field: Omit<Field, 'name'>): Field => ({ name: 'price', ...field });

it.each([
  'h1',
  '[constructor]',
  '*',
  'a.b#c[d]',
  'a[href^="http" i], meta[name=description]',
  'main > .card  a',
  'a:not(.b, [c]):is(d, .e)',
  '> a',
  ' ',
  undefined,
])('reads %j in one pass', (css) => {
  expect(pathOf({ each: 'li', fields: [named({ css })] })).toEqual({
    path: 'one-pass',
  });
});

it.each([
  ['a:has(b)', ':has in field price'],
  ['li:first-child', ':first-child in field price'],
  ['h1, p:contains("x")', ':contains in field price'],
  ['a:not(b c)', ':not in field price'],
  ['a:not(:empty)', ':not in field price'],
  ['h2 + p', '"+" in field price'],
  ['h2 ~ p', '"~" in field price'],
  ['> a', '">" at the beginning in field price'],
  [':scope a', ':scope in field price'],
])('names what in %j needs a tree', (css, why) => {
  const fields = [named({ css: 'h1' }), named({ css })];
  expect(pathOf({ fields })).toEqual({ path: 'tree', why });
});

it('names what else needs a tree', () => {
  const fields = [named({ css: 'h1' })];
  expect(pathOf({ each: 'li:first', fields })).toEqual({
    path: 'tree',
    why: ':first in "One row per"',
  });
});
