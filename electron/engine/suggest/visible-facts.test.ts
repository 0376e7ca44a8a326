import { describe, expect, it } from 'vitest';
import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import { loadPage } from '../extract/load-page.ts';
import { loadJsonPath } from '../extract/sources/json/json-path.ts';
import { suggestFields } from './suggest-fields.ts';

await loadJsonPath();

function suggest(body: string): readonly Suggestion[] {
  const raw = {
    body: new TextEncoder().encode(`<!doctype html><html><body>${body}</body></html>`),
    url: 'https://example.com/shop/',
    contentType: 'text/html',
  };
  const loaded = loadPage(raw);
  if (loaded.kind === 'failed') throw new Error(loaded.failure.message);
  return suggestFields(loaded.page);
}

const valuesIn = (suggestions: readonly Suggestion[], group: string) =>
  Object.fromEntries(
    suggestions
      .find((one) => one.group === group)
      ?.fields.map(({ field, sample }) => [field.name, sample]) ?? [],
  );

const related = [1, 2, 3, 4]
  .map(
    (n) =>
      `<li class="card"><a href="/p/${n}">Other lamp ${n}</a><b class="price">€ ${n}9.00</b></li>`,
  )
  .join('');

const product = `
  <header><div class="cart-total price">€ 0.00</div></header>
  <main><h1>Arc lamp</h1>
    <p class="product-brand">Lumen &amp; Sons</p>
    <div class="prices"><del class="price">€ 149.00</del> <span class="price">€ 129.00</span></div>
    <div class="stock-state">In stock, ships tomorrow</div>
    <table class="specs">
      <tr><th>Weight</th><td>2.4 kg</td></tr>
      <tr><th>Höhe</th><td>1,80 m</td></tr>
      <tr><th>Colour</th><td>Black</td></tr>
    </table>
    <dl><dt>Article number</dt><dd>L-77</dd><dt>Made in</dt><dd>Norway</dd></dl>
    <section class="related"><h2>Related</h2><ul>${related}</ul></section>
  </main>`;

describe('what stands on the page of a product', () => {
  const suggestions = suggest(product);

  it('is its price, brand and stock, and not those of other products or of the cart', () => {
    expect(valuesIn(suggestions, 'Product')).toEqual({
      price: '€ 129.00',
      brand: 'Lumen & Sons',
      availability: 'In stock, ships tomorrow',
    });
  });

  it('is its table of properties and its definitions, found by their labels', () => {
    expect(valuesIn(suggestions, 'Labels and values')).toEqual({
      weight: '2.4 kg',
      höhe: '1,80 m',
      colour: 'Black',
      article_number: 'L-77',
      made_in: 'Norway',
    });
    const pairs = suggestions.find(({ group }) => group === 'Labels and values');
    expect(pairs?.fields[0]?.field.css).toBe('th:text-is("Weight") + td');
  });

  it('is no price where a page shows many and none is its own', () => {
    const list = suggest(`<main><h1>All lamps</h1><ul>${related}</ul></main>`);
    expect(valuesIn(list, 'Product')).toEqual({});
  });

  it('is no pair in a table with a head, nor in one of much data', () => {
    const rows = [1, 2, 3].map((n) => `<tr><td>Town ${n}</td><td>${n}000</td></tr>`).join('');
    const head = '<tr><th>Town</th><th>People</th></tr>';
    expect(valuesIn(suggest(`<table>${head}${rows}</table>`), 'Labels and values')).toEqual({});
  });
});

describe('what stands on the page of an article', () => {
  const paragraph = (n: number) =>
    `<p>Paragraph ${n} of the story goes on for a while, and ${'says more '.repeat(20)}at last.</p>`;
  const article = (n: number) =>
    `<article><h1>A story</h1>
    <div class="byline">By Ann Lee</div><time class="published" datetime="2026-04-03T10:00:00Z">3 April</time>
    <div class="story-body">${[1, 2, 3, 4].map(paragraph).join('\n')}</div></article>`.repeat(n);

  it('is its text, author and date', () => {
    const found = valuesIn(suggest(`<main>${article(1)}</main>`), 'Article');
    expect(found).toMatchObject({ author: 'By Ann Lee', date: '2026-04-03T10:00:00Z' });
    expect(found['text']).toMatch(/^Paragraph 1 of the story/);
  });

  it('is none where several articles stand on one page', () => {
    expect(valuesIn(suggest(`<main>${article(2)}</main>`), 'Article')).toEqual({});
  });
});
