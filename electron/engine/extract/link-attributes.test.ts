import { describe, expect, it } from 'vitest';
import { largestPicture } from './link-attributes.ts';
import { attributeValue } from './take-attribute.ts';

function element(name: string, attributes: Readonly<Record<string, string>>) {
  return { name, value: (key: string) => attributes[key] };
}

describe('the largest picture of a srcset', () => {
  it.each([
    ['a.jpg', 'a.jpg'],
    ['a.jpg 1x, b.jpg 2x', 'b.jpg'],
    ['a.jpg, b.jpg 1.5x', 'b.jpg'],
    ['b.jpg 800w, a.jpg 400w', 'b.jpg'],
    ['a.jpg 400w, b.jpg 1200w, c.jpg 1200w', 'b.jpg'],
    [' ,, a.jpg 1x,b.jpg 3x ,', 'b.jpg'],
    ['/i/w_400,h_300/a.jpg 400w, /i/w_800,h_600/a.jpg 800w', '/i/w_800,h_600/a.jpg'],
    ['data:image/png;base64,AAAA 1x, b.jpg 2x', 'b.jpg'],
    ['a.jpg 100w 50h,\n b.jpg 200w 100h', 'b.jpg'],
    ['a.jpg 2x, b.jpg', 'a.jpg'],
    ['', ''],
    [' , ', ''],
  ])('%j', (srcset, url) => {
    expect(largestPicture(srcset)).toBe(url);
  });

  it('is found in a long one', () => {
    const srcset = Array.from({ length: 20_000 }, (_, width) => `${width}.jpg ${width}w`).join(
      ', ',
    );
    expect(largestPicture(srcset)).toBe('19999.jpg');
    expect(largestPicture(' '.repeat(200_000))).toBe('');
    expect(largestPicture(','.repeat(200_000))).toBe('');
    expect(largestPicture(`a.jpg ${'('.repeat(200_000)}`)).toBe('a.jpg');
    expect(largestPicture(`a${','.repeat(200_000)}b`)).toBe(`a${','.repeat(200_000)}b`);
  });
});

describe('an attribute that holds an address', () => {
  it.each([
    ['a', 'href', '/x'],
    ['form', 'action', 'search'],
    ['button', 'formaction', 'search'],
    ['video', 'poster', 'p.jpg'],
    ['object', 'data', 'o.pdf'],
    ['blockquote', 'cite', 'c.html'],
    ['image', 'xlink:href', 's.png'],
    ['a', 'data-href', '/go'],
    ['img', 'data-src', 'i.jpg'],
    ['td', 'background', 'b.gif'],
    ['a', 'data-zoom-image', '/big.jpg'],
    ['div', 'data-link', './x'],
    ['div', 'data-bg-url', 'bg.webp?v=1'],
  ])('is a link: <%s %s=%j>', (name, attribute, value) => {
    const found = attributeValue(element(name, { [attribute]: value }), attribute, false);
    expect(found).toEqual({ kind: 'link', value });
  });

  it.each([
    ['div', 'data', 'o.pdf'],
    ['a', 'title', '/x'],
    ['a', 'data-url', 'a-slug'],
    ['a', 'data-link', '17'],
    ['img', 'data-lazy', 'true'],
    ['div', 'data-date', '2024/05/06'],
    ['input', 'value', '/x'],
    ['meta', 'content', '/x'],
  ])('is none: <%s %s=%j>', (name, attribute, value) => {
    const found = attributeValue(element(name, { [attribute]: value }), attribute, false);
    expect(found).toEqual({ kind: 'value', value });
  });

  it.each([
    [{ property: 'og:image' }, 'link'],
    [{ property: 'og:image:secure_url' }, 'link'],
    [{ property: 'og:image:width' }, 'value'],
    [{ property: 'og:title' }, 'value'],
    [{ name: 'twitter:image:src' }, 'link'],
    [{ name: 'description' }, 'value'],
    [{ itemprop: 'image' }, 'link'],
  ] as const)('is the content of <meta> with %j: %s', (attributes, kind) => {
    const meta = element('meta', { ...attributes, content: '/og.png' });
    expect(attributeValue(meta, 'content', false).kind).toBe(kind);
  });
});

describe('the src of a picture that is loaded late', () => {
  const inline = 'data:image/gif;base64,R0lGOD';
  it.each([
    [{ src: inline, 'data-src': '/a.jpg' }, '/a.jpg'],
    [{ 'data-src': '/a.jpg' }, '/a.jpg'],
    [{ src: '', 'data-original': '/a.jpg' }, '/a.jpg'],
    [{ src: '/img/placeholder.png', loading: 'lazy', 'data-lazy-src': '/a.jpg' }, '/a.jpg'],
    [{ src: '/img/1x1.gif', loading: 'lazy', srcset: '/s.jpg 1x, /l.jpg 2x' }, '/l.jpg'],
    [{ src: inline, 'data-srcset': '/s.jpg 300w, /l.jpg 900w' }, '/l.jpg'],
    [{ src: '/tiny.jpg', class: 'card lazyload', 'data-src': '/a.jpg' }, '/a.jpg'],
    [{ src: inline, 'data-lazy': 'true', 'data-src': inline, 'data-original': '/a.jpg' }, '/a.jpg'],
  ])('is the picture: %j', (attributes, value) => {
    expect(attributeValue(element('img', attributes), 'src', false)).toEqual({
      kind: 'link',
      value,
    });
  });

  it.each([
    [{ src: '/a.jpg', 'data-src': '/zoomed.jpg' }],
    [{ src: '/a.jpg', loading: 'lazy' }],
    [{ src: '/a.jpg', class: 'lazyloaded', 'data-src': '/a.jpg' }],
    [{ src: '/a.jpg', srcset: '/l.jpg 2x' }],
    [{ src: '/blank-page-notebook/a.jpg', 'data-src': '/b.jpg' }],
  ])('is src where that is a picture: %j', (attributes) => {
    expect(attributeValue(element('img', attributes), 'src', false).kind).toBe('link');
    expect(attributeValue(element('img', attributes), 'src', false)).toMatchObject({
      value: attributes.src,
    });
  });

  it('is what stands there where nothing else does', () => {
    expect(attributeValue(element('img', { src: inline }), 'src', false)).toMatchObject({
      value: inline,
    });
    expect(attributeValue(element('script', { 'data-src': '/a.js' }), 'src', false)).toMatchObject({
      value: '',
    });
  });
});
