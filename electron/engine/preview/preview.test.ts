import { afterEach, describe, expect, it } from 'vitest';
import type { FetchedPage, Fetcher, FetchOutcome } from '#engine/ports/fetcher.ts';
import { failure } from '#shared/errors/error-codes.ts';
import { createPreviewer, type Previewer, type PreviewerOptions } from './preview.ts';

const previewers: Previewer[] = [];
afterEach(async () => {
  await Promise.all(previewers.splice(0).map((previewer) => previewer.close()));
});

/** Pages by URL; it counts the fetches. A page `/held` comes after `release`. */
function previewerOf(pages: Record<string, string>, options: Partial<PreviewerOptions> = {}) {
  const fetched: string[] = [];
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const fetcher: Fetcher = {
    async fetch(url, rules, signal): Promise<FetchOutcome> {
      fetched.push(url);
      if (url.endsWith('/slow')) {
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      }
      if (url.endsWith('/held')) await released;
      const html = pages[url];
      const trace = {
        finalUrl: `${url}?final`,
        status: html === undefined ? 404 : 200,
        redirects: [{ status: 301, from: url, to: `${url}?final` }],
        headers: '',
        answeredAtMs: null,
        contentType: rules.headers['x-type'] ?? 'text/html',
        wireBytes: 10,
        notes: [],
        headersMs: 20,
        bodyMs: 5,
      };
      if (html === undefined) return { kind: 'failed', failure: failure('HTTP_404'), trace };
      return {
        kind: 'page',
        page: { url: trace.finalUrl, trace, body: new TextEncoder().encode(html) },
      };
    },
    close: async () => undefined,
  };
  const previewer = createPreviewer({
    sessions: { session: () => ({ ...fetcher, proxies: () => [], saveCookies: () => undefined }) },
    timeOfDay: () => 1234,
    ...options,
  });
  previewers.push(previewer);
  return { previewer, fetched, release: () => release() };
}

const url = 'https://example.com/list';
const cards = `<h1>Shop</h1>${Array.from({ length: 30 }, (_, i) => `<li><b>n${i}</b><a href="p/${i}">go</a><a>x</a></li>`).join('')}`;

async function loaded(html: string, options?: Partial<PreviewerOptions>) {
  const { previewer } = previewerOf({ [url]: html }, options);
  await previewer.fetch({ key: 'job', url, refresh: false });
  return previewer;
}

describe('a picture that a script loads late', () => {
  it('is shown with the attribute that its address was found in', async () => {
    const previewer = await loaded(`
      <li><img src="a.jpg" data-src="big-a.jpg"></li>
      <li><img src="data:image/gif;base64,R0" data-src="b.jpg"></li>
      <li><img class="lazyload" src="x.gif" data-original="c.jpg"></li>
      <li>none</li>`);
    const { fields } = await previewer.extract({
      key: 'job',
      each: 'li',
      fields: [
        { name: 'picture', css: 'img', take: 'attr:src' },
        { name: 'other', css: 'img', take: 'attr:data-src' },
      ],
    });
    expect(fields[0]).toMatchObject({
      values: ['a.jpg', 'b.jpg', 'c.jpg'].map((name) => `https://example.com/${name}`).concat(''),
      late: [[], ['data-src'], ['data-original'], []],
    });
    expect(fields[1]?.late).toEqual([[], [], [], []]);
    const all = await previewer.extract({
      key: 'job',
      fields: [{ name: 'pictures', css: 'img', take: 'attr:src', all: true }],
    });
    expect(all.fields[0]?.late).toEqual([['data-src', 'data-original']]);
  });
});

describe('fetching a page for the preview', () => {
  it('reads it in the encoding that the job names, without fetching it anew', async () => {
    const { previewer, fetched } = previewerOf({ [url]: '<h1>ü' });
    await previewer.fetch({ key: 'job', url, refresh: false });
    const options = { encoding: 'windows-1252' } as const;
    const page = await previewer.fetch({ key: 'job', url, options, refresh: false });
    expect(page.encoding).toBe('windows-1252');
    const { fields } = await previewer.extract({ key: 'job', fields: [{ name: 'h', css: 'h1' }] });
    expect(fields[0]?.values).toEqual(['Ã¼']);
    expect(fetched).toHaveLength(1);
  });

  it('says what came, and keeps it until it is to be fetched anew', async () => {
    const other = 'https://example.com/other';
    const { previewer, fetched } = previewerOf({ [url]: cards, [other]: 'é' });
    const page = await previewer.fetch({ key: 'job', url: ' example.com/list ', refresh: false });
    expect(page).toEqual({
      url,
      finalUrl: `${url}?final`,
      status: 200,
      bytes: cards.length,
      contentType: 'text/html',
      encoding: 'utf-8',
      fetchedAtMs: 1234,
      isKept: false,
      ms: 25,
      redirects: [{ status: 301, from: url, to: `${url}?final` }],
      rendering: null,
      isJson: false,
    });
    await previewer.fetch({ key: 'job', url: other, refresh: false });
    expect(await previewer.fetch({ key: 'job', url, refresh: false })).toEqual(page);
    expect(fetched).toEqual([url, other]);
    await previewer.fetch({ key: 'job', url, refresh: true });
    expect(fetched).toEqual([url, other, url]);
  });

  it('fails in words', async () => {
    const { previewer } = previewerOf({});
    await expect(previewer.fetch({ key: 'job', url, refresh: false })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: 'The page does not exist.',
    });
    await expect(
      previewer.fetch({ key: 'job', url: 'mailto:a@b.c', refresh: false }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(previewer.extract({ key: 'job', fields: [] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('gives up an older page of the same job for a newer one', async () => {
    const { previewer } = previewerOf({ [url]: cards }, { patienceMs: 1 });
    const older = previewer.fetch({ key: 'job', url: 'https://example.com/slow', refresh: false });
    const rejected = expect(older).rejects.toMatchObject({ code: 'CANCELLED' });
    const second = previewer.fetch({ key: 'job', url: 'https://example.com/slow', refresh: false });
    const alsoRejected = expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    await rejected;
    await previewer.fetch({ key: 'other', url, refresh: false });
    const newest = previewer.fetch({ key: 'job', url: 'https://example.com/slow', refresh: true });
    await alsoRejected;
    newest.catch(() => undefined);
  });
});

describe('a page that comes after a newer one', () => {
  const held = 'https://example.com/held';
  const keptAddress = 'https://example.com/kept';
  const heading = [{ name: 'heading', css: 'h1' }];
  const kept = { runId: 'run', only: true };
  const keptAs = (url: string, html: string): FetchedPage => ({
    url,
    trace: {
      ...{ finalUrl: url, status: 200, redirects: [], headers: '', answeredAtMs: 1 },
      ...{ contentType: 'text/html', wireBytes: 1, notes: [], headersMs: 1, bodyMs: 1 },
    },
    body: new TextEncoder().encode(html),
  });

  function setUp() {
    const pages = { [url]: '<h1>new</h1>', [held]: '<h1>held</h1>' };
    const keptPage = async (_runId: string, { key }: { readonly key: string }) =>
      key.includes('/kept') || key.includes('/list') ? keptAs(key, '<h1>kept</h1>') : null;
    const { previewer, fetched, release } = previewerOf(pages, { keptPage });
    const shown = async () =>
      (await previewer.extract({ key: 'job', fields: heading })).fields[0]?.values;
    return { previewer, fetched, release, shown };
  }

  it('does not take its place, whether that one is kept, cached or fetched', async () => {
    for (const newer of [
      { url: keptAddress, refresh: false, kept },
      { url, refresh: false },
      { url, refresh: true },
    ]) {
      const { previewer, release, shown } = setUp();
      await previewer.fetch({ key: 'job', url, refresh: false });
      const older = previewer.fetch({ key: 'job', url: held, refresh: false });
      const cancelled = expect(older).rejects.toMatchObject({ code: 'CANCELLED' });
      await previewer.fetch({ key: 'job', ...newer });
      const before = await shown();
      release();
      await cancelled;
      expect(await shown()).toEqual(before);
    }
  });

  it('takes its place where the newer one is beside it, or is not kept by the run', async () => {
    const { previewer, release, shown } = setUp();
    const older = previewer.fetch({ key: 'job', url: held, refresh: false });
    await previewer.fetch({ key: 'job', url, refresh: false, beside: true });
    const lost = { key: 'job', url: 'https://example.com/lost', refresh: false, kept };
    await expect(previewer.fetch(lost)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    release();
    await older;
    expect(await shown()).toEqual(['held']);
  });

  it('is still the kept one where only that is wanted', async () => {
    const { previewer, fetched, shown } = setUp();
    await previewer.fetch({ key: 'job', url, refresh: true });
    expect(await shown()).toEqual(['new']);
    // Beside the page that is shown, it changes nothing there.
    const beside = { key: 'job', url, refresh: false, beside: true, kept };
    expect(await previewer.fetch(beside)).toMatchObject({ isKept: true });
    expect(await shown()).toEqual(['new']);
    const page = await previewer.fetch({ key: 'job', url, refresh: false, kept });
    expect(page.isKept).toBe(true);
    expect(await shown()).toEqual(['kept']);
    expect(fetched).toEqual([url]);
  });
});

describe('a page that is JSON', () => {
  const element = { path: [0, 1, 0], tag: 'text' };
  const text = '{"items": [{"name": "A", "price": 1.10}, {"name": "B", "price": 2}]}';

  async function loadedJson(body: string, type = 'application/json') {
    const { previewer } = previewerOf({ [url]: body });
    const options = { headers: { 'x-type': type } };
    const page = await previewer.fetch({ key: 'job', url, options, refresh: false });
    return { previewer, page };
  }

  it('is told by its type or by how it begins, and shown by its members', async () => {
    for (const type of [
      'application/json',
      'text/html',
      'application/vnd.api+json; charset=utf-8',
    ]) {
      const { previewer, page } = await loadedJson(text, type);
      expect(page.isJson, type).toBe(true);
      const members = { path: [0], from: 1, count: 10 };
      expect(
        await previewer.pick({ kind: 'members', params: { key: 'job', url, ...members } }),
      ).toMatchObject({
        self: { name: 'items', count: 2 },
        members: [{ name: 1, text: 'name: B, price: 2' }],
      });
    }
    expect((await loadedJson('<p>{}</p>', 'text/html')).page.isJson).toBe(false);
    expect((await loadedJson('{{ template }}', 'text/html')).page.isJson).toBe(false);
  });

  it('gives fields and a list for the values that are picked, and says where they are', async () => {
    const { previewer } = await loadedJson(text);
    const page = { key: 'job', url };
    const { picked, list } = await previewer.pick({
      kind: 'element',
      params: { ...page, element, names: [] },
    });
    expect(picked.field).toEqual({ name: 'name', json: '$.items[1].name' });
    const rules = { each: list?.each, fields: list?.fields.map(({ field }) => field) ?? [] };
    const found = await previewer.extract({ key: 'job', ...rules });
    expect(found.fields.map(({ values }) => values)).toEqual([
      ['A', 'B'],
      ['1.10', '2'],
    ]);
    const marks = await previewer.pick({ kind: 'marks', params: { ...page, ...rules } });
    expect(marks.fields[0]?.matches).toEqual([
      [0, 0, 0],
      [0, 1, 0],
    ]);
    const tried = await previewer.pick({
      kind: 'try',
      params: { key: 'job', ...rules, urls: [url] },
    });
    expect(tried[0]).toMatchObject({ rows: 2, fields: [{}, { tried: [{ verdict: 'found' }] }] });
  });

  it('says where it ends to be JSON', async () => {
    const { previewer } = await loadedJson('{"items": [}');
    const members = { key: 'job', url, path: [], from: 0, count: 1 };
    await expect(previewer.pick({ kind: 'members', params: members })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('from character 12 on'),
    });
  });
});

describe('extracting for the preview', () => {
  it('shows the first rows of every field, and how many matches it has in the first', async () => {
    const previewer = await loaded(cards);
    const fields = [
      { name: 'name', css: 'b' },
      { name: 'link', css: 'a', take: 'attr:href' },
      { name: 'all', css: 'a', take: 'count' },
      { name: 'self' },
    ];
    const result = await previewer.extract({ key: 'job', each: 'li', fields });
    expect(result).toMatchObject({ rows: 30, eachMatches: 30, eachProblem: null });
    expect(result.fields.map(({ matches, problem }) => ({ matches, problem }))).toEqual([
      { matches: 1, problem: null },
      { matches: 2, problem: null },
      { matches: 2, problem: null },
      { matches: 1, problem: null },
    ]);
    expect(result.fields[0]?.values).toEqual(Array.from({ length: 20 }, (_, i) => `n${i}`));
    expect(result.fields[1]?.values[0]).toBe('https://example.com/p/0');
    expect(result.fields[3]?.values[1]).toBe('n1gox');

    const whole = await previewer.extract({ key: 'job', fields: fields.slice(0, 1) });
    expect(whole).toMatchObject({ rows: 1, eachMatches: null });
    expect(whole.fields).toEqual([
      { name: 'name', matches: 30, values: ['n0'], late: [[]], problem: null, part: null },
    ]);
  });

  it('says what is wrong with a field, and goes on with the others', async () => {
    const previewer = await loaded(cards);
    const fields = [
      { name: 'a', css: 'h1:frist' },
      { name: 'b', css: 'h1', clean: [{ match: '(' }] },
      { name: 'c', css: 'h1' },
      { name: 'd', css: 'h2' },
    ];
    const result = await previewer.extract({ key: 'job', fields });
    expect(result.fields).toEqual([
      {
        name: 'a',
        matches: 0,
        values: [],
        late: [],
        problem: 'There is no pseudo-class ":frist" (character 3).',
        part: 'css',
      },
      {
        name: 'b',
        matches: 0,
        values: [],
        late: [],
        problem: 'This regular expression cannot be read: Unterminated group.',
        part: 'clean',
      },
      { name: 'c', matches: 1, values: ['Shop'], late: [[]], problem: null, part: null },
      { name: 'd', matches: 0, values: [''], late: [[]], problem: null, part: null },
    ]);
    const each = await previewer.extract({
      key: 'job',
      each: 'li[',
      fields: fields.slice(2),
    });
    expect(each).toMatchObject({ rows: 0, eachMatches: 0 });
    expect(each.eachProblem).toContain('name should follow');
    expect(each.fields[0]).toEqual({
      name: 'c',
      matches: 0,
      values: [],
      late: [],
      problem: null,
      part: null,
    });
  });

  it('cuts long values', async () => {
    const previewer = await loaded('x'.repeat(5000));
    const result = await previewer.extract({ key: 'job', fields: [{ name: 'a' }] });
    expect(result.fields[0]?.values[0]).toHaveLength(2000);
  });

  it('survives expressions that never end, and says which they are', async () => {
    const previewer = await loaded(`<p>${'a'.repeat(60)}!</p><b>c</b>`, { fieldDeadlineMs: 300 });
    const endless = { css: 'p', clean: [{ match: '^(a+)+$' }] };
    const fields = [
      { name: 'x', ...endless },
      { name: 'y', css: 'b' },
      { name: 'z', ...endless },
    ];
    const result = await previewer.extract({ key: 'job', fields });
    const problem = 'This field takes too long on this page; try a simpler regular expression.';
    expect(result.fields).toEqual([
      { name: 'x', matches: 0, values: [], late: [], problem, part: null },
      { name: 'y', matches: 1, values: ['c'], late: [[]], problem: null, part: null },
      { name: 'z', matches: 0, values: [], late: [], problem, part: null },
    ]);
  });

  it('gives up an older call of the same job for a newer one', async () => {
    const previewer = await loaded(`<p>${'a'.repeat(60)}!</p>`, {
      fieldDeadlineMs: 60_000,
      patienceMs: 100,
    });
    const field = { name: 'x', css: 'p', clean: [{ match: '^(a+)+$' }] };
    const older = previewer.extract({ key: 'job', fields: [field] });
    const cancelled = expect(older).rejects.toMatchObject({ code: 'CANCELLED' });
    const newer = await previewer.extract({
      key: 'job',
      fields: [{ name: 'x', clean: [{ match: '^a' }] }],
    });
    await cancelled;
    expect(newer.fields[0]?.values).toEqual(['a']);
  });

  it('fails in words for a page that is none', async () => {
    const previewer = await loaded('%PDF-1.7');
    await expect(previewer.extract({ key: 'job', fields: [] })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: 'This is not a page but another kind of file (text/html).',
    });
  });
});

describe('picking in the preview', () => {
  const other = 'https://example.com/other';
  const shop = (price: string) => `<h1>Shop</h1><p class="price">${price}</p>`;

  it('answers from the page that was picked on, and from those beside it', async () => {
    const { previewer, fetched } = previewerOf({ [url]: shop('€ 3'), [other]: shop('sold out') });
    await previewer.fetch({ key: 'job', url, refresh: false });
    await previewer.fetch({ key: 'job', url: other, refresh: false, beside: true });
    const element = { path: [1, 1], tag: 'P' };
    const params = { key: 'job', url, element, names: [] };
    const alone = await previewer.pick({ kind: 'element', params });
    expect(alone.picked).toMatchObject({
      field: { name: 'price', css: '.price' },
      value: '€ 3',
      confidence: 'sure',
    });
    const both = await previewer.pick({ kind: 'element', params: { ...params, beside: [other] } });
    expect(both.picked).toMatchObject({ confidence: 'unsure' });

    const fields = [alone.picked.field];
    const missing = 'https://example.com/missing';
    const tried = await previewer.pick({
      kind: 'try',
      params: { key: 'job', urls: [url, other, missing], fields },
    });
    expect(tried.map(({ problem }) => problem)).toEqual([null, null, 'This page is not loaded.']);
    expect(tried.flatMap((page) => page.fields.map(({ tried }) => tried[0]?.verdict))).toEqual([
      'found',
      'other-shape',
    ]);
    // The page that is shown stayed the same.
    expect(await previewer.extract({ key: 'job', fields })).toMatchObject({
      fields: [{ values: ['€ 3'] }],
    });
    expect(fetched).toEqual([url, other]);
    const marks = await previewer.pick({ kind: 'marks', params: { key: 'job', url, fields } });
    expect(marks).toEqual({ rows: [], fields: [{ name: 'price', matches: [[1, 1]] }] });
  });

  it('fails in words', async () => {
    const previewer = await loaded(cards);
    const params = { key: 'job', url, element: { path: [1, 99], tag: 'p' }, names: [] };
    await expect(previewer.pick({ kind: 'element', params })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('Load the page again'),
    });
    const elsewhere = { ...params, url: 'https://example.com/none' };
    await expect(previewer.pick({ kind: 'element', params: elsewhere })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
