import { expect, it } from 'vitest';
import { addressLike } from './address-like.ts';

const shop = 'https://shop.example';

it.each([
  // The page's number stands in a parameter of the data.
  ['/list/2', '/api/items?page=2', '/list/7', '/api/items?page=7'],
  [
    '/list?page=2&sort=new',
    '/api/items?sort=new&page=2',
    '/list?page=3&sort=new',
    '/api/items?sort=new&page=3',
  ],
  ['/lamps/blue', '/api/lamps/blue.json', '/lamps/red', null],
  ['/lamps/blue', '/api/v1/blue', '/lamps/red', '/api/v1/red'],
  ['/product-12', '/api/product?id=12', '/product-13', '/api/product?id=13'],
  ['/a/12/b/5', '/api/12?b=5', '/a/13/b/6', '/api/13?b=6'],
  ['/same', '/api/items', '/same', '/api/items'],
  // It is not clear which of two parts the page's number is.
  ['/list/1', '/api/1/items?page=1', '/list/2', null],
  // A number that was put there is not the one of the page.
  ['/1/2', '/api?x=1', '/2/5', null],
  ['/1/2', '/api?x=1&y=2', '/2/5', '/api?x=2&y=5'],
  ['/1/1', '/api?x=1', '/2/5', null],
  // What the two pages differ in does not stand in the data's address.
  ['/lamps/blue', '/api/items?id=4711', '/lamps/red', null],
  ['/list/1', '/api/items?page=1', '/other/list/2', null],
  ['/list?page=1', '/api/items?page=1', '/list?p=2', null],
])('%s has %s, so that %s has %s', (page, data, other, made) => {
  expect(addressLike(shop + page, shop + data, shop + other)).toBe(made && shop + made);
});

it('makes nothing of another site, or of what is no address', () => {
  const data = `${shop}/api?page=1`;
  expect(addressLike(`${shop}/list/1`, data, 'https://other.example/list/2')).toBe(null);
  const numbered = 'https://api.example/items?shard=1';
  expect(addressLike('https://a1.example/', numbered, 'https://a2.example/')).toBe(null);
  expect(addressLike(`${shop}/list/1`, data, '# a comment')).toBe(null);
});
