import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProblem, parseJob, parseJobText } from './parse-job.ts';

const minimal = { version: 2, name: 'A', urls: ['https://example.com/'], fields: [] };

function problems(change: object): string[] {
  const parsed = parseJob({ ...minimal, ...change });
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
}

describe('parseJob', () => {
  it('takes the form of the README', () => {
    const job = {
      version: 2,
      name: 'Articles',
      urls: ['https://example.com/a', 'https://example.com/b'],
      each: 'article.card',
      fields: [
        { name: 'title', css: 'h1' },
        { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
        { name: 'body', css: 'main', take: 'html' },
        { name: 'links', css: 'a[href]', take: 'count' },
        { name: 'tags', css: '.tag', all: true },
        { name: 'price', css: '.price', clean: [{ match: '([0-9.]+)' }] },
      ],
      options: {
        concurrency: 16,
        perHost: 8,
        delayMs: 0,
        timeoutMs: 30000,
        retries: 2,
        maxBytes: 10485760,
        headers: {},
        parser: 'fast',
        render: 'auto',
        renderWindows: 4,
        renderWaitFor: '.price',
        renderMedia: false,
        renderFrames: true,
        renderOverrides: { 'https://example.com/product/…': 'never' },
      },
    };
    expect(parseJobText(JSON.stringify(job))).toEqual({ ok: true, job, version: 2 });
    expect(problems({ urls: { file: 'list.txt' } })).toEqual([]);
  });

  it.each([
    [{ version: '2' }, /^version: must be 2$/],
    [{ version: undefined }, /^version: /],
    [{ version: 3 }, /^version: is of a newer Trawl; .* Update Trawl$/],
    [{ fields: [{ name: 'a', match: 'b' }] }, /^fields\[0\]\.match: is not a key that Trawl knows/],
    [
      { fields: [{ name: 'a', clean: [{ match: 7 }] }] },
      /^fields\[0\]\.clean\[0\]\.match: must be text/,
    ],
    [{ name: 7 }, /^name: must be text in quotation marks$/],
    [{ name: '' }, /^name: must not be empty/],
    [{ urls: 'x' }, /^urls: must be a list of URLs, or/],
    [{ urls: ['a.example', 7] }, /^urls\[1\]: must be text in quotation marks$/],
    [{ urls: {} }, /^urls\.file: is missing; it must be text/],
    [{ urls: { file: 'a.csv', header: 'yes' } }, /^urls\.header: must be true or false$/],
    [{ urls: { file: 'a.csv', format: 'csv' } }, /^urls\.format: must be "lines" or "table" or/],
    [{ urls: { file: 'a.csv', delimiter: 'dot' } }, /^urls\.delimiter: must be "comma", /],
    [{ urls: { file: 'a.csv', delimiter: '"' } }, /^urls\.delimiter: must be "comma", /],
    [{ urls: { file: 'a.csv', column: 2 } }, /^urls\.column: must be text in quotation marks$/],
    [{ urls: { file: 'a.csv', carry: ['a', 2] } }, /^urls\.carry\[1\]: must be text/],
    [{ urls: { file: 'a.csv', colum: 'b' } }, /^urls\.colum: is not a key that Trawl knows/],
    [{ urls: [], sitemaps: [] }, /^sitemaps: /],
    [
      { urls: [], sitemaps: [{ url: 'a.xml' }] },
      /^sitemaps\[0\]\.url: must be an address that begins/,
    ],
    [
      { urls: [], sitemaps: [{ url: 'https://a.example/', since: 'May' }] },
      /^sitemaps\[0\]\.since: must be a day as YYYY-MM-DD/,
    ],
    [
      { urls: ['a.example'], sitemaps: [{ url: 'https://a.example/' }] },
      /^sitemaps: a job has one list/,
    ],
    [{ fields: [{ css: 'h1' }] }, /^fields\[0\]\.name: is missing; it must be text/],
    [{ fields: [{ name: 'a', take: 'words' }] }, /^fields\[0\]\.take: must be "text"/],
    [
      { fields: [{ name: 'a' }, { name: 'a' }] },
      /^fields\[1\]\.name: "a" is already the name of fields\[0\]/,
    ],
    [
      { fields: [{ name: 'a', css: 'b', xpath: '//b' }] },
      /^fields\[0\]\.xpath: a field has one source/,
    ],
    [{ fields: [{ name: 'a', in: 'page' }] }, /^fields\[0\]\.in: says where a "json" looks/],
    [
      { fields: [{ name: 'a', json: '$', in: 'ld' }] },
      /^fields\[0\]\.in: must be "page", "ld\+json"/,
    ],
    [
      { fields: [{ name: 'a', json: '$', take: 'html' }] },
      /^fields\[0\]\.take: "json" gives values/,
    ],
    [{ fields: [{ name: 'a', answer: 'body' }] }, /^fields\[0\]\.answer: must be "status"/],
    [{ each: { xpath: 7 } }, /^each\.xpath: must be text/],
    [{ each: 7 }, /^each: must be a CSS selector, /],
    [{ fields: {} }, /^fields: must be a list/],
    [{ fields: [7] }, /^fields\[0\]: must be an object/],
    [{ each: 'x'.repeat(10_001) }, /^each: must not be longer than 10000 characters$/],
    [{ options: { concurrency: 0 } }, /^options\.concurrency: must be at least 1$/],
    [{ options: { retries: 21 } }, /^options\.retries: must be at most 20$/],
    [{ options: { retries: 1.5 } }, /^options\.retries: must be a whole number$/],
    [{ options: { delayMs: '5' } }, /^options\.delayMs: must be a (whole )?number$/],
    [{ options: { robots: 'yes' } }, /^options\.robots: must be true or false$/],
    [{ options: { parser: 'slow' } }, /^options\.parser: must be "fast" or "html5"$/],
    [{ options: { proxies: 7 } }, /^options\.proxies: must be a list of proxies, or "system"$/],
    [{ options: { proxies: ['a'] } }, /^options\.proxies\[0\]: must look like http:/],
    [{ options: { render: 'yes' } }, /^options\.render: must be "never" or "auto" or "always"$/],
    [{ options: { renderWindows: 33 } }, /^options\.renderWindows: must be at most 32$/],
    [{ options: { renderWaitFor: 7 } }, /^options\.renderWaitFor: must be text/],
    [{ options: { renderMedia: 'no' } }, /^options\.renderMedia: must be true or false$/],
    [{ options: { renderFrames: 1 } }, /^options\.renderFrames: must be true or false$/],
    [
      { options: { renderOverrides: { '/product/…': 'never' } } },
      /^options\.renderOverrides\.\/product\/…: must be a host and the shape of its addresses/,
    ],
    [
      { options: { renderOverrides: { 'https://a.example/p/…': 'auto' } } },
      /^options\.renderOverrides\.https.*: must be "always" or "never"$/,
    ],
    [{ options: { concurency: 4 } }, /^options\.concurency: is not a key that Trawl knows/],
    [{ options: { headers: { 'a b': 'x' } } }, /^options\.headers\.a b: is not a header name$/],
    [{ feilds: [] }, /^feilds: is not a key/],
  ])('names the place in %j', (change, sentence) => {
    expect(problems(change)).toEqual([expect.stringMatching(sentence)]);
  });

  it('reads version 1 as the newest', () => {
    const old = {
      ...minimal,
      version: 1,
      fields: [
        { name: 'a', css: 'b', match: '\\d+' },
        { name: 'b', match: '' },
      ],
    };
    const fields = [{ name: 'a', css: 'b', clean: [{ match: '\\d+' }] }, { name: 'b' }];
    expect(parseJob(old)).toEqual({ ok: true, job: { ...minimal, fields }, version: 1 });
  });

  it.each([
    [{ fields: [{ name: 'a', match: 7 }] }, /^fields\[0\]\.match: must be text/],
    [{ fields: [{ name: 'a', clean: [] }] }, /^fields\[0\]\.clean: is not a key/],
    [{ fields: [{ name: 'a' }, { name: 'a' }] }, /^fields\[1\]\.name: "a" is already the name/],
  ])('names the place in version 1: %j', (change, sentence) => {
    expect(problems({ version: 1, ...change })).toEqual([expect.stringMatching(sentence)]);
  });

  it('says on which line a document is no JSON', () => {
    const parsed = parseJobText('{\n  "version": 1,\n  oops\n}');
    expect(
      parsed.ok ? '' : describeProblem(parsed.problems[0] ?? { place: '', message: '' }),
    ).toMatch(/^This is not JSON: line 3, column 3/);
    const cut = parseJobText('{\n  "version": 1,\n  "urls": [\n');
    expect(cut.ok ? '' : cut.problems[0]?.message).toMatch(
      /^This is not JSON: line 3, column 12: it ends too early/,
    );
    const empty = parseJobText(' \n');
    expect(empty.ok ? '' : empty.problems[0]?.message).toBe('This is not JSON: it is empty');
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof parseJob(value).ok === 'boolean'));
    fc.assert(fc.property(fc.string(), (text) => typeof parseJobText(text).ok === 'boolean'));
  });
});

describe('a field of the answer', () => {
  const parsed = (answer: string) =>
    parseJob({ version: 2, name: 'A', urls: [], fields: [{ name: 'a', answer }] });

  it('may be a header, but never the cookies that a site sets', () => {
    expect(parsed('header:Set-Cookie-Policy').ok).toBe(true);
    expect(parsed('header:ETag').ok).toBe(true);
    for (const name of ['Set-Cookie', 'set-cookie', 'SET-COOKIE2']) {
      expect(parsed(`header:${name}`)).toMatchObject({
        ok: false,
        problems: [{ place: 'fields[0].answer', message: expect.stringContaining('kept out') }],
      });
    }
  });
});
