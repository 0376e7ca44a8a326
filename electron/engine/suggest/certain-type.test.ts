import { expect, it } from 'vitest';
import { certainType } from './certain-type.ts';

const typeOf = (values: readonly string[], name = 'f') => certainType({ name, css: 'b' }, values);

it('is the type that every value can be read as', () => {
  expect(typeOf(['€ 12.50', '', '€ 1,299.00'])).toBe('price');
  expect(typeOf(['3 April 2026'])).toBe('date');
  expect(typeOf(['7', '12', '1,204'])).toBe('number');
});

it('is none where a value is something else', () => {
  expect(typeOf(['€ 12.50', 'on request'])).toBeUndefined();
  expect(typeOf(['3 April 2026', 'yesterday'])).toBeUndefined();
  expect(typeOf(['7', '12', '3 kg'])).toBeUndefined();
  expect(typeOf(['', ''])).toBeUndefined();
  expect(typeOf(['https://e.example/ann'])).toBeUndefined();
});

it('is none for digits that may be a name, a year or a version', () => {
  expect(typeOf(['12'])).toBeUndefined();
  expect(typeOf(['80331', '10115', '20095'])).toBeUndefined();
  expect(typeOf(['1999', '2004', '2026'])).toBeUndefined();
  expect(typeOf(['7', '12', '007'])).toBeUndefined();
  expect(typeOf(['7', '12', '144'], 'article_no')).toBeUndefined();
  expect(typeOf(['1.2.10', '1.2.11'])).toBeUndefined();
});

it('is none for words in which a price or a date stands', () => {
  expect(typeOf(['3 April 2026'], 'og_title')).toBeUndefined();
  expect(typeOf(['All our lamps of brass and steel, from € 12.50 on'])).toBeUndefined();
});

it('is what the field is known to be, unless a value cannot be read so', () => {
  const price = { name: 'ld_price', json: '$.offers.price', type: 'number' } as const;
  expect(certainType(price, ['12'])).toBe('number');
  expect(certainType(price, ['on request'])).toBeUndefined();
  const picture = { name: 'image', css: 'img', take: 'attr:src', type: 'picture' } as const;
  expect(certainType(picture, ['data:image/gif;base64,xx'])).toBeUndefined();
});
