import { describe, expect, it } from 'vitest';
import { problemsOfRules } from '../extract/compile-rules.ts';
import { pageOf, picked } from './page.fixture.ts';
import { pickList } from './pick-list.ts';

function listOf(html: string, first: string, second?: string) {
  const page = pageOf(html);
  const picks = {
    first: picked(page, first),
    second: second === undefined ? undefined : picked(page, second),
  };
  const found = pickList(page, { ...picks, names: [] });
  if (found.kind === 'none') return found.why;
  const { each, fields } = found.list;
  expect(problemsOfRules({ each, fields: fields.map(({ field }) => field) })).toEqual([]);
  return found.list;
}

const price = (n: number) => `<span class="price">€ ${n}.90</span>`;
const card = (n: number, more = '') =>
  `<article class="card"><h3>Kettle ${n}</h3><a href="/p/${n}">More of it</a><img src="${n}.jpg">${price(n)}${more}</article>`;
const cards = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => card(from + i)).join('');

describe('one pick', () => {
  it('offers the list, with the other fields of its rows', () => {
    const list = listOf(`<h1>Shop</h1><main>${cards(1, 6)}</main>`, 'article:nth-child(2) .price');
    expect(list).toMatchObject({
      each: '.card',
      rows: 6,
      alike: 6,
      different: [],
      confidence: 'sure',
      fields: [
        { field: { name: 'price', css: '.price' }, filled: 6, confidence: 'sure' },
        {
          field: { name: 'title', css: 'h3' },
          values: ['Kettle 1', 'Kettle 2', 'Kettle 3', 'Kettle 4', 'Kettle 5'],
        },
        { field: { name: 'link', css: 'a', take: 'attr:href' } },
        { field: { name: 'picture', css: 'img', take: 'attr:src' } },
      ],
    });
  });

  it('says which rows look different', () => {
    const odd = '<article class="card"><form><input><button>Subscribe</button></form></article>';
    const list = listOf(`<main>${cards(1, 3)}${odd}${cards(4, 8)}</main>`, '.price');
    expect(list).toMatchObject({ rows: 9, alike: 8, different: [[1, 0, 3]] });
  });

  it('counts all groups of the same rows', () => {
    const groups = [1, 4, 7].map((n) => `<div class="shelf">${cards(n, n + 2)}</div>`).join('');
    expect(listOf(`<main>${groups}</main>`, '.price')).toMatchObject({ each: '.card', rows: 9 });
  });

  it('takes no neighbour for a part of a row because its class is another', () => {
    const rows = [1, 2, 3, 4]
      .map(
        (n) => `<li class="${n % 2 ? 'bright' : 'dark'} comment"><cite>C ${n}</cite><p>T ${n}</p>`,
      )
      .join('');
    expect(listOf(`<ol>${rows}</ol>`, 'cite')).toMatchObject({
      each: '.comment',
      fields: [{ field: { name: 'text', css: 'cite' } }, { field: { css: 'p' } }],
    });
  });

  it('finds rows without classes by their place, and says so', () => {
    const rows = [1, 2, 3, 4].map((n) => `<li><b>Town ${n}</b> <i>${n}00</i></li>`).join('');
    expect(listOf(`<main><ul>${rows}</ul></main><ul><li>x</ul>`, 'main i')).toMatchObject({
      each: 'main li',
      rows: 4,
      confidence: 'unsure',
    });
  });

  it('leaves the header of a table out', () => {
    const rows = [1, 2, 3, 4].map((n) => `<tr><td>Town ${n}<td>${n}00`).join('');
    const list = listOf(`<table><tr><th>Town<th>People${rows}</table>`, 'td:nth-child(2)');
    expect(list).toMatchObject({ each: 'tbody tr:has(> td)', rows: 4, alike: 4 });
  });

  it('offers none where nothing repeats', () => {
    expect(listOf('<h1>Kettle</h1><p>One</p>', 'h1')).toBe('Nothing like this stands beside it.');
  });
});

describe('two picks', () => {
  it('make a list certain', () => {
    const list = listOf(`<main>${cards(1, 2)}</main>`, '.price', 'article:nth-child(2) .price');
    expect(list).toMatchObject({ each: '.card', rows: 2, confidence: 'sure' });
  });

  it('in different groups take the row that holds one of each', () => {
    const groups = [1, 4].map((n) => `<div class="shelf">${cards(n, n + 2)}</div>`).join('');
    const list = listOf(
      `<main>${groups}</main>`,
      '.price',
      '.shelf:nth-child(2) .card:nth-child(3) .price',
    );
    expect(list).toMatchObject({ each: '.card', rows: 6 });
  });

  it('of a term and its description, or two rows of a table, make one row', () => {
    const specs = ['Weight', 'Brand', 'Colour'].map((n) => `<dt>${n}</dt><dd>${n} x</dd>`).join('');
    const list = listOf(`<dl>${specs}</dl>`, 'dd', 'dd:nth-of-type(2)');
    expect(list).toMatchObject({
      each: expect.stringMatching(/dt$/),
      rows: 3,
      fields: [
        { field: { css: '+ dd' }, values: ['Weight x', 'Brand x', 'Colour x'] },
        { values: ['Weight', 'Brand', 'Colour'] },
      ],
    });
    const news = [1, 2, 3]
      .map(
        (n) =>
          `<tr class="story"><td><a href="/${n}">Story ${n}</a><tr class="under"><td><span class="score">${n} points</span>`,
      )
      .join('');
    const two = listOf(`<table>${news}</table>`, '.score', '.under:nth-child(4) .score');
    expect(two).toMatchObject({
      each: '.story',
      rows: 3,
      fields: [
        { field: { css: '+ tr .score' }, values: ['1 points', '2 points', '3 points'] },
        { values: ['Story 1', 'Story 2', 'Story 3'] },
        { field: { take: 'attr:href' } },
      ],
    });
  });

  it('that are no list are refused with what to pick instead', () => {
    const page = `<main>${cards(1, 3)}</main><footer><p>Imprint</p></footer>`;
    expect(listOf(page, '.price', 'footer p')).toContain('not the same part of two items');
    expect(listOf(page, '.price', 'article:nth-child(2) h3')).toContain('such as two prices');
    expect(listOf(page, 'article', 'article h3')).toContain('inside the other');
    expect(listOf(page, '.price', '.price')).toContain('inside the other');
  });
});
