import { expect, it } from 'vitest';
import { sitesOf } from './list-sites.ts';

it('names the sites of a list, the most frequent first', () => {
  const urls = [
    'https://a.example/1',
    'http://b.example:8080/1',
    'nonsense',
    'http://b.example:8080/2',
  ];
  expect(sitesOf(urls)).toEqual(['http://b.example:8080', 'https://a.example']);
  expect(sitesOf([])).toEqual([]);
});
