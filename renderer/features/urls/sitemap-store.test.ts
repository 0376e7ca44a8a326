import { expect, it } from 'vitest';
import type { Call } from '#renderer/bridge/client.ts';
import type { SitemapFindings } from '#shared/engine-protocol/sitemaps.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { EventName, Events } from '#shared/ipc/contract.ts';
import { createSitemapStore } from './sitemap-store.ts';

const jobId = 'lq0000000-job';
const findings: SitemapFindings = {
  sitemaps: 1,
  pages: 12,
  leftOut: { match: 0, since: 0, otherSites: 0 },
  undated: 0,
  problems: 0,
  firstProblems: [],
};

/** A fake main whose answers to `sitemaps.read` are given by the test, the oldest question first. */
function world() {
  const sent: { command: string; params: unknown }[] = [];
  const asked: { yes: (value: SitemapFindings) => void; no: (error: unknown) => void }[] = [];
  let tell: (event: Events['engine']) => void = () => undefined;
  const store = createSitemapStore({
    call: ((command: string, params: unknown) => {
      sent.push({ command, params });
      if (command !== 'sitemaps.read') return Promise.resolve(undefined);
      return new Promise((yes, no) => asked.push({ yes, no }));
    }) as Call,
    on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => {
      if (event === 'engine') tell = listener as (payload: Events['engine']) => void;
      return () => undefined;
    },
  });
  return { store, sent, asked, tell: (event: Events['engine']) => tell(event) };
}

it('asks, counts and hands over what was found', async () => {
  const { store, sent, asked, tell } = world();
  store.open(jobId);
  store.change({ url: ' https://a.example/map.xml ', match: ' /shop/ ', since: '2026-01-02' });
  const looking = store.look();
  const progress = { sitemaps: 1, pages: 5, waiting: 2 };
  tell({ kind: 'sitemaps', key: 'another', progress });
  expect(store.getState().phase).toEqual({ kind: 'reading', progress: null });
  tell({ kind: 'sitemaps', key: jobId, progress });
  expect(store.getState().phase).toEqual({ kind: 'reading', progress });
  asked[0]?.yes(findings);
  await looking;
  expect(store.getState().phase).toEqual({ kind: 'found', findings });
  const source = { url: 'https://a.example/map.xml', match: '/shop/', since: '2026-01-02' };
  expect(sent).toEqual([{ command: 'sitemaps.read', params: { jobId, source } }]);
  store.taken();
  expect(store.getState().jobId).toBeNull();
  expect(sent).toHaveLength(1);
});

it('takes a site for its robots.txt, and adds the scheme that is missing', () => {
  for (const [typed, url] of [
    ['a.example', 'https://a.example/robots.txt'],
    ['http://a.example/', 'http://a.example/robots.txt'],
    ['a.example/map.xml', 'https://a.example/map.xml'],
  ] as const) {
    const { store, sent } = world();
    store.open(jobId);
    store.change({ url: typed });
    void store.look();
    expect(sent[0]).toMatchObject({ params: { source: { url } } });
  }
});

it('says what is wrong with an address, and what main says of it', async () => {
  const { store, sent, asked } = world();
  store.open(jobId);
  for (const url of ['', 'file:///etc/passwd', 'http://']) {
    store.change({ url });
    await store.look();
    expect(store.getState().phase).toMatchObject({
      problem: expect.stringMatching(/^Type the address/),
    });
  }
  expect(sent).toEqual([]);
  store.change({ url: 'a.example' });
  const looking = store.look();
  asked[0]?.no(new TrawlError('BAD_INPUT', 'This is a web page, and no sitemap.'));
  await looking;
  expect(store.getState().phase).toEqual({
    kind: 'asking',
    problem: 'This is a web page, and no sitemap.',
  });
  store.change({ match: 'b' });
  expect(store.getState().phase).toEqual({ kind: 'asking', problem: null });
});

it('forgets an answer that comes after it was stopped or closed', async () => {
  const { store, sent, asked } = world();
  store.open(jobId);
  store.change({ url: 'a.example' });
  const first = store.look();
  await store.stop();
  const second = store.look();
  asked[0]?.no(new TrawlError('CANCELLED', 'The sitemaps are read no further.'));
  await first;
  expect(store.getState().phase.kind).toBe('reading');
  await store.close();
  asked[1]?.yes(findings);
  await second;
  expect(store.getState()).toMatchObject({ jobId: null, phase: { kind: 'asking' } });
  expect(sent.filter(({ command }) => command === 'sitemaps.leave')).toHaveLength(2);
});
