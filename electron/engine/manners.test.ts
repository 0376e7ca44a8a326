import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, isIP, type LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineApi, EngineParams } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { openEngine, wayUnderTest } from './test-support/open-engine.ts';
import { watchRuns } from './test-support/watch-runs.ts';

let dataDir = '';
let engine: EngineApi | null = null;
let servers: Server[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-manners-'));
});
afterEach(async () => {
  await engine?.close();
  engine = null;
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  servers = [];
  await rm(dataDir, { recursive: true, force: true });
});

async function serve(listener: RequestListener, address = '127.0.0.1'): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return `http://${address}:${(server.address() as AddressInfo).port}`;
}

const page: RequestListener = (request, response) => {
  response.setHeader('content-type', 'text/html').end(`<h1>${request.url}</h1>`);
};

function job(urls: readonly string[], options: JobOptions = {}): EngineParams<'run.start'> {
  return {
    jobId: null,
    rules: { name: 'Manners', fields: [{ name: 'title', css: 'h1' }], options },
    input: { kind: 'lines', lines: [...urls] },
  };
}

/** Starts a run; `until` waits for a snapshot of it that fulfils the condition. */
async function start(params: EngineParams<'run.start'>, lookup?: LookupFunction) {
  const running = openEngine({ dataDir, ...(lookup === undefined ? {} : { fetch: { lookup } }) });
  engine = running;
  const { seen, until } = watchRuns(running);
  const { runId } = await running.call('run.start', params);
  return { runId, engine: running, seen, until };
}

const finished = ({ state }: RunSnapshot) => state === 'finished';

// With one page after the other, all hosts wait for a slow one.
describe.skipIf(wayUnderTest === 'sequential')('hosts among one another', () => {
  it.each([8, 100])(
    'do not wait for a slow one that may have %i at once',
    async (perHost) => {
      // The slow host gives no answer until every page of the others has arrived: if one of them waited for
      // it, the run would never end.
      const fastHosts = 200;
      const concurrency = 16;
      const waiting: (() => void)[] = [];
      let fast = 0;
      let slowBefore = 0;
      const slow = await serve((request, response) => {
        if (fast === fastHosts) page(request, response);
        else {
          // Later all other pages may be under way, and the slow host may have the slots that are left.
          if (fast < fastHosts - concurrency) slowBefore += 1;
          waiting.push(() => page(request, response));
        }
      });
      const origins: string[] = [];
      for (let host = 0; host < fastHosts; host += 1) {
        const origin = await serve(
          (request, response) => {
            fast += 1;
            page(request, response);
            if (fast === fastHosts) for (const answer of waiting.splice(0)) answer();
          },
          process.platform === 'linux'
            ? `127.0.${1 + (host >> 7)}.${1 + (host & 127)}`
            : '127.0.0.1',
        );
        origins.push(origin);
      }
      const slowUrls = Array.from({ length: 200 }, (_, i) => `${slow}/${i}`);
      const urls = [...slowUrls, ...origins.map((origin) => `${origin}/`)];
      const { until } = await start(job(urls, { concurrency, perHost, retries: 0 }));
      const last = await until(finished);
      expect(last.counts).toMatchObject({ done: 400, failed: 0 });
      expect(last.hostCount).toBe(201);
      // Meanwhile the slow host had at most half of the slots.
      expect(slowBefore).toBeLessThanOrEqual(8);
    },
    60_000,
  );
});

describe('a network that goes', () => {
  it('pauses the run, which goes on when the network is back, with every page', async () => {
    let isDown = false;
    let served = 0;
    const origin = await serve((request, response) => {
      served += 1;
      if (served === 20) isDown = true;
      page(request, response);
    });
    const { port } = new URL(origin);
    // `all`: Node requests every address (happy eyeballs), and then expects a list.
    const lookup: LookupFunction = (host, options, callback) => {
      if (isDown && isIP(host) === 0) {
        const error = Object.assign(new Error('no network'), { code: 'EAI_AGAIN' });
        setImmediate(() => callback(error, ''));
      } else if (options.all) {
        setImmediate(() => callback(null, [{ address: '127.0.0.1', family: 4 }]));
      } else {
        setImmediate(() => callback(null, '127.0.0.1', 4));
      }
    };
    const urls = Array.from({ length: 60 }, (_, i) => `http://h${i}.example:${port}/`);
    const params = job(urls, { concurrency: 4, retries: 0, allowPrivate: true });
    const { until, engine: running, runId, seen } = await start(params, lookup);
    const paused = await until(({ pausedBy }) => pausedBy === 'network');
    expect(paused).toMatchObject({ state: 'paused', limit: { kind: 'network' } });
    expect(paused.stateReason).toContain('The network seems to be down');
    const stored = await running.call('run.snapshot', { runId });
    expect(stored.pausedBy).toBe('network');
    isDown = false;
    const last = await until(finished);
    expect(last.counts).toMatchObject({ done: 60, failed: 0 });
    expect(last.retries).toBe(0);
    expect(seen.filter(({ pausedBy }) => pausedBy === 'safeguard')).toEqual([]);
  }, 30_000);
});

describe('a robots.txt', () => {
  it('keeps the run from what it forbids, and the table says so', async () => {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/robots.txt') {
        response.setHeader('content-type', 'text/plain');
        response.end('User-agent: *\nDisallow: /private/\nAllow: /private/open\n');
      } else page(request, response);
    });
    const urls = ['/', '/private/a', '/private/open', '/private/b?x=1'].map((p) => origin + p);
    const { until, engine: running, runId } = await start(job(urls, { robots: true }));
    const last = await until(finished);
    expect(last).toMatchObject({
      counts: { done: 2, failed: 0, skipped: 2 },
      skippedByRobots: 2,
      errors: [{ code: 'ROBOTS', count: 2 }],
    });
    expect(asked[0]).toBe('/robots.txt');
    expect(asked.slice(1).sort()).toEqual(['/', '/private/open']);
    const { lines } = await running.call('results.window', {
      runId,
      view: { sort: null, filter: { text: '', state: 'skipped', errorCode: null } },
      offset: 0,
      limit: 10,
    });
    expect(lines.map(({ url, error }) => [url, error])).toEqual([
      [
        `${origin}/private/a`,
        'ROBOTS: The robots.txt of the site does not allow this page (Disallow: /private/).',
      ],
      [
        `${origin}/private/b?x=1`,
        'ROBOTS: The robots.txt of the site does not allow this page (Disallow: /private/).',
      ],
    ]);
  });

  it('holds for where redirects lead, on its own host and on others, which are told nothing', async () => {
    const asked: string[] = [];
    const keys = new Set<string>();
    const serveWith = (name: string, rules: string | null) =>
      serve((request, response) => {
        const url = request.url ?? '';
        asked.push(name + url);
        if (name !== 'list') keys.add(String(request.headers['x-api-key']));
        const to = new URL(url, 'http://x').searchParams.get('to');
        if (to !== null) response.writeHead(302, { location: to }).end();
        else if (url !== '/robots.txt') page(request, response);
        else if (rules === null) response.writeHead(404).end();
        else response.setHeader('content-type', 'text/plain').end(rules);
      });
    const rules = 'User-agent: *\nDisallow: /private/\n';
    const [list, other, without] = await Promise.all([
      serveWith('list', rules),
      serveWith('other', rules),
      serveWith('without', null),
    ]);
    const to = [
      '/private/a',
      '/open',
      `${other}/private/b`,
      `${other}/private/c`,
      `${other}/open`,
      `${without}/private/d`,
      `${without}/?to=${other}/private/e`,
    ];
    const urls = to.map((target) => `${list}/?to=${encodeURIComponent(target)}`);
    const options = { robots: true, headers: { 'X-Api-Key': 'secret' } };
    const { until, engine: running, runId } = await start(job(urls, options));
    expect(await until(finished)).toMatchObject({ counts: { done: 3, failed: 0, skipped: 4 } });
    expect(asked.filter((line) => line.includes('/private/') && !line.includes('?'))).toEqual([
      'without/private/d',
    ]);
    const robots = asked.filter((line) => line.endsWith('/robots.txt')).sort();
    expect(robots).toEqual(['list/robots.txt', 'other/robots.txt', 'without/robots.txt']);
    expect([...keys]).toEqual(['undefined']);
    const { lines } = await running.call('results.window', {
      runId,
      view: { sort: null, filter: { text: '', state: 'skipped', errorCode: null } },
      offset: 0,
      limit: 10,
    });
    // In the order in which they ended, which is not always that of the list.
    expect(lines.find(({ url }) => url === urls[2])?.error).toBe(
      `ROBOTS: The page redirects to ${other}/private/b. The robots.txt of the site does not allow this page (Disallow: /private/).`,
    );
  });

  it('is not asked for where the job does not obey it', async () => {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      asked.push(request.url ?? '');
      page(request, response);
    });
    const { until } = await start(job([`${origin}/a`]));
    await until(finished);
    expect(asked).toEqual(['/a']);
  });
});
