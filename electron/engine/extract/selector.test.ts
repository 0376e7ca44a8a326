import { parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { problemsOfRules } from './compile-rules.ts';
import { compileSelector } from './selector.ts';

const problem = (css: string) => problemsOfRules({ fields: [{ name: 'a', css }] })[0]?.message;

describe('a selector that cannot be used', () => {
  it.each([
    [
      'div[class=x',
      'The square bracket at character 4 ("[class=x") should look like [name] or [name="value"].',
    ],
    ['div[class="x]', 'A quotation mark is not closed after character 11 (""x]").'],
    ['a:', 'The selector ends where a name should follow.'],
    ['a.#x', 'A name should follow character 2 (".#x").'],
    ['a..b', 'A name should follow character 2 ("..b").'],
    ['a . b', 'A name should follow character 3 (". b").'],
    ['a.', 'The selector ends where a name should follow.'],
    ['h1, , h2', 'A part of the selector is empty; look for a comma too many.'],
    ['h1,', 'A part of the selector is empty; look for a comma too many.'],
    [
      'a > > b',
      'Two of the signs ">", "+" and "~" follow each other; a name should stand between them.',
    ],
    ['p:contains("x"', 'A closing parenthesis is missing after character 11 ("("x"").'],
    ['p:not(.a', 'A closing parenthesis is missing after character 6 ("(.a").'],
    ['p}', 'The selector cannot be read from character 2 ("}") on.'],
    ['h1:frist', 'There is no pseudo-class ":frist" (character 3).'],
    ['ul:has(li:frist) a', 'There is no pseudo-class ":frist" (character 10).'],
    ['li:first b:second', 'There is no pseudo-class ":second" (character 11).'],
    [
      'h1::text',
      'Pseudo-elements such as "::text" match nothing on a page; choose with "take" what to take.',
    ],
    ['li:eq', 'The pseudo-class ":eq" (character 3) needs a value in parentheses.'],
    ['p:icontains', 'The pseudo-class ":icontains" (character 2) needs a value in parentheses.'],
    ['p:empty(1)', 'The pseudo-class ":empty" (character 2) takes no value in parentheses.'],
    [
      'p:not("a")',
      'The selector inside ":not" (character 2) should stand without quotation marks.',
    ],
    [
      'li:nth-child(foo)',
      '"foo" is not a position; write a number, "odd", "even" or a form such as 2n+1.',
    ],
    [
      'svg|a',
      'Namespaces ("|") are not supported; leave the part before "|" out, or write a prefix as the page has it: dc\\:creator.',
    ],
    [
      'dc|creator',
      'Namespaces ("|") are not supported; write dc\\:creator for an element named dc:creator.',
    ],
    [
      'dc:creator',
      'There is no pseudo-class ":creator" (character 3). Write dc\\:creator for an element named dc:creator.',
    ],
    ['a:hoover', 'There is no pseudo-class ":hoover" (character 2).'],
    [
      'i[xlink:href]',
      'The square bracket at character 2 ("[xlink:href]") should look like [name] or [name="value"]. Write [xlink\\:href] for an attribute named xlink:href.',
    ],
    [
      'li:nth-child(x of .a)',
      '"x" is not a position; write a number, "odd", "even" or a form such as 2n+1.',
    ],
    [
      'li:nth-child(2 of )',
      '"2 of" is not a position; write a number, "odd", "even" or a form such as 2n+1.',
    ],
    ['//h1/text()', 'This looks like XPath; write a CSS selector instead.'],
    ['a /* x', 'A comment is not closed with "*/".'],
  ])('%j: says what is wrong and where', (css, message) => {
    expect(problem(css)).toBe(message);
  });

  it.each([
    'h1',
    'li:eq(2)',
    'p:contains("a,b")',
    ':not(:first)',
    '> a',
    '+ p',
    'a:hover',
    '*',
    '',
  ])('is not %j', (css) => {
    expect(problem(css)).toBeUndefined();
  });

  it('has its place in the job', () => {
    const fields = [
      { name: 'a', css: 'h1' },
      { name: 'b', css: 'a..b', clean: [{ match: '(' }] },
      { name: 'c', clean: [{ match: 'a(?i)x' }] },
    ];
    expect(problemsOfRules({ each: 'li:', fields })).toEqual([
      { place: 'each', message: 'The selector ends where a name should follow.' },
      { place: 'fields[1].css', message: 'A name should follow character 2 ("..b").' },
      {
        place: 'fields[1].clean[0].match',
        message: 'This regular expression cannot be read: Unterminated group.',
      },
      {
        place: 'fields[2].clean[0].match',
        message:
          'The spelling "(?i)" is not known in expressions here; write flags such as (?i) at the very beginning, for i, m and s.',
      },
    ]);
  });
});

describe('a selector', () => {
  it('is compiled once and used for many pages and scopes', () => {
    const selector = compileSelector('> li .x, b');
    for (const count of [1, 2, 3]) {
      const page = parseDocument(
        `<div>${'<ul><li><i class=x></i></li></ul>'.repeat(count)}<b></b></div>`,
      );
      const lists = compileSelector('ul').all(page, false);
      expect(lists.map((list) => selector.all(list, false).length)).toEqual(Array(count).fill(1));
      expect(selector.all(page, false).map(({ name }) => name)).toEqual(['b']);
    }
  });

  it('is right where matches of each nest', () => {
    const page = parseDocument('<div id=1><div id=2><p class=a><i class=b></i></p></div></div>');
    const inner = compileSelector('> .a .b');
    const found = compileSelector('div')
      .all(page, false)
      .map((div) => inner.all(div, false).length);
    expect(found).toEqual([0, 1]);
  });

  it('tells cases of names apart in XML only', () => {
    const html = parseDocument('<DIV></DIV>');
    const xml = parseDocument('<pubDate/><PUBDATE/>', { xmlMode: true });
    expect(compileSelector('dIv').all(html, false)).toHaveLength(1);
    expect(compileSelector('pubDate').all(xml, true)).toHaveLength(1);
  });
});
