import { describe, expect, it } from 'vitest';
import { loadPage } from '../extract/load-page.ts';
import { Finder } from '../selectors/finder.ts';
import { nextPage } from './next-page.ts';

function nextOf(body: string, url = 'https://shop.example/lamps?page=2') {
  const loaded = loadPage({
    body: new TextEncoder().encode(`<!doctype html><html><body>${body}</body></html>`),
    url,
    contentType: 'text/html',
  });
  if (loaded.kind === 'failed') throw new Error(loaded.failure.message);
  return nextPage(new Finder(loaded.page));
}

const numbers = (count: number, current: number, href: (page: number) => string) =>
  Array.from({ length: count }, (_, at) => at + 1)
    .map((page) =>
      page === current
        ? `<li class="active"><span>${page}</span></li>`
        : `<li><a href="${href(page)}">${page}</a></li>`,
    )
    .join('');
const byPage = (page: number) => `?page=${page}`;

describe('the way to the next page', () => {
  it('is rel=next before all else, in the head or at a link', () => {
    expect(
      nextOf('<link rel="next" href="?page=3"><a class="next" href="?page=9">Next</a>'),
    ).toEqual({
      rule: { css: 'link[rel~="next" i]' },
      url: 'https://shop.example/lamps?page=3',
      by: 'rel',
      pages: null,
    });
    expect(nextOf('<a rel="nofollow NEXT" href="?page=3">3</a>')?.rule).toEqual({
      css: 'a[rel~="next" i]',
    });
  });

  it('is a link whose class or label says so, wherever the link to the previous page stands', () => {
    const pager = `<nav class="pagination"><a class="prev" href="?page=1">Prev</a>
      <a class="page-next" href="?page=3">Next</a></nav>`;
    expect(nextOf(pager)).toMatchObject({ rule: { css: 'a.page-next' }, by: 'words' });
    const item = `<ul class="pager"><li class="next"><a href="?page=3">Weiter ›</a></li></ul>`;
    expect(nextOf(item)?.rule).toEqual({ css: '.next > a' });
    const label = `<a href="?page=3" aria-label="Go to next page"><svg></svg></a>`;
    expect(nextOf(label)?.rule).toEqual({ css: 'a[aria-label="Go to next page"]' });
  });

  it('is found by its words where nothing else names it', () => {
    expect(
      nextOf('<p><a href="?page=1">上一页</a> <a href="?page=3"> 下一页 &gt;</a></p>'),
    ).toMatchObject({
      rule: { xpath: '//a[normalize-space(.) = "下一页 >"]' },
      url: 'https://shop.example/lamps?page=3',
    });
  });

  it('is an arrow only in a pager, and the single one of two', () => {
    expect(nextOf('<div class="gallery"><a href="/photo/2">›</a></div>')).toBeNull();
    const pager = `<div class="paging"><a href="?page=1">‹</a>${numbers(4, 2, byPage)}
      <a href="?page=3">›</a><a href="?page=63">»</a></div>`;
    expect(nextOf(pager)).toMatchObject({
      rule: { xpath: '//a[normalize-space(.) = "›"]' },
      url: 'https://shop.example/lamps?page=3',
      by: 'arrow',
    });
  });

  it('is counted where there are only numbers, by page or by offset', () => {
    expect(nextOf(`<ul>${numbers(7, 2, byPage)}</ul>`)).toEqual({
      rule: { param: 'page' },
      url: 'https://shop.example/lamps?page=3',
      by: 'numbers',
      pages: 7,
    });
    const firstIsBare = (page: number) => (page === 1 ? '/lamps' : `?page=${page}`);
    expect(nextOf(`<ul>${numbers(7, 2, firstIsBare)}</ul>`)?.rule).toEqual({
      param: 'page',
    });
    const byOffset = (page: number) => `?sort=price&start=${(page - 1) * 24}`;
    expect(
      nextOf(`<ul>${numbers(7, 1, byOffset)}</ul>`, 'https://shop.example/lamps')?.rule,
    ).toEqual({
      param: 'start',
      step: 24,
    });
  });

  it('is none on the last page, and where links that say so lead to different pages', () => {
    expect(nextOf(`<ul>${numbers(7, 7, byPage)}</ul>`)).toBeNull();
    const isBroken = (at: number) => (page: number) => (page === at ? 'http://[' : byPage(page));
    expect(nextOf(`<ul>${numbers(7, 2, isBroken(3))}</ul>`)).toBeNull();
    expect(nextOf(`<ul>${numbers(7, 2, isBroken(5))}</ul>`)).toBeNull();
    expect(nextOf('<span class="next">Next</span>')).toBeNull();
    expect(nextOf('<a class="next" href="#">Next</a>')).toBeNull();
    expect(nextOf('<a href="/a/2">Next</a> <a href="/b/2">Next</a>')).toBeNull();
    expect(nextOf('<a href="https://elsewhere.example/2">Next</a>')).toBeNull();
  });

  it('takes the pager where another link says so, too', () => {
    const body = `<div class="hero"><a href="/story">Next</a></div>
      <div class="pagination">${numbers(9, 2, byPage)}<a href="?page=3">Next</a></div>`;
    expect(nextOf(body)?.url).toBe('https://shop.example/lamps?page=3');
  });
});
