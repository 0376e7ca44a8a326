import { describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { compileRules } from '../compile-rules.ts';
import type { ExtractRules } from '../extract-rules.ts';
import { bothPaths, pageUrl } from './both-paths.fixture.ts';
import { readInOnePass } from './extract-in-one-pass.ts';

type Rules = Omit<ExtractRules, 'fields'> & {
  readonly fields: readonly Omit<Field, 'name'>[];
};
const named = ({ each, fields }: Rules) => ({
  ...(each !== undefined && { each }),
  fields: fields.map((field) => ({ name: 'f', ...field })),
});

/** The way in which a page was read, which its rows do not show. */
function read(page: string, rules: Rules) {
  const plan = compileRules(named(rules)).onePass;
  if (plan === null) throw new Error('These rules need a tree.');
  const raw = { body: Buffer.from(page), url: pageUrl, contentType: 'text/html' };
  const { rows, stopped } = readInOnePass(raw, 'utf-8', plan);
  return { stopped, needsTree: rows === null, rows };
}

function expectBoth(body: string | Uint8Array, rules: Rules, type: string | null = 'text/html') {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const { inOnePass, tree } = bothPaths(bytes, named(rules), type);
  expect(inOnePass).toEqual(tree);
  return inOnePass.kind === 'rows' ? inOnePass.rows : inOnePass.failure;
}

describe('reading', () => {
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
    ['what may be a second body is none', '<body><p><a href=//b><i a="<body>"></i>', [link]],
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

describe('rows', () => {
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

describe('bytes', () => {
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

describe('markup that browsers mend', () => {
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
  ])('%j is read as in a tree, wherever it ends', (page) => {
    for (let end = 1; end <= page.length; end++) expectBoth(page.slice(0, end), everything);
  });

  it.each([
    '<p a="&amp;&amp=&ampx&copy;">',
    "<p a='&lt&lt;&quot;' a=b>",
    '<p A=&lt;"x"&gt>',
    '<p a>',
    '<p a=>',
    '<p a=" b &#x41 ">',
  ])('the attribute of %j is read as in a tree', (page) => {
    expectBoth(page, {
      fields: [{ css: '[a]', take: 'attr:a' }],
    });
  });
});

it('a flag comes out in lower case, in SVG too', () => {
  expect(expectBoth('<svg><a checked/>', { fields: [{ css: 'a', take: 'attr:Checked' }] })).toEqual(
    [['checked']],
  );
});

describe('a page', () => {
  const everything = [
    { css: '*', take: 'count' },
    { css: 'body *', all: true },
    { css: '[class]', take: 'exists' },
  ];

  it.each([
    ['no tag at all', 'x'],
    ['nothing', ''],
    ['implied parts of a table', '<table><col><tr><td>a<th>b<tbody><td>c</table>d'],
    ['tables in cells', '<table><tr><td><table><tr><td>a</table>b<td>c</table>'],
    ['lists without end tags', '<ul><li>a<ul><li>b<li>c</ul><li>d</ul><dl><dt>e<dd>f<dt>g</dl>'],
    ['text in bold over paragraphs', '<p><b>a<p>b</b>c<p>d'],
    ['formatting that ends in the wrong order', '<b>a<i>b</b>c</i>d'],
    ['a link inside a link', '<a href=1>a<a href=2>b</a>c'],
    ['a form that ends inside a block', '<form><div>a</form>b</div>c<form>d</form>'],
    ['elements behind the head', '<head></head><title>a</title><meta a><body>b'],
    ['an image in the head', '<head><noscript><img src=a></noscript><link b><body>d'],
    ['SVG and MathML', '<svg><title>a<b>b</b></title><a/>c</svg><math><mi><p>d</mi></math>e'],
    ['HTML out of SVG', '<svg><g><p>a</p><font color=red>b</font><![CDATA[c>d]]>'],
    ['CDATA out of SVG', '<p><![CDATA[a>b]]>c'],
    ['templates', '<template><tr><td>a</td></tr></template><template><template></template>b'],
    ['a choice in a table', '<table><tr><td><select><option>a<optgroup><option>b</table>c'],
    ['other elements among choices', '<select><option>a<p>b<hr>c<input>d<select><td>e<select>f'],
    ['a table that ends a choice', '<table><tr><td><select><option>a<p>b<td>c<select><tr><td>d'],
    ['end tags of nothing', '</p>a</br>b</div></table>c</body></html>d'],
    ['four formats of a kind', '<p><b><b><b><b>a<p>b'],
    ['ruby, buttons, headings', '<ruby>a<rt>b<rp>c</ruby><button>d<button>e</button><h1>f<h2>g'],
    ['text that is no markup', '<iframe><b></iframe><noembed><b></noembed><xmp><b></xmp>a'],
    ['an unfinished script', '<script><!--<script></script><b>'],
    ['an old doctype', '<!doctype html public "-//w3c//dtd html 3.2//en"><p>a<table></table>'],
    ['a new doctype', '<!DOCTYPE html><p>a<table></table>'],
  ])('with %s is read without a tree', (_, page) => {
    expect(read(page, { fields: everything }).needsTree).toBe(false);
    expectBoth(page, { fields: everything });
  });

  it.each([
    ['a block ends its formatting', '<b>a<p>b</b>c</p>'],
    ['text stands between rows', '<table>a<tr><td>b</table>'],
    ['an element stands between rows', '<table><tr><p>a</p><td>b</table>'],
    ['there are frames', '<frameset><frame></frameset>'],
    ['a second body has attributes', '<body><p>a<body class=b>'],
  ])('needs a tree where %s', (_, page) => {
    expect(read(page, { fields: everything }).needsTree).toBe(true);
    expectBoth(page, { fields: everything });
  });

  it.each([
    ['a link over blocks', '<a class=x><div>a<p>b</a>c</div>d'],
    ['a link in a block of a link', '<p>0<a href=1>a<div class=x><a href=2>b</a>c</div><p>d</a>e'],
    ['bold over italics over a block', '<div><b class=x><i>a<p>b</b>c</i>d</p>e</div>f'],
    ['more formats than are copied', '<div><b><i><u><s><em><tt>a<p>b</b>c</i>d'],
    ['other elements around a block', '<div><b><span>a<q>b<p>c</b>d</span>e</p>f'],
    ['more blocks than are moved', `<div><b>${'<div>'.repeat(10)}a</b>b</div>c`],
    ['a form in a link', '<div><a><form>a<a>b</form>c<form>d</a>e'],
    ['an element that has left the stack', '<form><div><b></form><p>a</b>c</p></div>d<form>'],
    ['a list item in bold', '<ul><li>a<b><li>b</b>c<li>d'],
  ])('with %s is read without a tree where no place of an element counts', (_, page) => {
    const fields = [
      ...['a', 'b', 'i', '[class]', 'ul p, p', 'form', 's, em, tt', '*'].map(countOf),
      { css: 'title' },
      { css: 'b, a', take: 'attr:class' },
    ];
    expect(read(page, { fields }).needsTree).toBe(false);
    expectBoth(page, { fields });
    expectBoth(page, { fields: [...fields, { css: 'p' }, { css: 'b b, a a', take: 'count' }] });
    expectBoth(page, { fields: [...fields, { css: 'div > *', take: 'count' }] });
    expectBoth(`<h1>0${page}</h1>1`, { fields: [{ css: 'h1' }, ...fields] });
    expectBoth(`<h1>0${page}</h1>1`, { each: 'h1', fields: [{}, ...fields] });
  });
  const countOf = (css: string) => ({ css, take: 'count' as const });

  it.each<[string, Omit<Field, 'name'>]>([
    ['<p>a</p><frameset>', { css: 'p', take: 'exists' }],
    ['<p>a</p><frameset>', { css: 'p' }],
    ['<body><p>a</p><body class=b>', { css: 'body', take: 'attr:class' }],
    ['<body><p class=b>a</p><body class=b>', { css: '.b' }],
    ['<html><p>a</p><html class=b>', { css: '.b, p', take: 'exists' }],
    ['<a><p><a>', { css: 'a *', take: 'exists' }],
    ['<i><b><p class=c><u>x</u></b></i>', { css: 'b u' }],
    ['<nobr><table><td><p>1</table><p id=x></nobr>', { css: 'nobr p', take: 'attr:id' }],
  ])('%s is not left before its end, which changes what was before', (page, field) => {
    expectBoth(page, { fields: [field] });
  });

  it('needs none for a second body whose attributes are not asked for', () => {
    const fields = [{ css: 'body > p' }];
    expect(read('<noscript><img></noscript><p>a<body class=b>', { fields }).needsTree).toBe(false);
  });
});

describe('a page without measure', () => {
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
    const strays = '</nothing></li></i>'.repeat(levels);
    const names = Array.from({ length: levels }, (_, index) => `<x-${index}>`).join('');
    const fields = [{ css: 'td', take: 'count' }, { css: 'i' }, { css: '*', take: 'count' }];
    expect(read(`${tables}${strays}${names}<i>end</i>`, { fields }).rows).toEqual([
      [String(levels), 'end', String(levels * 5 + 4)],
    ]);
  });

  it('goes to a tree before its searches take the square of its length', () => {
    const blocks = '<div>'.repeat(levels);
    const fields = [{ css: 'i' }];
    expect(read(`<p><marquee>${blocks}<i>`, { fields }).needsTree).toBe(true);
    const formats = Array.from({ length: levels }, (_, index) => `<b a${index}>`).join('');
    expect(read(`${formats}<i>`, { fields }).needsTree).toBe(true);
  });

  it('of attributes too', () => {
    const attributes = Array.from({ length: 50_000 }, (_, index) => `a${index}=${index}`).join(' ');
    const fields = [{ css: '[a49999="49999"]', take: 'attr:a49998' }];
    expect(read(`<p ${attributes}>`, { fields }).rows).toEqual([['49998']]);
  });
});
