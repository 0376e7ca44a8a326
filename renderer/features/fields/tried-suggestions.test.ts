import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { TriedPage, TriedSelector } from '#shared/engine-protocol/pick.ts';
import type { PreviewPage, Suggestion } from '#shared/engine-protocol/preview.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { Field } from '#shared/job/job.ts';
import { asTried, triedSentence, trySuggestions } from './tried-suggestions.ts';

const page = (url: string): PreviewPage => ({
  url,
  finalUrl: url,
  status: 200,
  bytes: 10,
  contentType: 'text/html',
  encoding: 'utf-8',
  fetchedAtMs: 0,
  isKept: false,
  ms: 1,
  redirects: [],
  rendering: null,
  isJson: false,
});
const field = (name: string, type?: Field['type']) => ({
  field: { name, css: `.${name}`, ...(type && { type }) },
  sample: name,
});
const suggestions: readonly Suggestion[] = [
  {
    group: 'Product',
    each: null,
    fields: [field('price', 'price'), field('brand'), field('stock', 'number')],
  },
];
const tried = (verdict: TriedSelector['verdict'], note = '', value = ''): TriedSelector => ({
  css: '',
  value,
  matches: 0,
  verdict,
  note,
});

function setUp(sample: readonly string[], isKept = false) {
  const asked: string[][] = [];
  const keptBy: unknown[] = [];
  const send = callWith({
    'preview.fetch': ({ url, beside, kept }) => {
      keptBy.push(kept);
      if (url.includes('gone')) throw new TrawlError('FETCH_FAILED', 'There is no such host.');
      expect(beside).toBe(true);
      return page(url);
    },
    'pick.try': ({ urls }) => {
      asked.push([...urls]);
      return urls.map(
        (url, place): TriedPage => ({
          url,
          problem: null,
          rows: null,
          fields: [
            { name: 'price', tried: [tried('found', '', '€ 3.00')] },
            { name: 'brand', tried: [tried(place === 2 ? 'nothing' : 'found')] },
            {
              name: 'stock',
              tried: [
                place === 0 ? tried('found', '', '3') : tried('other-shape', 'Odd.', '3 left'),
              ],
            },
          ],
        }),
      );
    },
  });
  const parts = {
    send,
    jobId: 'job-1',
    page: { ...page('https://a.example/1'), isKept },
    sample,
    keptRun: 'run-1',
  };
  return { asked, keptBy, done: trySuggestions(parts, suggestions) };
}

describe('suggestions on more pages', () => {
  it('say where they find nothing, or something else', async () => {
    const urls = [1, 2, 3, 4, 5].map((n) => `https://a.example/${n}`);
    const { asked, done } = setUp(urls);
    const { pages, notes, texts } = await done;
    expect(asked).toEqual([urls.slice(0, 4)]);
    expect(pages).toBe(3);
    expect([...notes].map(([{ name }, note]) => [name, note])).toEqual([
      ['brand', 'Finds nothing on 1 of 3 more pages.'],
      ['stock', 'On 3 of 3 more pages: Odd.'],
    ]);
    const [price, , stock] = suggestions[0]?.fields.map((one) => one.field) ?? [];
    expect(price && asTried(price, { pages, notes, texts })).toEqual(price);
    expect(stock && asTried(stock, { pages, notes, texts })).toEqual({
      name: 'stock',
      css: '.stock',
    });
    expect(triedSentence({ pages, notes, texts })).toMatch(
      /^Tried on 3 more pages of the list: those/,
    );
  });

  it('are tried on the pages that can be had, and on none where there is none', async () => {
    const some = setUp(['https://a.example/1', 'https://gone.example/', 'https://a.example/2']);
    expect((await some.done).pages).toBe(1);
    const none = setUp(['https://a.example/1']);
    expect(await none.done).toEqual({ pages: 0, notes: new Map(), texts: new Set() });
    expect(none.asked).toEqual([]);
    expect(triedSentence(await none.done)).toBeNull();
  });

  it('take the pages as a run has kept them, and ask no site where theirs is a kept one', async () => {
    const urls = ['https://a.example/1', 'https://a.example/2'];
    for (const only of [false, true]) {
      const { keptBy, done } = setUp(urls, only);
      await done;
      expect(keptBy).toEqual([{ runId: 'run-1', only }]);
    }
  });
});
