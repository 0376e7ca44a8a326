import { describe, expect, it } from 'vitest';
import { baseFrom, resolveLink } from './resolve-link.ts';

const url = 'https://shop.example/a/list?x=1';

/** Links, and the `href` that Chromium returns for them in pages of these encodings. */
const links = [
  ['utf-8', 'b?q=ü#ü', 'https://shop.example/a/b?q=%C3%BC#%C3%BC'],
  ['windows-1252', 'ü?q=ü&r=ß#ü', 'https://shop.example/a/%C3%BC?q=%FC&r=%DF#%C3%BC'],
  ['windows-1251', '?q=Привет мир', 'https://shop.example/a/list?q=%CF%F0%E8%E2%E5%F2%20%EC%E8%F0'],
  ['shift_jis', '/s?q=日本', 'https://shop.example/s?q=%93%FA%96{'],
  ['gbk', '//other.example/?q=网', 'https://other.example/?q=%CD%F8'],
  ['windows-1252', '?q=日', 'https://shop.example/a/list?q=%26%2326085%3B'],
  ['utf-16le', '?q=ü', 'https://shop.example/a/list?q=%C3%BC'],
  ['windows-1252', 'mailto:x@y.example?subject=ü', 'mailto:x@y.example?subject=%C3%BC'],
  ['windows-1252', ' \n/b?q=\tü ', 'https://shop.example/b?q=%FC'],
  ['windows-1252', '#ü?ü', 'https://shop.example/a/list?x=1#%C3%BC?%C3%BC'],
  ['windows-1252', 'http://[', 'http://['],
] as const;

describe('a link', () => {
  it.each(links)('of a page in %s: %s', (encoding, link, absolute) => {
    expect(resolveLink(link, { url, encoding })).toBe(absolute);
  });

  it('is relative to the base of its page, if that is one', () => {
    expect(baseFrom('/other/', url)).toBe('https://shop.example/other/');
    expect(baseFrom('javascript:x', url)).toBe(url);
    expect(baseFrom(undefined, url)).toBe(url);
  });
});
