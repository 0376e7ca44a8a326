import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HopOrder, HopResult } from '../fetch/hop-messages.ts';
import type { RouteDescription } from '../fetch/route.ts';
import { startFetchProcess } from '../test-support/open-engine.ts';
import { workerUrl } from '../worker-files.ts';
import { processLife, startThread, type WorkerLife } from '../workers/worker-life.ts';
import { FetchPool, type FetchPoolOptions } from './fetch-pool.ts';

/** Matches any text, and hangs on a run of "a". */
const match = '^(?!(?:a+)+$).*';
const bodies: Readonly<Record<string, string>> = { '/hangs': `<h1>${'a'.repeat(60)}!</h1>` };

let server: Server;
let origin = '';
let asked = 0;
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    asked += 1;
    response.setHeader('content-type', 'text/html');
    if (url.startsWith('/never')) return;
    const body = bodies[url] ?? `<h1>${url}</h1>`;
    setTimeout(() => response.end(body), url.startsWith('/slow') ? 300 : 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://site.test:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const route: RouteDescription = { connectTimeoutMs: 2000, ignoreTlsErrors: false, proxy: null };
const orderFor = (path: string): HopOrder => ({
  url: `${origin}${path}`,
  headers: {},
  reach: 'private',
  limitMs: 60_000,
  remainingMs: 60_000,
  silenceMs: 60_000,
  maxBytes: 50_000_000,
  errorPages: false,
  refresh: 'none',
  ledByRefresh: false,
});

const pools: FetchPool[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

function poolOf(start: () => WorkerLife, options: Partial<FetchPoolOptions> = {}) {
  const lives: WorkerLife[] = [];
  const lookedUp: string[] = [];
  const pool = new FetchPool({
    rules: { fields: [{ name: 'h1', css: 'h1', clean: [{ match }] }] },
    size: 2,
    start: () => {
      const life = start();
      lives.push(life);
      return life;
    },
    lookup: (hostname, _options, found) => {
      lookedUp.push(hostname);
      found(null, [{ address: '127.0.0.1', family: 4 }]);
    },
    ...options,
  });
  pools.push(pool);
  const hop = pool.hopsOver(route);
  const fetch = (path: string, signal = new AbortController().signal): Promise<HopResult> =>
    hop(orderFor(path), signal);
  return { pool, lives, lookedUp, fetch };
}

const numbered = (count: number, kind = 'page'): string[] =>
  Array.from({ length: count }, (_, index) => `/${kind}/${index + 1}`);

/** The value of the one field, or the code of the failure. */
function taken(result: HopResult): string {
  if (result.kind === 'failed') return result.failure.code;
  if (result.content.kind !== 'rows') return result.content.kind;
  const { outcome } = result.content.extracted;
  return outcome.kind === 'rows' ? (outcome.rows[0]?.[0] ?? '') : outcome.failure.code;
}

const kinds = [
  ['threads', () => startThread(workerUrl('fetch-thread'))],
  ['processes', () => processLife(startFetchProcess())],
] as const;

describe.each(kinds)('%s that fetch and extract', (kind, start) => {
  it('turn pages into rows, with the look-ups of the engine', async () => {
    const { fetch, lookedUp, lives } = poolOf(start);
    const paths = numbered(50);
    const results = await Promise.all(paths.map((path) => fetch(path)));
    expect(results.map(taken)).toEqual(paths);
    expect(lives).toHaveLength(2);
    expect(new Set(lookedUp)).toEqual(new Set(['site.test']));
  });

  it('say how an answer failed', async () => {
    const { fetch } = poolOf(start, {
      lookup: (_hostname, _options, found) => {
        found(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 0);
      },
    });
    expect(taken(await fetch('/page'))).toBe('DNS_NOT_FOUND');
  });

  it('lose no other page by one that hangs', async () => {
    const { fetch } = poolOf(start, { deadlineMs: 1500 });
    const paths = [...numbered(10), '/hangs', ...numbered(10, 'slow')];
    const results = await Promise.all(paths.map((path) => fetch(path)));
    expect(results.map(taken)).toEqual(
      paths.map((path) => (path === '/hangs' ? 'PARSE_TIMEOUT' : path)),
    );
  });

  it('accuse no page where they are ended from outside', async () => {
    const { fetch, lives } = poolOf(start);
    const paths = numbered(20, 'slow');
    const before = asked;
    const results = Promise.all(paths.map((path) => fetch(path)));
    await expect.poll(() => asked - before, { timeout: 20_000 }).toBeGreaterThan(5);
    for (const life of lives) life.kill();
    expect((await results).map(taken)).toEqual(paths);
  });

  it('let go of work whose caller has gone', async () => {
    const { fetch } = poolOf(start);
    const abort = new AbortController();
    const before = asked;
    const waits = fetch('/never', abort.signal);
    await expect.poll(() => asked, { timeout: 20_000 }).toBe(before + 1);
    abort.abort(new Error('enough'));
    await expect(waits).rejects.toThrow('enough');
    expect(taken(await fetch('/page'))).toBe('/page');
  });

  it(`${kind === 'threads' ? 'tell' : 'count'} what they cost`, async () => {
    const { pool, fetch } = poolOf(start, { deadlineMs: 400 });
    await fetch('/page');
    if (kind === 'threads') {
      // The threads run in the engine's own process.
      expect(pool.usage()).toEqual({ rssBytes: 0, cpuMs: 0 });
    } else {
      await expect.poll(() => pool.usage().rssBytes, { timeout: 20_000 }).toBeGreaterThan(1e7);
      expect(pool.usage().cpuMs).toBeGreaterThan(1);
    }
  });
});
