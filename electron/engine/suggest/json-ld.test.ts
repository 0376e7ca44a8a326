import { expect, it } from 'vitest';
import { loadPage } from '../extract/load-page.ts';
import { loadJsonPath } from '../extract/sources/json/json-path.ts';
import { pageWithLinkedData } from '../extract/sources/sources.fixture.ts';
import { jsonLd } from './json-ld.ts';

await loadJsonPath();

function suggest(...blocks: readonly (string | object)[]) {
  const loaded = loadPage({
    body: new TextEncoder().encode(pageWithLinkedData(...blocks)),
    url: 'https://e.example/',
    contentType: 'text/html; charset=utf-8',
  });
  if (loaded.kind === 'failed') throw new Error(loaded.failure.message);
  return jsonLd(loaded.page);
}

const thing = (type: string | readonly string[], values: object = {}) => ({
  '@type': type,
  name: `A ${[type].flat()[0]}`,
  ...values,
});

it('is offered for the thing that the page is about, of whatever is around it', () => {
  const comments = [1, 2].map((n) => thing('Comment', { author: thing('Person'), text: `${n}` }));
  const article = thing('Article', {
    headline: 'Eyes, "opened"',
    author: { '@type': 'Person', name: 'Ann Lee' },
    datePublished: '2026-04-03T10:00:00Z',
    isAccessibleForFree: true,
    comment: comments,
  });
  const [group, ...others] = suggest({
    '@graph': [...comments, thing('WebSite'), article, thing('Organization')],
  });
  expect(others).toEqual([]);
  expect(group?.group).toBe('JSON-LD: Article');
  const place = 'ld+json:Article';
  expect(group?.fields).toEqual([
    { field: { name: 'ld_name', json: '$.headline', in: place }, sample: 'Eyes, "opened"' },
    { field: { name: 'ld_author', json: '$.author.name', in: place }, sample: 'Ann Lee' },
    {
      field: { name: 'ld_published', json: '$.datePublished', in: place, type: 'date' },
      sample: '2026-04-03T10:00:00Z',
    },
    {
      field: { name: 'ld_free', json: '$.isAccessibleForFree', in: place, type: 'yesno' },
      sample: 'true',
    },
  ]);
});

it('finds what stands in lists: all values, the first picture, a price only if it is one', () => {
  const offer = (price: string) => ({ '@type': 'Offer', price, priceCurrency: 'EUR' });
  const fieldsOf = (...prices: readonly string[]) =>
    suggest(
      thing('https://schema.org/Product', {
        brand: 'Lumen',
        category: ['Lamps', 'Steel'],
        image: ['https://e.example/1.png', 'https://e.example/2.png'],
        offers: prices.map(offer),
      }),
    )[0]?.fields.map(({ field, sample }) => [field.name, field.json, sample]);
  const around = [
    ['ld_name', '$.name', 'A https://schema.org/Product'],
    ['ld_brand', '$.brand', 'Lumen'],
  ];
  const behind = [
    ['ld_currency', '$.offers[*].priceCurrency', 'EUR'],
    ['ld_category', '$.category[*]', 'Lamps | Steel'],
    ['ld_image', '$.image[*]', 'https://e.example/1.png'],
  ];
  const price = ['ld_price', '$.offers[*].price', '12.50'];
  expect(fieldsOf('12.50', '12.50')).toEqual([...around, price, ...behind]);
  expect(fieldsOf('12.50', '14.00')).toEqual([...around, ...behind]);
});

it('is nothing for several things of a type, for parts of others, and for JSON that is broken', () => {
  expect(suggest(thing('Product'), thing('Product'))).toEqual([]);
  expect(suggest(thing('WebPage', { mentions: thing('Product') }))).toEqual([]);
  expect(suggest(thing('WebPage', { mainEntity: thing('Product') }))).toHaveLength(1);
  expect(suggest(thing('Organization'))).toEqual([]);
  expect(suggest('{"@type": "Product", "name": "half a')).toEqual([]);
});
