import { describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import type { Each } from '#shared/job/v2/source.ts';
import { loadLanguages } from '../extract/sources/compile-source.ts';
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

  it('take rows of every kind: a table, an XPath, a JSONPath into the JSON-LD', async () => {
    const html = `<table><tr><th>Name<th>Price<tr><td>A<td>1<tr><td>B<td></table>
      <script type="application/ld+json">[{"@type":"Offer","price":1.10},{"@type":"Offer"}]</script>`;
    const rows = { json: '$', in: 'ld+json:Offer' };
    const inRows = [{ name: 'price', json: '$.price' }];
    await loadLanguages({ each: { xpath: '//tr' }, fields: inRows });
    const tried = (each: Each, fields: readonly Field[]) =>
      tryFields([shop(html)], { each, fields })[0];
    expect(tried({ table: 'table' }, [{ name: 'price', table: 'Price' }])).toMatchObject({
      rows: 2,
      fields: [{ tried: [{ matches: 1, value: '1' }] }],
    });
    expect(tried({ xpath: '//tr[td]' }, [{ name: 'name', css: 'td' }])).toMatchObject({
      rows: 2,
      fields: [{ tried: [{ matches: 2, value: 'A' }] }],
    });
    expect(tried(rows, inRows)).toMatchObject({
      rows: 2,
      fields: [{ tried: [{ matches: 1, value: '1.10' }] }],
    });
  });
});

describe('marks', () => {
  it('are those of the rows of a table', () => {
    const page = pageOf('<table><tr><th>Name<th>Price<tr><td>A<td>1</table>');
    const rules = { each: { table: 'table' }, fields: [{ name: 'price', css: 'td + td' }] };
    expect(pickMarks(page, rules)).toEqual({
      rows: [[1, 0, 0, 1]],
      fields: [{ name: 'price', matches: [[1, 0, 0, 1, 1]] }],
    });
  });

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
