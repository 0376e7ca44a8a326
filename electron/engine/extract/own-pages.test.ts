import { describe, expect, it } from 'vitest';
import { ownPages } from '../../../tests/setup/real-pages.ts';
import { compileRules } from './compile-rules.ts';
import { extractPage } from './extract-page.ts';
import type { ExtractRules } from './extract-rules.ts';

function rowsOf(name: string, rules: ExtractRules) {
  const body = ownPages().find((page) => page.name === name)?.body;
  if (body === undefined) throw new Error(`tests/pages has no ${name}`);
  const raw = { body, url: 'https://example.com/dir/', contentType: null };
  const outcome = extractPage(raw, compileRules(rules));
  if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
  return outcome.rows;
}

/** The values are those of Chromium with scripting off. */
describe('a page in the manner of real sites', () => {
  it('is read in KOI8-R, with elements that nothing ends', () => {
    const fields = [
      { name: 'title', css: 'title' },
      { name: 'closed', css: 'p b' },
      { name: 'prices', css: '.prices .price', all: true, separator: ';' },
      { name: 'map', css: 'a', take: 'attr:href' },
    ];
    expect(rowsOf('kiosk-koi8-r', { fields })).toEqual([
      [
        'Киоск на углу: новости',
        'понедельник',
        '40 руб.;120 руб.',
        'https://example.com/dir/map.html',
      ],
    ]);
  });

  it('is read in what browsers take ISO-8859-1 for, with a table without tbody', () => {
    const fields = [
      { name: 'line', css: 'td:first-child' },
      { name: 'to', css: 'a' },
      { name: 'link', css: 'a', take: 'attr:href' },
      { name: 'price', css: 'td:last-child' },
    ];
    const rows = rowsOf('fahrplan-latin1', { each: 'table > tbody > tr.line', fields });
    expect(rows).toEqual([
      ['7', 'Mühlstraße', 'https://example.com/fahrplan/7.html', '2,40 €'],
      ['11', 'Grünau', 'https://example.com/fahrplan/11.html?a=1&copy=2', '3,10 €'],
    ]);
  });

  it('counts neither templates nor scripts nor text areas, but noscript', () => {
    const fields = [
      { name: 'name', css: 'h2' },
      { name: 'price', css: '[itemprop=price]', take: 'attr:content' },
      { name: 'pictures', css: 'img', take: 'count' },
    ];
    expect(rowsOf('shop-lazy', { each: '.card', fields })).toEqual([
      ['Kettle 1 l', '19.90', '2'],
      ['Pan', '35', '1'],
    ]);
    const once = [
      { name: 'heading', css: 'h1', all: true },
      { name: 'title', css: 'head title' },
    ];
    expect(rowsOf('shop-lazy', { fields: once })).toEqual([['Kettles', 'Kettles & pans']]);
  });

  it('keeps its posts apart, though tags are misnested and ended too often', () => {
    const fields = [
      { name: 'posts', css: '.post', take: 'count' },
      { name: 'links', css: '#p2 a', all: true, separator: ';' },
      { name: 'chosen', css: 'option[selected]' },
      { name: 'quoted', css: 'input', take: 'attr:value' },
    ];
    expect(rowsOf('forum-broken', { fields })).toEqual([['4', 'up;next', 'one', 'a "quote"']]);
  });

  it('is read in Shift_JIS, where bytes of characters look like punctuation', () => {
    const fields = [
      { name: 'title', css: 'title' },
      { name: 'dish', css: 'dt', all: true, separator: ';' },
      { name: 'price', css: 'dd', all: true, separator: ';' },
    ];
    expect(rowsOf('menu-shift-jis', { fields })).toEqual([
      ['お品書き', 'そば;天ぷら表', '800円;1,200円'],
    ]);
  });
});
