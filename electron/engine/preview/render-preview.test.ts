import { afterEach, expect, it } from 'vitest';
import type { FetchedPage, FetchOutcome } from '#engine/ports/fetcher.ts';
import type { CreateRenderer } from '#engine/ports/renderer.ts';
import { failure } from '#shared/errors/error-codes.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { createPreviewer, type Previewer } from './preview.ts';

const previewers: Previewer[] = [];
afterEach(async () => {
  await Promise.all(previewers.splice(0).map((previewer) => previewer.close()));
});

const url = 'https://shop.example/lamp';
const html =
  '<title>Shop</title><h1>Lamp</h1><b></b><ul><li>one</li></ul><script>addPrice()</script>';
const withScripts = '<title>Lamp</title><h1>Lamp</h1><b>4.50</b><ul><li>one</li><li>two</li></ul>';
const fields = [
  { name: 'name', css: 'h1' },
  { name: 'price', css: 'b' },
  { name: 'title', css: 'title' },
];

const page = (body: string, contentType = 'text/html'): FetchedPage => ({
  url,
  body: new TextEncoder().encode(body),
  trace: {
    ...{ finalUrl: url, status: 200, redirects: [], contentType, wireBytes: 10, notes: [] },
    ...{ headers: '', answeredAtMs: null },
    ...{ headersMs: 20, bodyMs: 5 },
  },
});

/** @param render null: there is no browser */
function previewerOf(render: (() => FetchOutcome) | null, contentType?: string) {
  const counts = { fetched: 0, rendered: 0, closed: 0 };
  const createRenderer: CreateRenderer = () => ({
    async render() {
      counts.rendered += 1;
      return render?.() ?? { kind: 'page', page: page(withScripts) };
    },
    async close() {
      counts.closed += 1;
    },
  });
  const session = {
    async fetch(): Promise<FetchOutcome> {
      counts.fetched += 1;
      return { kind: 'page', page: page(html, contentType) };
    },
    close: async () => undefined,
    proxies: () => [],
    saveCookies: () => undefined,
  };
  const previewer = createPreviewer({
    sessions: { session: () => session },
    timeOfDay: () => 1234,
    ...(render && { createRenderer }),
  });
  previewers.push(previewer);
  const fetch = (options: JobOptions, refresh = false) =>
    previewer.fetch({ key: 'job', url, options, refresh });
  const extract = (each?: string) => previewer.extract({ key: 'job', each, fields });
  return { previewer, counts, fetch, extract };
}
const rendered = (): FetchOutcome => ({ kind: 'page', page: page(withScripts) });

it('shows the rendered page, and says what its fields are without JavaScript', async () => {
  const { counts, fetch, extract } = previewerOf(rendered);
  expect((await fetch({ render: 'auto' })).rendering).toMatchObject({
    kind: 'rendered',
    mode: 'auto',
  });
  const result = await extract();
  expect(result.fields.map(({ values }) => values[0])).toEqual(['Lamp', '4.50', 'Lamp']);
  expect(result.withoutScripts).toEqual({ rows: 1, fields: ['same', 'empty', 'other'] });
  expect((await extract('li')).withoutScripts?.rows).toBe(1);
  expect(counts).toEqual({ fetched: 1, rendered: 1, closed: 1 });
});

it('keeps the data that a rendered page has fetched, until it is forgotten', async () => {
  const text = '{"items": [{"name": "A"}, {"name": "B"}]}';
  const answer = { status: 200, contentType: 'application/json', body: Buffer.from(text) };
  const { previewer, fetch } = previewerOf(() => ({
    kind: 'page',
    page: {
      ...page(withScripts),
      answers: [
        { ...answer, method: 'GET', url: `${url}/api`, body: Buffer.from('no JSON') },
        { ...answer, method: 'GET', url: `${url}/api?page=1` },
      ],
    },
  }));
  await fetch({ render: 'always' });
  const asked = { key: 'job' };
  expect(await previewer.answers(asked)).toMatchObject([
    { number: 1, address: `${url}/api?page=1`, items: 2 },
  ]);
  const members = { key: 'job', url, answer: 1, path: [0], from: 0, count: 10 };
  expect(await previewer.pick({ kind: 'members', params: members })).toMatchObject({
    members: [{ text: 'name: A' }, { text: 'name: B' }],
  });
  previewer.forgetAnswers('job');
  expect(await previewer.answers(asked)).toEqual([]);
  await expect(previewer.pick({ kind: 'members', params: members })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect((await previewer.extract({ key: 'job', fields })).rows).toBe(1);
});

it('neither renders nor compares for a job that does not render, nor what is no HTML', async () => {
  const { counts, fetch, extract } = previewerOf(rendered);
  expect((await fetch({})).rendering).toBeNull();
  expect((await extract()).withoutScripts).toBeNull();
  const feed = previewerOf(rendered, 'application/rss+xml');
  expect((await feed.fetch({ render: 'always' })).rendering).toBeNull();
  expect(counts.rendered + feed.counts.rendered).toBe(0);
});

it('fetches anew once the job has come to render, and not for another look', async () => {
  const { counts, fetch } = previewerOf(rendered);
  await fetch({});
  await fetch({ render: 'auto' });
  await fetch({ render: 'always' });
  expect(counts).toMatchObject({ fetched: 2, rendered: 1 });
});

it('shows the fetched page where it cannot be rendered, with the reason', async () => {
  const { fetch, extract } = previewerOf(null);
  expect((await fetch({ render: 'auto' })).rendering).toEqual({
    kind: 'failed',
    mode: 'auto',
    message: failure('RENDER_UNAVAILABLE').message,
  });
  expect((await extract()).fields[1]?.values).toEqual(['']);
  const { trace } = page(html);
  const late = failure('TOTAL_TIMEOUT');
  const failing = previewerOf(() => ({ kind: 'failed', failure: late, trace }));
  expect((await failing.fetch({ render: 'always' })).rendering).toMatchObject({
    kind: 'failed',
    message: late.message,
  });
});
