import { describe, expect, it } from 'vitest';
import { compileRules, problemsOfRules } from './compile-rules.ts';
import { extractAtOnce } from './extract-page.ts';
import type { ExtractRules } from './extract-rules.ts';
import { bothPaths } from './one-pass/both-paths.fixture.ts';

function rowsOf(html: string, rules: ExtractRules) {
  const { inOnePass, tree } = bothPaths(Buffer.from(html), rules);
  expect(inOnePass).toEqual(tree);
  return inOnePass.kind === 'rows' ? inOnePass.rows : inOnePass.failure;
}

describe('the alternates of a field', () => {
  const price = { name: 'price', css: '.price', alternates: ['dt:text-is("Price") + dd', 'i'] };

  it.each([
    ['<i>9</i><p class=price>1</p><dl><dt>Price<dd>2</dl>', '1'],
    ['<i>9</i><dl><dt>Price<dd>2</dl>', '2'],
    ['<i>9</i><p class=price> </p><dl><dt>Price<dd></dl>', '9'],
    ['<p>none</p>', ''],
  ])('are tried in order where its own selector gives nothing: %s', (html, value) => {
    expect(rowsOf(html, { fields: [price] })).toEqual([[value]]);
  });

  it('count for each row by itself', () => {
    const html =
      '<ul><li><p class=price>1</p><i>2</i><li><i>3</i><li><dl><dt>Price<dd>4</dl><i>5</i></ul>';
    expect(rowsOf(html, { each: 'li', fields: [price, { name: 'i', css: 'i' }] })).toEqual([
      ['1', '2'],
      ['3', '3'],
      ['4', '5'],
    ]);
  });

  it('go by what is taken', () => {
    const html = '<a href="/x" title="t">go</a><b>1</b><b>2</b>';
    const fields = [
      { name: 'link', css: 'b', take: 'attr:href', alternates: ['a'] },
      { name: 'count', css: 'u', take: 'count', alternates: ['b'] },
      { name: 'exists', css: 'u', take: 'exists', alternates: ['', 'b'] },
      { name: 'all', css: 'u', all: true, alternates: ['b'] },
      { name: 'match', css: 'a', clean: [{ match: '\\d' }], alternates: ['b'] },
    ];
    expect(rowsOf(html, { fields })).toEqual([
      ['https://example.com/x', '2', 'true', '1 | 2', '1'],
    ]);
  });

  it('need a thread that can be ended only where they are asked', () => {
    const rules = compileRules({ fields: [price] });
    const read = (html: string) =>
      extractAtOnce({ body: Buffer.from(html), url: 'https://a.b/', contentType: null }, rules);
    expect(read('<p class=price>1</p>')).toMatchObject({ rows: [['1']] });
    expect(read('<p>1</p>')).toBeNull();
  });

  it('are checked with the rest of a job', () => {
    const fields = [{ name: 'a', css: 'b', alternates: ['i', 'p['] }];
    expect(problemsOfRules({ fields })).toMatchObject([{ place: 'fields[0].alternates[1]' }]);
  });
});
