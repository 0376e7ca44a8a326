import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterPage, type ChainPage } from './chain.ts';
import { nextInHeaders } from './link-header.ts';
import { nextInUrl } from './next-in-url.ts';

describe('the next link in headers', () => {
  it.each([
    ['link: <https://a.example/2>; rel=next', 'https://a.example/2'],
    ['Link: <?page=2>; rel="prefetch NEXT"', '?page=2'],
    ['Link: </a,b;c>; title="x, <y>; rel=prev"; rel="next"', '/a,b;c'],
    ['Link: </1>; rel=prev, </3> ; rel = "next"', '/3'],
    ['Link: </1>; rel=prev\r\nX: y\r\nLink: </3>; rel=next', '/3'],
    ['Link: </1>; title="say \\"next\\""; rel=next', '/1'],
    ['Link: </1>; rel=next; anchor="#other"', null],
    ['Link: </1>; rel=prev; rel=next', null],
    ['Link: </1>; rel=nextish', null],
    ['X-Link: </1>; rel=next', null],
    ['Link: nonsense', null],
    ['', null],
  ])('of %j is %j', (headers, expected) => {
    expect(nextInHeaders(`content-type: text/html\r\n${headers}\r\n`)).toBe(expected);
  });

  it('is found in one go, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>;=," \\renxt') }), (value) => {
        const found = nextInHeaders(`Link: ${value}`);
        expect(found === null || value.includes(found)).toBe(true);
      }),
    );
  });
});

describe('the next number in an address', () => {
  it.each([
    ['https://a.example/?page=1', 1, 'https://a.example/?page=2'],
    ['https://a.example/list', 1, 'https://a.example/list?page=2'],
    ['https://a.example/list?', 20, 'https://a.example/list?page=20'],
    ['https://a.example/?q=%E4+b&page=9#top', 1, 'https://a.example/?q=%E4+b&page=10#top'],
    ['https://a.example/?page=09', 1, 'https://a.example/?page=10'],
    ['https://a.example/?page=099', 1, 'https://a.example/?page=100'],
    ['https://a.example/?p%61ge=40&page=7', 20, 'https://a.example/?p%61ge=60&page=7'],
    ['https://a.example/?page=last', 1, null],
    ['https://a.example/?page', 1, null],
    ['https://a.example/?page=-1', 1, null],
  ])('of %j by %d is %j', (url, step, expected) => {
    expect(nextInUrl(url, 'page', step)).toBe(expected);
  });
});

describe('a chain', () => {
  const lead = { relation: 'next', fromNumber: 0, url: '', key: '', host: '' } as const;
  const page: ChainPage = {
    state: 'done',
    number: 2,
    rows: 3,
    newRows: 3,
    staleBefore: 0,
    next: { kind: 'lead', lead },
    maxPages: 10,
  };
  it.each<readonly [Partial<ChainPage>, ReturnType<typeof afterPage>]>([
    [{}, { stale: 0, end: null }],
    [
      { newRows: 1, staleBefore: 1 },
      { stale: 0, end: null },
    ],
    [{ newRows: 0 }, { stale: 1, end: null }],
    [
      { newRows: 0, staleBefore: 1 },
      { stale: 2, end: 'repeats' },
    ],
    [{ number: 10 }, { stale: 0, end: 'limit' }],
    [{ next: { kind: 'none' } }, { stale: 0, end: 'no-link' }],
    [
      { next: { kind: 'none' }, rows: 0, newRows: 0 },
      { stale: 1, end: 'empty' },
    ],
    [
      { next: { kind: 'none' }, rows: 0, newRows: 0, number: 1 },
      { stale: 1, end: 'no-link' },
    ],
    [{ next: { kind: 'unusable' } }, { stale: 0, end: 'unusable' }],
    [
      { state: 'failed', newRows: 0, staleBefore: 1 },
      { stale: 1, end: 'failed' },
    ],
    [
      { state: 'skipped', newRows: 0 },
      { stale: 0, end: 'failed' },
    ],
  ])('after a page with %j is %j', (change, expected) => {
    expect(afterPage({ ...page, ...change })).toEqual(expected);
  });
});
