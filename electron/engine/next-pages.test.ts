import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobRules } from '#shared/job/job.ts';
import { openEngine } from './test-support/open-engine.ts';
import { watchRuns } from './test-support/watch-runs.ts';

/** Two items a page. Every kind of list has four pages, and says in its own way where the next one is. */
const lastPage = 4;
const item = (shop: string, page: number, number: number) => `${shop} ${page}.${number}`;

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status?: number;
}

/** @param path such as /link/a?page=2 */
function answerTo(path: string): Answer {
  const url = new URL(path, 'http://site.example');
  const [, kind = '', shop = ''] = url.pathname.split('/');
  const asked = Number(url.searchParams.get('page') ?? 1);
  // Sites without a last page show theirs for every higher number.
  const page = kind === 'number' ? Math.min(asked, lastPage) : asked;
  const next = `?page=${page + 1}`;
  const items = [1, 2].map((number) => item(shop, page, number));
  const html = (more: string, shown = items): Answer => ({
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<h1>${shop}</h1>${shown.map((text) => `<li class="item">${text}</li>`).join('')}${more}`,
  });
  const isLast = page >= lastPage;
  switch (kind) {
    case 'link':
      return html(isLast ? '' : `<ul><li class="next"><a href="${next}">Next</a></li></ul>`);
    case 'header':
      return {
        ...html(''),
        headers: {
          'content-type': 'text/html; charset=utf-8',
          ...(!isLast && { link: `</first>; rel="first", <${next}>; title="a, b"; rel="Next"` }),
        },
      };
    case 'json':
      return {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ items, next: isLast ? null : `/json/${shop}${next}` }),
      };
    case 'relative':
      return {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ items, next: isLast ? null : `${shop}${next}` }),
      };
    case 'circle':
      return html(`<a class="next" href="${isLast ? '?' : next}">Next</a>`);
    case 'itself':
      return html(`<a class="next" href="${url.pathname}#next">Next</a>`);
    case 'script':
      return html('<a class="next" href="javascript:more()">More</a>');
    case 'changed':
      return page === 3
        ? html('<p>We have moved.</p>', [])
        : html(`<a class="next" href="${next}">`);
    case 'gone':
      return page === 3
        ? { ...html(''), status: 404 }
        : html(`<a class="next" href="${next}">Next</a>`);
    default:
      return html('');
  }
}

/** Where a path redirects to. */
const moved: Readonly<Record<string, string>> = { '/old/a': '/itself/a' };

let dataDir = '';
let server: Server;
let origin = '';
let engine: EngineApi;
const asked: string[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-next-'));
  asked.length = 0;
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const location = moved[url];
    if (location !== undefined) {
      response.writeHead(301, { location }).end();
      return;
    }
    const { headers, body, status = 200 } = answerTo(url);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  engine = openEngine({ dataDir });
});
afterEach(async () => {
  await engine.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

const css: Pick<JobRules, 'each' | 'fields'> = {
  each: '.item',
  fields: [{ name: 'item' }],
};

async function run(
  paths: readonly string[],
  rules: Omit<JobRules, 'name'>,
): Promise<{ readonly snapshot: RunSnapshot; readonly items: readonly (string | undefined)[] }> {
  const runs = watchRuns(engine);
  const options = { retries: 0, safeguard: false, robots: false, keepPages: true };
  const { runId } = await engine.call('run.start', {
    jobId: null,
    rules: { name: 'Next', ...rules, options },
    input: { kind: 'lines', lines: paths.map((path) => origin + path) },
  });
  const snapshot = await runs.until(({ state }) => state === 'finished');
  return { snapshot, items: await itemsOf(runId) };
}

async function itemsOf(runId: string): Promise<readonly (string | undefined)[]> {
  const { lines } = await engine.call('results.window', {
    runId,
    view: {
      sort: { column: '$place', descending: false },
      filter: { text: '', state: null, errorCode: null },
    },
    offset: 0,
    limit: 100,
  });
  return lines.map(({ cells }) => cells[0]);
}

const itemsUpTo = (shop: string, last: number) =>
  Array.from({ length: last }, (_, at) =>
    [1, 2].map((number) => item(shop, at + 1, number)),
  ).flat();

it.each<readonly [string, string, Omit<JobRules, 'name'>]>([
  ['an element around a link', 'link', { ...css, next: { css: 'li.next' } }],
  ['a selector that needs a tree', 'link', { ...css, next: { css: 'li:has(a) > a' } }],
  ['an XPath of an attribute', 'link', { ...css, next: { xpath: '//li[@class="next"]/a/@href' } }],
  ['an XPath of a link', 'link', { ...css, next: { xpath: '//li[@class="next"]/a' } }],
  ['a Link header', 'header', { ...css, next: { header: 'next' } }],
  [
    'a JSONPath',
    'json',
    { each: { json: '$.items[*]' }, fields: [{ name: 'item' }], next: { json: '$.next' } },
  ],
  [
    'a JSONPath of an address without a slash',
    'relative',
    { each: { json: '$.items[*]' }, fields: [{ name: 'item' }], next: { json: '$.next' } },
  ],
])('follows %s to the last page, in the order of the list', async (_, kind, rules) => {
  const { snapshot, items } = await run([`/${kind}/a`, `/${kind}/b`], rules);
  expect(items).toEqual([...itemsUpTo('a', lastPage), ...itemsUpTo('b', lastPage)]);
  expect(snapshot.counts).toMatchObject({ total: 8, done: 8 });
  expect(snapshot.chains).toEqual({ found: 6, ends: { 'no-link': 2 } });
  expect(new Set(asked).size).toBe(asked.length);
});

it('counts a number in the address up until two pages have no new row', async () => {
  const { snapshot, items } = await run(['/number/a?page=1&x=%E4', '/number/b'], {
    ...css,
    next: { param: 'page' },
  });
  const repeated = [1, 2].map((number) => item('a', lastPage, number));
  expect(items.slice(0, 12)).toEqual([...itemsUpTo('a', lastPage), ...repeated, ...repeated]);
  expect(snapshot.chains).toEqual({ found: 10, ends: { repeats: 2 } });
  expect(asked).toContain('/number/a?page=2&x=%E4');
  expect(asked).toContain('/number/b?page=6');
});

it('ends for repeated rows also where a field is of the answer', async () => {
  const { snapshot } = await run(['/number/a'], {
    each: '.item',
    fields: [{ name: 'item' }, { name: 'when', answer: 'time' }, { name: 'at', answer: 'url' }],
    next: { param: 'page', maxPages: 10 },
  });
  expect(snapshot.chains).toEqual({ found: 5, ends: { repeats: 1 } });
});

it.each([
  ['limit', 'link', { css: 'li.next', maxPages: 3 }, 3],
  ['known', 'circle', { css: '.next' }, 5],
  ['unusable', 'script', { css: '.next' }, 1],
  ['empty', 'changed', { css: '.next' }, 2],
  ['failed', 'gone', { css: '.next' }, 2],
] as const)('says that a chain ended for the reason "%s"', async (end, kind, next, last) => {
  const { snapshot, items } = await run([`/${kind}/a`], { ...css, next });
  expect(snapshot.chains?.ends).toEqual({ [end]: 1 });
  expect(items.slice(0, 2)).toEqual(itemsUpTo('a', 1));
  expect(new Set(items).size).toBeGreaterThanOrEqual(Math.min(last, lastPage) * 2);
});

it('fetches a page once that links to itself, though a redirect led to it', async () => {
  const { snapshot, items } = await run(['/old/a'], { ...css, next: { css: '.next' } });
  expect(snapshot.chains).toEqual({ found: 0, ends: { known: 1 } });
  expect(items).toEqual(itemsUpTo('a', 1));
  expect(asked).toEqual(['/old/a', '/itself/a']);
});

it('goes on where a page had failed, once that is there', async () => {
  const { snapshot } = await run(['/gone/a'], { ...css, next: { css: '.next' } });
  expect(snapshot.counts).toMatchObject({ done: 2, failed: 1 });
  const runs = watchRuns(engine);
  const { queued } = await engine.call('run.retry-failed', {
    runId: snapshot.runId,
    errorCode: null,
  });
  expect(queued).toBe(1);
  const again = await runs.until(({ state }) => state === 'finished');
  expect(again.chains).toEqual({ found: 2, ends: { failed: 1 } });
});

it('reads the pages again that the run got, in the same order, and looks for no others', async () => {
  const { snapshot, items } = await run(['/link/a', '/link/b'], {
    ...css,
    next: { css: 'li.next' },
  });
  const answers = asked.length;
  const runs = watchRuns(engine);
  const { runId } = await engine.call('run.read-again', {
    runId: snapshot.runId,
    jobId: null,
    rules: { name: 'Again', ...css, next: { css: 'li.next' } },
  });
  const again = await runs.until((one) => one.runId === runId && one.state === 'finished');
  expect(again.counts).toMatchObject({ total: 8, done: 8 });
  expect(again.chains).toBeNull();
  expect(await itemsOf(runId)).toEqual(items);
  expect(asked.length).toBe(answers);
});

describe('a chain that leads to another site and back', () => {
  const headers = { 'X-Api-Key': 'key', Authorization: 'Bearer secret', Cookie: 'session=1' };
  /** The paths of a site that had the job's own headers, and all that were asked for. */
  interface Site {
    readonly origin: string;
    readonly asked: string[];
    readonly told: string[];
  }
  const servers: Server[] = [];
  afterEach(async () => {
    for (const one of servers.splice(0)) {
      one.closeAllConnections();
      await new Promise((resolve) => one.close(resolve));
    }
  });

  /** @param to where a path leads: by a redirect if it begins with `>`, else by a link */
  async function siteOf(to: Readonly<Record<string, () => string>>): Promise<Site> {
    const asked: string[] = [];
    const told: string[] = [];
    const one = createServer((request, response) => {
      const { url = '' } = request;
      asked.push(url);
      const secrets = ['x-api-key', 'authorization', 'cookie'];
      if (secrets.some((name) => request.headers[name] !== undefined)) told.push(url);
      const target = to[url]?.() ?? '';
      if (url === '/robots.txt') response.writeHead(404).end();
      else if (target.startsWith('>')) response.writeHead(302, { location: target.slice(1) }).end();
      else {
        const link = target === '' ? '' : `<a class="next" href="${target}">Next</a>`;
        response.setHeader('content-type', 'text/html');
        response.end(`<p class="item">${url}</p>${link}`);
      }
    });
    servers.push(one);
    await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
    const { port } = one.address() as AddressInfo;
    return { origin: `http://127.0.0.1:${port}`, asked, told };
  }

  async function runFrom(url: string): Promise<RunSnapshot> {
    const runs = watchRuns(engine);
    await engine.call('run.start', {
      jobId: null,
      rules: {
        name: 'Secrets',
        ...css,
        next: { css: '.next' },
        options: { retries: 0, safeguard: false, robots: true, headers },
      },
      input: { kind: 'lines', lines: [url] },
    });
    return runs.until(({ state }) => state === 'finished');
  }

  it('sends the headers of the job to the site of the list alone, on every page', async () => {
    const shop: Site = await siteOf({ '/1': () => `${other.origin}/2` });
    const other: Site = await siteOf({ '/2': () => '/3', '/3': () => `${shop.origin}/4` });
    const { counts } = await runFrom(`${shop.origin}/1`);
    expect(counts).toMatchObject({ total: 4, done: 4 });
    expect(shop.told).toEqual(['/robots.txt', '/1', '/4']);
    expect(other.asked).toEqual(['/robots.txt', '/2', '/3']);
    expect(other.told).toEqual([]);
  });

  it('sends them to no site to which the first page redirects', async () => {
    const shop: Site = await siteOf({ '/1': () => `>${other.origin}/1` });
    const other: Site = await siteOf({ '/1': () => '/2', '/2': () => '/3' });
    const { counts } = await runFrom(`${shop.origin}/1`);
    expect(counts).toMatchObject({ total: 3, done: 3 });
    expect(shop.told).toEqual(['/robots.txt', '/1']);
    expect(other.asked).toEqual(['/robots.txt', '/1', '/robots.txt', '/2', '/3']);
    expect(other.told).toEqual([]);
  });
});
