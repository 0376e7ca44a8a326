import { type AnyNode, Document } from 'domhandler';
import { parse } from 'parse5';
import { adapter as treeAdapter } from 'parse5-htmlparser2-tree-adapter';
import { describe, expect, it } from 'vitest';
import { shownLines, shownText } from './shown-text.ts';
import { findFirst } from './walk.ts';

/** Markup, and the `innerText` of it in Chromium (version 147, with scripting off). */
const shown = [
  ['a<details><summary>S</summary>inner</details>b', 'a\nS\nb'],
  ['a<details>x<p>y</p></details>b', 'a\nb'],
  ['a<details open><summary>S</summary>inner</details>b', 'a\nS\ninner\nb'],
  ['a<dialog>d</dialog>b', 'ab'],
  ['a<dialog open>d</dialog>b', 'a\nd\nb'],
  ['a<span hidden=until-found>h</span>b', 'ahb'],
  ['a<span hidden>h<b>i</b></span>b', 'ab'],
  ['a<textarea>t</textarea>b', 'ab'],
  ['<button>A</button><button>B</button>', 'AB'],
  ['a<select><option>One<option>Two</select>b', 'a\nOne\nTwo\nb'],
  ['<select><optgroup label=G><option>One<option label=L>Two</optgroup></select>', 'One\nTwo'],
  ['a<iframe>f</iframe><video>v</video><audio>v</audio><canvas>c</canvas>b', 'ab'],
  ['a<object>o</object>b', 'aob'],
  ['a<object data=x>o</object>b', 'ab'],
  [
    'a<svg><title>t</title><text>x</text><text>y<tspan>z</tspan></text><style>q</style></svg>b',
    'a\nx\nyz\nb',
  ],
  ['a<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>b', 'a漢kanb'],
  ['a<progress>p</progress><meter>m</meter><datalist><option>d</datalist>b', 'ab'],
  ['a<img alt=alt>b<wbr>c<input value=v>d', 'abcd'],
  ['a<noscript>n</noscript>b', 'anb'],
  ['a<template>t</template><style>s</style><script>0</script><noframes>n</noframes>b', 'ab'],
  ['a<hr>b', 'a\nb'],
  ['a<p>b</p>c', 'a\n\nb\n\nc'],
  ['<p>a</p><p>b</p>', 'a\n\nb'],
  ['<p> a </p>\n b', 'a\n\nb'],
  ['<p>a<br></p><p>b</p>', 'a\n\n\nb'],
  ['a<h1>b</h1>c<center>d</center><address>e</address>', 'a\nb\nc\nd\ne'],
  ['<ul><li>a<li>b</ul>', 'a\nb'],
  ['<dl><dt>a<dd>b<dt>c</dl>', 'a\nb\nc'],
  [
    '<table><caption>cap</caption><thead><tr><th>a<th>b</thead><tbody><tr><td>c<td>d</table>z',
    'cap\na\tb\nc\td\nz',
  ],
  ['<table><tr><td>a</td> <td>b</td></tr>\n<tr><td>c</td></tr></table>', 'a\tb\nc'],
  ['a<table><tr><td hidden>x</td><td>y</table>', 'a\ny'],
  ['<div>a<br>b<br></div>c', 'a\nb\n\nc'],
  ['<pre>x\n  y\tz\n</pre>w', 'x\n  y\tz\n\nw'],
  ['a<xmp><b>x</b></xmp>b', 'a\n<b>x</b>\nb'],
  ['a<span> b </span> c', 'a b c'],
  ['a <span> b</span>', 'a b'],
  ['<div>a</div> <div>b</div>', 'a\nb'],
  ['<b>a</b>\n<i>b</i>', 'a b'],
  ['a<div></div>b', 'a\nb'],
  ['won<b>der</b>ful', 'wonderful'],
  ['<custom-el>a</custom-el><custom-el>b</custom-el>', 'ab'],
  ['<div><h1>Title</h1><p>Text</p></div>', 'Title\n\nText'],
  [
    'a<fieldset><legend>L</legend>f</fieldset>b<figure>f<figcaption>g</figcaption></figure>',
    'a\nL\nf\nb\nf\ng',
  ],
] as const;

function body(html: string): AnyNode {
  const root = parse(`<!doctype html><body>${html}`, { treeAdapter, scriptingEnabled: false });
  return findFirst(root, ({ name }) => name === 'body') ?? new Document([]);
}

describe('the text of an element', () => {
  it.each(shown)('has the lines of a browser: %s', (html, lines) => {
    expect(shownLines(body(html))).toBe(lines);
  });

  it.each(shown)('keeps the words of a browser apart on one line: %s', (html, lines) => {
    expect(shownText(body(html))).toBe(lines.replace(/\s+/g, ' '));
  });

  it('is its own where the element itself is not shown', () => {
    const root = parse('<title>A title</title><script>var a;</script>', { treeAdapter });
    const of = (wanted: string) => findFirst(root, ({ name }) => name === wanted) ?? root;
    expect(shownText(of('title'))).toBe('A title');
    expect(shownLines(of('script'))).toBe('var a;');
  });

  it('is not parted by a byte order mark', () => {
    expect(shownText(body('Stra\ufeffße \ufeff 5'))).toBe('Straße 5');
    expect(shownLines(body('Stra\ufeffße<br>5'))).toBe('Straße\n5');
  });

  it('has no no-break spaces', () => {
    expect(shownText(body('12&nbsp;&nbsp;€'))).toBe('12 €');
    expect(shownLines(body('12&nbsp;€<br>x'))).toBe('12 €\nx');
  });

  it('comes out of a page that is nested 100,000 levels deep', () => {
    const root = new Document([]);
    let inner: Document = root;
    for (let depth = 0; depth < 100_000; depth++) {
      const child = new Document([]);
      child.parent = inner;
      inner.children = [child];
      inner = child;
    }
    expect(shownText(root)).toBe('');
  });
});
