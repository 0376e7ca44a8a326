import { expect, it } from 'vitest';
import { listLike } from './list-like.ts';

const data = 'https://shop.example/api/items?page=1';
const listOf = (lines: readonly string[], hasPatterns = true) =>
  listLike('https://shop.example/list/1', data, lines, hasPatterns);

it('makes an address for each page, however the pages are typed', () => {
  const second = 'https://shop.example/api/items?page=2';
  expect(
    listOf([
      '# the list of the shop',
      'HTTPS://Shop.example:443/list/1#top',
      ' https://shop.example/list/1',
      '',
      'shop.example/list/2',
    ]),
  ).toEqual({ kind: 'made', addresses: [data, second], second, others: 1 });
});

it('knows the page as the only line, in other letters and beside comments', () => {
  expect(listOf(['# a comment', 'https://SHOP.example/list/1#top'])).toEqual({ kind: 'alone' });
});

it.each([
  ['a line that is no URL', 'no address at all'],
  ['a page of another site', 'https://other.example/list/2'],
  ['a pattern', 'https://shop.example/list/[2-9]'],
])('makes none where the list has %s', (_what, line) => {
  expect(listOf(['https://shop.example/list/1', line])).toEqual({ kind: 'unclear', others: 1 });
});

it('takes brackets for what they are where the list has no patterns', () => {
  const made = listOf(['https://shop.example/list/1', 'https://shop.example/list/[2]'], false);
  expect(made).toMatchObject({ second: 'https://shop.example/api/items?page=[2]' });
});
