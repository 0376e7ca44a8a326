import { expect, it } from 'vitest';
import { shapeOf } from './url-shape.ts';

it.each([
  ['https://a.example/', '/'],
  ['https://a.example/about', '/about'],
  ['https://a.example/about-us', '/about-us'],
  ['https://a.example/17', '/…'],
  ['https://a.example/how-to-mend-a-lamp', '/…'],
  ['https://a.example/product/17', '/product/…'],
  ['https://a.example/product/lamp', '/product/…'],
  ['https://a.example/product/blue-lamp-17', '/product/…'],
  ['https://a.example/product/', '/product/'],
  ['https://a.example/en/product/9f86d081-884c', '/en/product/…'],
  ['https://a.example/u/5f2b/reviews', '/u/…/…'],
  ['https://a.example/p/17.html', '/p/….html'],
  ['https://a.example/p/%E2%82%AC', '/p/…'],
  ['https://a.example/item?id=17&ref=x', '/item?id=…&ref=…'],
  ['https://a.example/item?ref=x&id=18&id=19', '/item?id=…&ref=…'],
  ['https://a.example/a/b/c/d/e/f/g/h', '/a/b/c/d/e/f/…'],
])('%s has the shape %s', (url, shape) => {
  expect(shapeOf(url)).toBe(shape);
});

it('stays short for any address', () => {
  const long = `https://a.example/${'abc/'.repeat(500)}?${'key=1&'.repeat(500)}${'x'.repeat(5000)}=1`;
  expect(shapeOf(long).length).toBeLessThan(200);
});
