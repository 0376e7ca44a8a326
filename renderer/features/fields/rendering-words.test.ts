import { expect, it } from 'vitest';
import type { WithoutScripts } from '#shared/engine-protocol/preview.ts';
import { renderingWords } from './rendering-words.ts';

const names = ['name', 'price', 'stock', 'size', 'colour'];
const said = (
  fields: WithoutScripts['fields'],
  rows: readonly [rendered: number, without: number] = [1, 1],
  mode: 'auto' | 'always' = 'auto',
) =>
  renderingWords(
    { rendering: { kind: 'rendered', mode, ms: 100 } },
    { rows: rows[0], withoutScripts: { rows: rows[1], fields }, names },
  )?.text;

it('says which fields are empty or others without JavaScript', () => {
  expect(said(['same', 'empty'])).toBe('Rendered. Without JavaScript, price is empty.');
  expect(said(['same', 'empty', 'empty', 'other'])).toBe(
    'Rendered. Without JavaScript, price and stock are empty and size has another value.',
  );
  expect(said(['empty', 'empty', 'empty', 'empty', 'empty'], [24, 0])).toBe(
    'Rendered. Without JavaScript, there are 0 rows in place of 24 and name, price, stock and 2 other fields are empty.',
  );
});

it('says what Auto will do, and what it cannot see', () => {
  expect(said(['same', 'same'])).toBe(
    'Rendered. These fields are the same without JavaScript: Auto only fetches such pages.',
  );
  expect(said(['same', 'same'], [1, 1], 'always')).toBe(
    'Rendered. These fields are the same without JavaScript.',
  );
  expect(said(['other'])).toBe(
    'Rendered. Without JavaScript, name has another value. Auto sees only empty fields: choose Always under Options.',
  );
  expect(said(['same'], [24, 10])).toContain('there are 10 rows in place of 24. Auto sees only');
});

it('says why a page could not be rendered, and nothing where none is', () => {
  expect(
    renderingWords({ rendering: { kind: 'failed', mode: 'auto', message: 'It hung.' } }, null),
  ).toEqual({
    tone: 'bad',
    text: 'This page could not be rendered, and shows as it was fetched. It hung.',
  });
  expect(renderingWords({ rendering: null }, null)).toBeNull();
});
