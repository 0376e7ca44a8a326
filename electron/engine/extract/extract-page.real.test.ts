import type { CheerioAPI } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { cheerioPage, htmlInside, textShown } from '../../../tests/setup/cheerio-page.ts';
import { generatedPages, ownPages, rawPages } from '../../../tests/setup/real-pages.ts';
import { decodeBody, sniffEncoding } from '../page/charset.ts';
import { compileRules } from './compile-rules.ts';
import { extractPage } from './extract-page.ts';
import type { ExtractRules } from './extract-rules.ts';

const url = 'https://example.com/dir/page.html';

const selectors = [
  'title',
  'h1',
  'h1, h2, h3',
  'a',
  'a[href]',
  'p',
  'body p',
  'div > p',
  'p + p',
  'h2 ~ p',
  'meta[name=description]',
  'meta[property="og:title"]',
  'META[NAME="Description" i]',
  'link[rel~=stylesheet]',
  '[class]',
  '[id]',
  '[class*=title]',
  '.content, .article, .post',
  '#content',
  '#main a',
  'script',
  'img[src^=http]',
  'img[alt$="."]',
  'ul li:first-child',
  'li:nth-child(2n+1)',
  'p:nth-of-type(2)',
  'p:last-of-type',
  'div:has(> img)',
  'div:has(p a)',
  'p:not(:has(a))',
  'p:contains("xyzzy")',
  'a:icontains("XYZZY")',
  ':is(h1, h2) a',
  'p:empty',
  'input:checked',
  ':header',
  ':root',
  'body > *',
  'body *:not(div):not(p)',
  '> html',
  ':scope > html',
  ':scope p',
  'p:first',
  'p:last',
  'p:eq(2)',
  'p:eq(-1)',
  'p:gt(3)',
  'p:lt(2)',
  'li:even',
  'li:odd a',
  'div:first p',
  'ul:first li:eq(1)',
  'p:not(:first)',
  'p:first, h1',
  '+ p',
  'template p',
  'table tr td',
  'nosuchelement',
];

const scopes = ['div:lt(8)', 'ul > li:lt(5)', 'article', 'html', 'body', 'p:lt(5)'];
const innerSelectors = [
  'a',
  'p a',
  'body a',
  '> a',
  ':scope > *',
  'div a',
  'span:first',
  'a:eq(1)',
  '~ p',
  '+ *, a',
  'a:not(li a)',
  ':has(> a)',
];

const withoutNul = (value: string) => value.replaceAll('\0', '\ufffd');

type Found = ReturnType<CheerioAPI>;
const takes: readonly (readonly [string, (found: Found) => string])[] = [
  ['text', (found) => textShown(found.get(0))],
  ['html', (found) => htmlInside(found.get(0))],
  ['attr:class', (found) => found.first().attr('class') ?? ''],
  ['attr:content', (found) => found.first().attr('content') ?? ''],
  ['count', (found) => String(found.length)],
  ['exists', (found) => String(found.length > 0)],
];

const takesOf = (found: Found) => takes.map(([, value]) => withoutNul(value(found)));

/** The result for a link, given the page's `<base>`. */
function linksOf($: CheerioAPI): (value: string | undefined) => string {
  const href = $('base[href]').first().attr('href') ?? '';
  const base = URL.canParse(href, url) ? new URL(href, url).href : url;
  return (value) => {
    if (value === undefined) return '';
    return URL.canParse(value, base) ? new URL(value, base).href : value;
  };
}

/** cheerio needs a minute for the largest ones and these selectors. */
const pages = [...rawPages(), ...ownPages(), ...generatedPages()].filter(
  ({ body }) => body.length < 120_000,
);

function load(body: Uint8Array): CheerioAPI {
  return cheerioPage(decodeBody(body, sniffEncoding(body, null)));
}

describe('on real pages', { timeout: 120_000 }, () => {
  const extract = (body: Uint8Array, rules: ExtractRules) => {
    const outcome = extractPage({ body, url, contentType: 'text/html' }, compileRules(rules));
    if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
    return outcome.rows;
  };

  it('takes what cheerio takes, for every selector and every kind', () => {
    const fields = selectors.flatMap((css) =>
      takes.map(([take]) => ({ name: `${css} ${take}`, css, take })),
    );
    for (const { name, body } of pages) {
      const $ = load(body);
      const expected = selectors.flatMap((css) => takesOf($(css)));
      expect(extract(body, { fields }), name).toEqual([expected]);
    }
  });

  it('joins what cheerio finds, and makes links absolute', () => {
    const fields = [
      { name: 'p', css: 'p', all: true },
      { name: 'a', css: 'a', take: 'attr:href', all: true, separator: '\n' },
      { name: 'script', css: 'script', take: 'attr:src' },
      { name: 'page', take: 'text' },
    ];
    for (const { name, body } of pages) {
      const $ = load(body);
      const absolute = linksOf($);
      const expected = [
        $('p').toArray().map(textShown).join(' | '),
        $('a')
          .toArray()
          .map((a) => absolute($(a).attr('href')))
          .join('\n'),
        absolute($('script').first().attr('src')),
        textShown($.root().get(0)),
      ];
      expect(extract(body, { fields }), name).toEqual([expected.map(withoutNul)]);
    }
  });

  it('looks fields up inside every match of each, as find does', () => {
    const fields = innerSelectors.flatMap((css) => [
      { name: `${css} text`, css },
      { name: `${css} count`, css, take: 'count' },
    ]);
    for (const { name, body } of pages) {
      const $ = load(body);
      for (const each of scopes) {
        const scopesFound = $(each).toArray();
        const expected = scopesFound.map((scope) =>
          innerSelectors.flatMap((css) => {
            const found = $(scope).find(css);
            return [withoutNul(textShown(found.get(0))), String(found.length)];
          }),
        );
        expect(extract(body, { each, fields }), `${name}: ${each}`).toEqual(expected);
      }
    }
  });
});
