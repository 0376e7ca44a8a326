import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProblem, parseJob, parseJobText } from './parse-job.ts';

const minimal = { version: 1, name: 'A', urls: ['https://example.com/'], fields: [] };

function problems(change: object): string[] {
  const parsed = parseJob({ ...minimal, ...change });
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
}

describe('parseJob', () => {
  it('takes the form of the README', () => {
    const job = {
      version: 1,
      name: 'Articles',
      urls: ['https://example.com/a', 'https://example.com/b'],
      each: 'article.card',
      fields: [
        { name: 'title', css: 'h1' },
        { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
        { name: 'body', css: 'main', take: 'html' },
        { name: 'links', css: 'a[href]', take: 'count' },
        { name: 'tags', css: '.tag', all: true },
        { name: 'price', css: '.price', match: '([0-9.]+)' },
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
      },
    };
    expect(parseJobText(JSON.stringify(job))).toEqual({ ok: true, job });
    expect(problems({ urls: { file: 'list.txt' } })).toEqual([]);
  });

  it.each([
    [{ version: 2 }, /^version: /],
    [{ name: '' }, /^name: must not be empty/],
    [{ urls: 'x' }, /^urls: must be a list of URLs, or/],
    [{ fields: [{ css: 'h1' }] }, /^fields\[0\]\.name: is missing/],
    [{ fields: [{ name: 'a', take: 'words' }] }, /^fields\[0\]\.take: must be "text"/],
    [
      { fields: [{ name: 'a' }, { name: 'a' }] },
      /^fields\[1\]\.name: "a" is already the name of fields\[0\]/,
    ],
    [{ options: { concurrency: 0 } }, /^options\.concurrency: /],
    [{ options: { concurency: 4 } }, /^options\.concurency: is not a key that Trawl knows/],
    [{ options: { headers: { 'a b': 'x' } } }, /^options\.headers/],
    [{ feilds: [] }, /^feilds: is not a key/],
  ])('names the place in %j', (change, sentence) => {
    expect(problems(change)).toEqual([expect.stringMatching(sentence)]);
  });

  it('says on which line a document is no JSON', () => {
    const parsed = parseJobText('{\n  "version": 1,\n  oops\n}');
    expect(
      parsed.ok ? '' : describeProblem(parsed.problems[0] ?? { place: '', message: '' }),
    ).toMatch(/^This is not JSON: line 3, column 3/);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof parseJob(value).ok === 'boolean'));
    fc.assert(fc.property(fc.string(), (text) => typeof parseJobText(text).ok === 'boolean'));
  });
});
