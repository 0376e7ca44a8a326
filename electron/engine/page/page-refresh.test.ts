import { describe, expect, it } from 'vitest';
import { mayHoldRefresh } from './meta-refresh.ts';
import { refreshOf } from './page-refresh.ts';

const url = 'https://shop.example/a/page?x=1';
const html = 'text/html; charset=utf-8';
const meta = (content: string) => `<meta http-equiv="refresh" content="${content}">`;
const next = meta('0;url=next');
const leads = (page: string | Uint8Array, header?: string, contentType: string | null = html) =>
  refreshOf({ body: Buffer.from(page), url, contentType }, header)?.to ?? null;

const there: string = 'https://shop.example/a/next';

describe('a page leads on by itself', () => {
  it.each([
    ['a meta in the head', next],
    ['without quotes, in large letters', '<META HTTP-EQUIV=REFRESH CONTENT="0; URL=next">'],
    ['the content first', `<meta content='0;url=next' http-equiv = 'Refresh'/>`],
    ['references of characters', '<meta http-equiv=refresh content="0;url=&quot;next&#34;">'],
    [
      'the first of two attributes of a name',
      '<meta http-equiv=refresh content="0;url=next" content=x>',
    ],
    ['in the body', `<body><p>Go on${next}</p>`],
    ['in <noscript>', `<body><div><noscript>${next}</noscript></div>`],
    ['in <select> and <svg>', `<select>${next}</select><svg>${next}</svg>`],
    ['behind one that asks for nothing', `${meta('x')}${next}`],
    ['behind <base href>', `<base href="https://shop.example/a/"><base href=/b/>${next}`],
    ['before <base href>', `${next}<base href="/other/">`],
    ['in a tag that never ends', next.slice(0, -1), null],
    ['in a comment', `<!-- ${next} -->`, null],
    ['in a script', `<script>let refresh = '${next}'</script>`, null],
    ['in a template', `<template><template></template>${next}</template>`, null],
    ['behind a template', `<template><p></template>${next}`],
    ['in a title', `<title>${next}</title>`, null],
    ['in a frame that cannot be shown', `<iframe>${next}</iframe>`, null],
    ['in <noframes>', `<noframes>${next}</noframes>`, null],
    ['in <textarea>', `<textarea>${next}</textarea>`, null],
    ['another name', '<meta name="refresh" content="0;url=next">', null],
    ['blanks in the name', '<meta http-equiv=" refresh " content="0;url=next">', null],
    ['javascript:', meta('0;url=javascript:go()'), null],
    ['no address', meta('0;url=http://['), null],
    ['an address of another scheme', meta('0;url=app://next'), 'app://next'],
    ['nothing', '<p>refresh http-equiv</p>', null],
  ] as readonly [string, string, (string | null)?][])('%s', (_, page, to = there) => {
    expect(leads(page)).toBe(to);
  });

  it('by the shortest delay, and by the last of equal ones', () => {
    expect(leads(meta('0;url=1') + meta('0;url=next'))).toBe(there);
    expect(leads(meta('1;url=1') + meta('0;url=next'))).toBe(there);
    expect(leads(meta('0;url=next') + meta('1;url=1'))).toBe(there);
    expect(leads(meta('1;url=1'), '0;url=next')).toBe(there);
    expect(leads(next, '0;url=1')).toBe(there);
  });

  it('by its header, whatever it is, and whatever its base', () => {
    expect(leads('GIF89a', '0; url=next', 'image/gif')).toBe(there);
    expect(leads('<base href="/other/">', '0; url=next')).toBe(there);
    expect(leads('{}', '5', 'application/json')).toBe(url);
  });

  it('where it is HTML or XHTML', () => {
    expect(leads(next, undefined, 'text/plain')).toBeNull();
    expect(leads(`<r>${next}</r>`, undefined, 'text/xml')).toBeNull();
    const xhtml = `<html xmlns="http://www.w3.org/1999/xhtml"><head>${next.replace('>', '/>')}</head></html>`;
    expect(leads(xhtml, undefined, 'application/xhtml+xml')).toBe(there);
    expect(leads(`<!doctype html>${next}`, undefined, null)).toBe(there);
  });

  it('in the encoding of the page', () => {
    const latin = Buffer.from(meta('0;url=next?q=ä'), 'latin1');
    expect(leads(latin, undefined, 'text/html; charset=iso-8859-1')).toBe(`${there}?q=%E4`);
    const wide = Buffer.from(`\ufeff${next}`, 'utf16le');
    expect(leads(wide, undefined, 'text/html')).toBe(there);
    expect(leads(wide.subarray(2), undefined, 'text/html; charset=UTF-16LE')).toBe(there);
  });
});

describe('the search through the bytes', () => {
  it('finds the word at any place, in any letters', () => {
    for (let before = 0; before < 20; before += 1) {
      const page = `${'e'.repeat(before)}<meta http-equiv=rEfReSh>`;
      expect(mayHoldRefresh(Buffer.from(page))).toBe(true);
    }
    const end = Buffer.from('<meta http-equiv=refresh');
    expect(mayHoldRefresh(end)).toBe(true);
    expect(mayHoldRefresh(end.subarray(0, -1))).toBe(false);
    expect(mayHoldRefresh(new Uint8Array())).toBe(false);
  });

  it('does not take the word alone for one', () => {
    expect(mayHoldRefresh(Buffer.from('<a class="refresh">Refresh</a> http-equiv'))).toBe(false);
  });
});
