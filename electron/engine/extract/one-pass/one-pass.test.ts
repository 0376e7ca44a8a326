import { describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { compileRules } from '../compile-rules.ts';
import type { ExtractRules } from '../extract-rules.ts';
import { bothPaths, pageUrl } from './both-paths.fixture.ts';
import { PageReader } from './page-reader.ts';
import { Scanner } from './scanner.ts';
import { SourceText } from './source-text.ts';

type Rules = Omit<ExtractRules, 'fields'> & {
  readonly fields: readonly Omit<Field, 'name'>[];
};
const named = ({ each, fields }: Rules) => ({
  ...(each !== undefined && { each }),
  fields: fields.map((field) => ({ name: 'f', ...field })),
});

/** How the reading of a page went, which its rows do not show. */
function read(page: string, rules: Rules) {
  const plan = compileRules(named(rules)).onePass;
  if (plan === null) throw new Error('These rules need a tree.');
  const source = new SourceText(Buffer.from(page), 'utf-8');
  const reader = new PageReader(source, plan);
  new Scanner(source, plan.names, reader).run();
  const rows = reader.rows({ url: pageUrl, encoding: 'utf-8' });
  return { stopped: reader.done, needsTree: rows === null, rows };
}

function expectBoth(body: string | Uint8Array, rules: Rules, type: string | null = 'text/html') {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const { inOnePass, tree } = bothPaths(bytes, named(rules), type);
  expect(inOnePass).toEqual(tree);
  return inOnePass.kind === 'rows' ? inOnePass.rows : inOnePass.failure;
}

describe.skip('reading', () => {
  const link = { css: 'a', take: 'attr:href' };

  it.each<[string, string, readonly Omit<Field, 'name'>[]]>([
    [
      'the first matches have ended',
      '<title>a</title><h1>b</h1>',
      [{ css: 'title' }, { css: 'h1' }],
    ],
    ['something is there', '<p>', [{ css: 'p', take: 'exists' }]],
    ['a link is absolute', '<a href=HTTPS://a.b/c>', [link]],
    ['no base follows a relative link', '<a href=b>', [link]],
    ['the base was before the link', '<base href=/c/><a href=b><base href=/d/>', [link]],
    ['what may be a base is none', '<a href=b><script><base href=c></script>', [link]],
    ['the base is there, behind the link', '<a href=b><BASE\nhref=/c/>', [link]],
  ])('stops when %s', (_, page, fields) => {
    expect(read(`${page}<i>rest</i>`, { fields }).stopped).toBe(true);
    expectBoth(`${page}<i>rest</i>`, { fields });
  });

  it.each<[string, string, Rules]>([
    ['a text goes on', '<p>a', { fields: [{ css: 'p' }] }],
    ['matches are counted', '<p></p>', { fields: [{ css: 'p', take: 'count' }] }],
    ['matches are joined', '<p></p>', { fields: [{ css: 'p', all: true }] }],
    ['rows can follow', '<p></p>', { each: 'p', fields: [{}] }],
    ['the page itself is taken', '<p></p>', { fields: [{}] }],
  ])('goes on while %s', (_, page, rules) => {
    expect(read(`${page}<i>rest</i>`, rules).stopped).toBe(false);
    expectBoth(`${page}<i>rest</i>`, rules);
  });

  it('takes the base that stands behind a link', () => {
    const page = '<a href=b>x</a><base target=x><base href=/sub/><base href=/no/>';
    expect(expectBoth(page, { fields: [link] })).toEqual([['https://example.com/sub/b']]);
  });
});

describe.skip('HTML', () => {
  it.each([
    '<p>a<br>b &amp; c<!-- d --><b class=x>e</p>f',
    '<p><script>a < b && c</script></p>',
    '<p><li>a<li>b</p>c',
    '<p>a</b>b</p>',
    '<p>a<div>b',
    '<p>a &amp',
    '<p>a<b c',
    '<noscript><p>a &lt; b</noscript>',
  ])('of %s is written without a tree of the page', (page) => {
    const fields = [
      { css: 'p', take: 'html' },
      { css: 'noscript', take: 'html' },
      { take: 'html' },
    ];
    expect(read(page, { fields }).needsTree).toBe(false);
    expectBoth(page, { fields });
  });

  it('of raw text is its text', () => {
    const page = '<title>a &amp; <b></title><script>a &amp; <b></script><textarea>&lt;</textarea>';
    const fields = ['title', 'script', 'textarea'].map((css) => ({ css, take: 'html' }));
    expect(read(page, { fields }).needsTree).toBe(false);
    expect(expectBoth(page, { fields })).toEqual([
      ['a &amp; &lt;b&gt;', 'a &amp; <b>', '&amp;lt;'],
    ]);
  });

  it.each(['<svg><p><a/>b</p></svg>', '<svg/><p><a/>b</p>', '<tmp><p></xmp><p>a</p></tmp>'])(
    'in %s needs a tree',
    (page) => {
      const fields = [
        { css: 'p', take: 'html' },
        { css: 'tmp', take: 'html' },
      ];
      expect(read(page, { fields }).needsTree).toBe(true);
      expectBoth(page, { fields });
    },
  );
});

describe.skip('rows', () => {
  it('that nest need a tree where children of theirs are looked for', () => {
    const rules = {
      each: 'li',
      fields: [
        { css: '> b', all: true },
        { css: '> i b', all: true },
      ],
    };
    const flat = '<ul><li><b>1</b><i><b>2</b></i><li><b>3</b></ul>';
    expect(read(flat, rules).needsTree).toBe(false);
    expect(expectBoth(flat, rules)).toEqual([
      ['1', '2'],
      ['3', ''],
    ]);
    const nested = '<li><b>1</b><ul><li><i><b>2</b></i></ul></li>';
    expect(read(nested, rules).needsTree).toBe(true);
    expectBoth(nested, rules);
  });

  it('have their own way to a match that others share', () => {
    const page = '<div><p><div><i>1</i></div><p><i>2</i></div>';
    const fields = [{ css: 'p i' }, { css: 'div i', all: true }, { css: 'div > i', all: true }];
    expectBoth(page, { each: 'div, p', fields });
  });
});

describe.skip('bytes', () => {
  it.each([
    ['utf-8', Buffer.from('<p title="é&eacute;😀">Größe\ufeff<é>', 'utf8')],
    ['utf-8', Buffer.from('\ufeff\ufeff<p title=é>x', 'utf8')],
    ['windows-1252', Buffer.from('<p title="\x80\xe9">\x93x\x94', 'latin1')],
    ['utf-16le', Buffer.from('\ufeff<p title="é">😀', 'utf16le')],
    ['shift_jis', Buffer.from('<p title="\x83\x5c">\x95\x5c<b>', 'latin1')],
    ['utf-8', Buffer.from('<p title="\xc3">\xf0\x9f</\xe9<', 'latin1')],
  ])('in %s are the text that a tree has', (charset, body) => {
    const fields = [{ css: 'p' }, { css: 'p', take: 'attr:title' }, {}];
    expectBoth(body, { fields }, `text/html; charset=${charset}`);
  });
});

describe.skip('what htmlparser2 makes of', () => {
  const everything = {
    fields: [{}, { css: '*', take: 'count' }, { css: '*', all: true }, { css: '* > *', all: true }],
  };

  it.each([
    '<table><thead><td>a<td>b<tbody>c<tr>d<th>e<th>f</table>',
    '<head><link><script>a</script><body>b',
    '<p>a<table><p>b</table>c<ul>d</p>e</p>f</br>g',
    '<select><option>a<optgroup>b<option>c<input>d<button>e<select>f',
    '<dl><dt>a<dd>b<dt>c</dl><ruby>d<rt>e<rp>f</ruby>',
    '<svg><mi><a/>b</mi><a/>c</svg><a/>d',
    '<svg><desc><a/>b</title></title><a/>c',
    '<math/><a/>b</math><a/>c</math><a/>d',
    '<script>a\x1c/script>b</script>c',
    '<script>\x1c/script>b',
    '<title>a\x1c\x0ftitle>b',
    '<style><\x0fstyle>a</style\n>b</style/>c',
    '<title><&amp;</&amp;</title&amp;</title>&amp;',
    '<xmp></xm</xmp></xmp/><xitle>a<b>c</title>d<tmp>e<b></xmp>f',
    '<script/>a<b>c</b></script>d<title />e<b>f',
    '<textarea>a &amp; <b></TEXTAREA >c',
    '<scrip>a</scrip><scripts>b<!--c--></scripts>',
    '<!>a>b<!->c>d<!-e>f>g<!-->h<!--->i<!--j--!>k-->l',
    '<![CDATA[a>b]]>c<![CDAT>d<![CDATA>e<?f?>g<?>h',
    '</>a</ >b</ p>c</1>d>e</p x=">">f<>g< p>h',
    '<a b=c/>d<a b = "e>"f=\'g>\'h>i<a =j "k=l>m',
    '<p/ / class=a / >b',
    '<a\x00b>c<p\u00e9>d</p\u00c9>e<lin\u212a>f',
    '&ampa&amp;b&notit;c&#0;d&#x80;e&#xd800;f&#99999999;g&#h&i;&&amp',
  ])('%j is kept', (page) => {
    for (let end = 1; end <= page.length; end++) expectBoth(page.slice(0, end), everything);
  });

  it.each([
    '<p a="&amp;&amp=&ampx&copy;">',
    "<p a='&lt&lt;&quot;' a=b>",
    '<p A=&lt;"x"&gt>',
    '<p a>',
    '<p a=>',
    '<p a=" b &#x41 ">',
  ])('the attribute of %j is kept', (page) => {
    expectBoth(page, {
      fields: [
        { css: '[a]', take: 'attr:a' },
        { css: 'p', take: 'html' },
      ],
    });
  });
});

describe.skip('a page without measure', () => {
  const levels = 100_000;

  it('of nested elements is read to its end', () => {
    const page = `${'<div class=a>'.repeat(levels)}<b>x</b>${'</div>'.repeat(levels)}</p><i>end</i>`;
    const fields = [
      { css: 'div > div b' },
      { css: '.a .a .a b', take: 'count' },
      { css: 'p, i', all: true },
    ];
    expect(read(page, { fields }).rows).toEqual([['x', '1', ' | end']]);
  });

  it('of nested tables, of end tags of nothing, and of names of its own, too', () => {
    const tables = '<table><tr><td>'.repeat(levels);
    const strays = '</nothing></li></b>'.repeat(levels);
    const names = Array.from({ length: levels }, (_, index) => `<x-${index}>`).join('');
    const fields = [{ css: 'td', take: 'count' }, { css: 'i' }, { css: '*', take: 'count' }];
    expect(read(`${tables}${strays}${names}<i>end</i>`, { fields }).rows).toEqual([
      [String(levels), 'end', String(levels * 4 + 1)],
    ]);
  });

  it('of attributes too', () => {
    const attributes = Array.from({ length: 50_000 }, (_, index) => `a${index}=${index}`).join(' ');
    const fields = [{ css: '[a49999="49999"]', take: 'attr:a49998' }];
    expect(read(`<p ${attributes}>`, { fields }).rows).toEqual([['49998']]);
  });
});
