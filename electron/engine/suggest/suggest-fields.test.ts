import { describe, expect, it } from 'vitest';
import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import { realPages } from '../../../tests/setup/real-pages.ts';
import { pageAt } from '../../sample-site/pages.ts';
import { compileRules } from '../extract/compile-rules.ts';
import { extractPage } from '../extract/extract-page.ts';
import { loadPage } from '../extract/load-page.ts';
import { loadJsonPath } from '../extract/sources/json/json-path.ts';
import { suggestFields } from './suggest-fields.ts';

await loadJsonPath();

const url = 'https://example.com/shop/';

function suggest(body: string | Uint8Array, contentType = 'text/html') {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const raw = { body: bytes, url, contentType };
  const loaded = loadPage(raw);
  if (loaded.kind === 'failed') throw new Error(loaded.failure.message);
  const suggestions = suggestFields(loaded.page);
  const rowsOf = ({ each, fields }: Suggestion) => {
    const rules = { each: each ?? undefined, fields: fields.map(({ field }) => field) };
    const outcome = extractPage(raw, compileRules(rules));
    return outcome.kind === 'rows' ? outcome.rows : [];
  };
  return { suggestions, rowsOf };
}

const found = (suggestions: readonly Suggestion[], group: string) =>
  Object.fromEntries(
    suggestions
      .find((one) => one.group === group)
      ?.fields.map(({ field, sample }) => [field.name, sample]) ?? [],
  );

const products = Array.from({ length: 12 }, (_, index) => ({
  name: `Lamp ${index}`,
  price: `€ ${index + 10}.50`,
  tags: index % 3 === 0 ? ['brass', `no ${index}`] : ['steel', 'dimmable', `no ${index}`],
}));
const shop = `<!doctype html><html lang="en"><head>
  <title>Lamps</title><meta name="Description" content="All our lamps."><link rel="canonical" href="/lamps">
  <meta property="og:title" content="Lamps, cheap"><meta property="og:image" content="https://cdn.example/x.png">
  <meta name="twitter:creator" content="@lamps">
  <script type="application/ld+json">{"@type":"WebSite","url":"https://example.com"}</script>
  <script type="application/ld+json">{"@type": "Product", "name": "Lamp \\"7\\"", "offers": {"price": 12.5, "priceCurrency": "EUR"},
    "author": {"@type": "Person", "name": "Ann Lee"}, "datePublished": "2024-05-01"}</script>
  </head><body><nav><ul>${'<li class="item"><a href="/a">Menu entry here</a></li>'.repeat(8)}</ul></nav>
  <main><h1>All lamps</h1><div class="grid">${products
    .map(
      (
        { name, price, tags },
        index,
      ) => `<article class="card css-1q2w3e ${index === 0 ? 'first' : ''}">
        <img src="data:image/gif;base64,xx" data-src="/i/${index}.png"><h3><a href="/lamp/${index}">${name}</a></h3>
        <span class="price">${price}</span><time datetime="2024-01-${index + 10}">Jan</time>
        <p class="tags">${tags.map((tag) => `<i class="tag">${tag}</i>`).join(' ')}</p><a class="more" href="#">Read more</a></article>`,
    )
    .join('\n')}</div></main></body></html>`;

describe('suggested fields', () => {
  const { suggestions, rowsOf } = suggest(shop);

  it('are what the page says of itself', () => {
    expect(found(suggestions, 'Page')).toEqual({
      title: 'Lamps',
      description: 'All our lamps.',
      canonical: 'https://example.com/lamps',
      language: 'en',
      heading: 'All lamps',
      image: 'https://example.com/i/0.png',
      published: '2024-01-10',
      links: '32',
    });
    expect(found(suggestions, 'Open Graph')).toEqual({
      og_title: 'Lamps, cheap',
      og_image: 'https://cdn.example/x.png',
    });
    expect(found(suggestions, 'Twitter')).toEqual({ twitter_creator: '@lamps' });
  });

  it('are values of its JSON-LD', () => {
    expect(found(suggestions, 'JSON-LD: Product')).toEqual({
      ld_name: 'Lamp "7"',
      ld_price: '12.5',
      ld_currency: 'EUR',
      ld_author: 'Ann Lee',
      ld_published: '2024-05-01',
    });
  });

  it('have the types that their values have', () => {
    const types = suggestions
      .filter(({ each }) => each === null)
      .flatMap(({ fields }) => fields.map(({ field }) => [field.name, field.type]));
    expect(Object.fromEntries(types.filter(([, type]) => type !== undefined))).toEqual({
      canonical: 'url',
      image: 'picture',
      published: 'date',
      links: 'number',
      og_image: 'picture',
      ld_price: 'number',
      ld_published: 'date',
    });
  });

  it('are the columns of a repeated block', () => {
    const [block, ...others] = suggestions.filter(({ each }) => each !== null);
    expect(block).toMatchObject({
      group: 'Repeated block: article.card (12)',
      each: 'article.card',
    });
    expect(block?.fields.map(({ field }) => field)).toEqual([
      { name: 'title', css: 'h3' },
      { name: 'link', css: 'h3 a[href]', take: 'attr:href', type: 'url' },
      { name: 'image', css: 'img', take: 'attr:src', type: 'picture' },
      { name: 'price', css: '.price', type: 'price' },
      { name: 'date', css: 'time[datetime]', take: 'attr:datetime', type: 'date' },
      { name: 'tag', css: '.tag', all: true },
    ]);
    expect(block && rowsOf(block)).toEqual(
      products.map(({ name, price, tags }, index) => [
        name,
        `https://example.com/lamp/${index}`,
        `https://example.com/i/${index}.png`,
        price,
        `2024-01-${index + 10}`,
        tags.join(' | '),
      ]),
    );
    expect(others).toEqual([]);
  });

  it('name the columns of a table by its head', () => {
    const rows = [1, 2, 3, 4].map((n) => `<tr><td>Town ${n}</td><td>${n}000</td></tr>`).join('');
    const table = suggest(
      `<table id="towns"><tr><th>Name of town</th><th>People</th></tr>${rows}</table>`,
    );
    const block = table.suggestions.find(({ each }) => each !== null);
    expect(block?.fields.map(({ field }) => field.name)).toEqual(['name_of_town', 'people']);
    expect(block?.each).toEqual({ table: '#towns' });
    expect(block && table.rowsOf(block)).toEqual([1, 2, 3, 4].map((n) => [`Town ${n}`, `${n}000`]));
  });

  it('have the cells of a table in their columns, however many rows and columns they span', () => {
    const table = suggest(`<table class="results">
      <thead><tr><th>Year<th colspan="2">People</tr><tr><th><th>Town<th>Land</tr></thead>
      <tr><td rowspan="2">2020<td>1000<td>2000</tr><tr><td>1100<td>2100</tr>
      <tr><th>Year<th>People Town<th>People Land</tr>
      <tr><td>2021<td>1200<td>2200</tr></table>`);
    const block = table.suggestions.find(({ each }) => each !== null);
    expect(block?.fields.map(({ field }) => field.table)).toEqual([
      'Year',
      'People Town',
      'People Land',
    ]);
    expect(block && table.rowsOf(block).map(([year, town]) => [year, town])).toEqual([
      ['2020', '1000'],
      ['2020', '1100'],
      ['2021', '1200'],
    ]);
  });

  it('are no menus, footers or breadcrumbs, and a table is suggested once', () => {
    const items = (of: string) =>
      [1, 2, 3, 4].map((n) => `<li><a href="/${of}/${n}">Part ${of} ${n}</a></li>`).join('');
    const rows = [1, 2, 3, 4].map((n) => `<tr><td>Town ${n}<td>${n}000`).join('');
    const { suggestions } = suggest(`<nav><ul>${items('a')}</ul></nav>
      <ol class="breadcrumb">${items('b')}</ol><div role="navigation"><ul>${items('c')}</ul></div>
      <main><h1>Towns</h1><table><tr><th>Name<th>People${rows}</table></main>
      <div id="site-footer"><ul>${items('d')}</ul></div><ul class="main-menu">${items('e')}</ul>`);
    expect(suggestions.flatMap(({ each }) => each ?? [])).toEqual([{ table: 'table' }]);
  });

  it('may be the dishes of a menu', () => {
    const dishes = [1, 2, 3, 4]
      .map((n) => `<li class="dish"><h3>Dish number ${n}</h3><b class="price">€ ${n}.50</b></li>`)
      .join('');
    const { suggestions } = suggest(`<main><ul class="lunch-menu">${dishes}</ul></main>`);
    expect(suggestions.find(({ each }) => each !== null)?.each).toBe('li.dish');
  });

  it('are lists of links, by the place where they stand', () => {
    const items = [1, 2, 3, 4]
      .map((n) => `<li><a href="/p/${n}">Story number ${n}</a></li>`)
      .join('');
    const list = suggest(`<main><h1>Stories</h1><ul>${items}</ul></main>`);
    const block = list.suggestions.find(({ each }) => each !== null);
    expect(block).toMatchObject({ each: 'main > ul > li' });
    expect(block?.fields).toEqual([
      { field: { name: 'title', css: 'a[href]' }, sample: 'Story number 1' },
      {
        field: { name: 'link', css: 'a[href]', take: 'attr:href', type: 'url' },
        sample: 'https://example.com/p/1',
      },
    ]);
  });

  it('are the cards of the sample shop', () => {
    const origins = { shop: url, press: url, warehouse: url };
    const list = suggest(pageAt({ role: 'shop', origins }, '/list/3')?.html ?? '');
    const block = list.suggestions.find(({ each }) => each !== null);
    expect(block?.each).toBe('article.card');
    expect(block?.fields.map(({ field }) => field.name)).toEqual(
      expect.arrayContaining(['title', 'link', 'image', 'price']),
    );
  });

  it('are the entries of a feed', () => {
    const items = [1, 2, 3].map(
      (n) =>
        `<item><title>News ${n}</title><link>https://x.org/${n}</link><dc:creator>By ${n}</dc:creator><media:content/></item>`,
    );
    const feed = suggest(
      `<?xml version="1.0"?><rss><channel><title>Feed</title>${items.join('')}</channel></rss>`,
      'application/rss+xml',
    );
    const block = feed.suggestions.find(({ each }) => each !== null);
    expect(block).toMatchObject({ each: 'item' });
    expect(block && feed.rowsOf(block)[2]).toEqual(['News 3', 'https://x.org/3', 'By 3']);
  });

  it('are none for an empty page, and for what is no page', () => {
    expect(suggest('<p>Hello').suggestions).toEqual([]);
    expect(suggest('{"a": 1}', 'application/json').suggestions).toEqual([]);
  });
});

describe('on real pages', () => {
  it('suggested fields yield what their samples say, and blocks as many rows', () => {
    const pages = realPages().filter(({ body }) => body.length < 60_000);
    for (const { name, body } of pages) {
      const { suggestions, rowsOf } = suggest(body);
      for (const suggestion of suggestions) {
        const rows = rowsOf(suggestion);
        const where = `${name}: ${suggestion.group}`;
        if (suggestion.each !== null) expect(suggestion.group, where).toContain(`(${rows.length})`);
        suggestion.fields.forEach(({ sample }, column) => {
          const values = rows.map((row) => row[column]?.slice(0, 300));
          expect(
            values.find((value) => value !== ''),
            where,
          ).toBe(sample);
        });
        const names = suggestion.fields.map(({ field }) => field.name);
        expect(new Set(names).size, where).toBe(names.length);
      }
    }
  });
});
