import { describe, expect, it } from 'vitest';
import { pageOf } from './page.fixture.ts';
import { pickMarks } from './pick-marks.ts';
import { tryFields } from './try-fields.ts';

const shop = (html: string, url = 'https://example.com/') => ({ url, page: pageOf(html) });

describe('fields that are tried on other pages', () => {
  it('say for each selector where it finds nothing, something else, or another value', () => {
    const price = { name: 'price', css: '.price', alternates: ['dt:text-is("Price") + dd', 'p['] };
    const made = shop('<b class="price">€ 3</b><dl><dt>Price<dd>€ 3</dl>');
    const pages = tryFields(
      [
        made,
        shop('<b class="price">€ 4</b>'),
        shop('<b class="price">sold out</b><dl><dt>Price<dd>€ 5</dl>'),
        shop('<b class="price">€ 6</b><dl><dt>Price<dd>€ 7</dl>'),
        { url: 'https://example.com/gone', problem: 'This page is not loaded.' },
      ],
      { fields: [price] },
    );
    const verdicts = pages.map((page) => page.fields[0]?.tried.map(({ verdict }) => verdict));
    expect(verdicts).toEqual([
      ['found', 'found', 'unusable'],
      ['found', 'nothing', 'unusable'],
      ['other-shape', 'disagrees', 'unusable'],
      ['found', 'disagrees', 'unusable'],
      undefined,
    ]);
    expect(pages[2]?.fields[0]?.tried[0]).toMatchObject({
      value: 'sold out',
      matches: 1,
      note: 'Here it finds a few words, where it was a price before.',
    });
    expect(pages[4]).toMatchObject({ problem: 'This page is not loaded.', rows: null });
  });

  it('count the rows in which they find something', () => {
    const [page] = tryFields([shop('<li><b>1</b><li>x<li><b>2</b>')], {
      each: 'li',
      fields: [{ name: 'b', css: 'b' }, { name: 'all' }],
    });
    expect(page).toMatchObject({
      rows: 3,
      fields: [{ tried: [{ matches: 2, value: '1' }] }, { tried: [{ css: '', matches: 3 }] }],
    });
  });
});

describe('marks', () => {
  it('are the elements that are taken, by alternates too', () => {
    const page = pageOf('<ul><li><b>1</b><b>2</b><li><i>3</i></ul>');
    const one = { name: 'one', css: 'b', alternates: ['i'] };
    const all = { name: 'all', css: 'b', all: true };
    expect(pickMarks(page, { each: 'li', fields: [one, all, { name: 'self' }] })).toEqual({
      rows: [
        [1, 0, 0],
        [1, 0, 1],
      ],
      fields: [
        {
          name: 'one',
          matches: [
            [1, 0, 0, 0],
            [1, 0, 1, 0],
          ],
        },
        {
          name: 'all',
          matches: [
            [1, 0, 0, 0],
            [1, 0, 0, 1],
          ],
        },
        {
          name: 'self',
          matches: [
            [1, 0, 0],
            [1, 0, 1],
          ],
        },
      ],
    });
    expect(pickMarks(page, { fields: [{ name: 'bad', css: 'b[' }] }).fields[0]?.matches).toEqual(
      [],
    );
  });
});
