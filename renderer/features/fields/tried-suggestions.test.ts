import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { TriedPage, TriedSelector } from '#shared/engine-protocol/pick.ts';
import type { PreviewPage, Suggestion } from '#shared/engine-protocol/preview.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { triedSentence, trySuggestions } from './tried-suggestions.ts';

const page = (url: string): PreviewPage => ({
  url,
  finalUrl: url,
  status: 200,
  bytes: 10,
  contentType: 'text/html',
  encoding: 'utf-8',
  fetchedAtMs: 0,
  ms: 1,
  redirects: [],
  rendering: null,
});
const field = (name: string) => ({ field: { name, css: `.${name}` }, sample: name });
const suggestions: readonly Suggestion[] = [
  { group: 'Product', each: null, fields: [field('price'), field('brand'), field('stock')] },
];
const tried = (verdict: TriedSelector['verdict'], note = ''): TriedSelector => ({
  css: '',
  value: '',
  matches: 0,
  verdict,
  note,
});

function setUp(sample: readonly string[]) {
  const asked: string[][] = [];
  const send = callWith({
    'preview.fetch': ({ url, beside }) => {
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
            { name: 'price', tried: [tried('found')] },
            { name: 'brand', tried: [tried(place === 2 ? 'nothing' : 'found')] },
            { name: 'stock', tried: [tried(place === 0 ? 'found' : 'other-shape', 'Odd.')] },
          ],
        }),
      );
    },
  });
  const parts = { send, jobId: 'job-1', page: page('https://a.example/1'), sample };
  return { asked, done: trySuggestions(parts, suggestions) };
}

describe('suggestions on more pages', () => {
  it('say where they find nothing, or something else', async () => {
    const urls = [1, 2, 3, 4, 5].map((n) => `https://a.example/${n}`);
    const { asked, done } = setUp(urls);
    const { pages, notes } = await done;
    expect(asked).toEqual([urls.slice(0, 4)]);
    expect(pages).toBe(3);
    expect([...notes].map(([{ name }, note]) => [name, note])).toEqual([
      ['brand', 'Finds nothing on 1 of 3 more pages.'],
      ['stock', 'On 3 of 3 more pages: Odd.'],
    ]);
    expect(triedSentence({ pages, notes })).toMatch(/^Tried on 3 more pages of the list: those/);
  });

  it('are tried on the pages that can be had, and on none where there is none', async () => {
    const some = setUp(['https://a.example/1', 'https://gone.example/', 'https://a.example/2']);
    expect((await some.done).pages).toBe(1);
    const none = setUp(['https://a.example/1']);
    expect(await none.done).toEqual({ pages: 0, notes: new Map() });
    expect(none.asked).toEqual([]);
    expect(triedSentence(await none.done)).toBeNull();
  });
});
