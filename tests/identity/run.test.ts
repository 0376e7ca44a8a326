import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '#engine/test-support/open-engine.ts';
import { defaultExportOptions } from '#shared/engine-protocol/export.ts';
import type { EngineApi, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { startHttpProxy } from '../proxies/http-proxy.ts';
import { toThisMachine } from './session.ts';
import { startSite } from './site.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
function kept<T extends { close(): Promise<unknown> }>(thing: T): T {
  closers.push(() => thing.close());
  return thing;
}
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'trawl-identity-'));
  closers.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const passwords = {
  list: 'l1st-pa55',
  proxy: 'pr0xy-pa55',
  header: 'h3ader-t0ken',
  cookie: 'c00kie',
};

/** An engine whose events and log lines are all kept. */
function engineIn(dataDir: string) {
  const heard: unknown[] = [];
  const logger = {
    info: (message: string) => heard.push(message),
    error: (message: string, error: unknown) => heard.push(message, String(error)),
  };
  const engine = kept(openEngine({ dataDir, logger, fetch: { lookup: toThisMachine } }));
  engine.onEvent((event) => heard.push(event));
  return { engine, heard };
}

const fields = [{ name: 'who', css: 'b' }];
const rulesWith = (options: JobOptions) => ({ name: 'identity', fields, options });

async function until(
  engine: EngineApi,
  runId: string,
  is: (snapshot: RunSnapshot) => boolean,
): Promise<RunSnapshot> {
  for (;;) {
    const snapshot = await engine.call('run.snapshot', { runId });
    if (is(snapshot)) return snapshot;
    await pause(20);
  }
}

const over = ({ state }: RunSnapshot): boolean => state === 'finished' || state === 'stopped';

describe('a run with secrets', () => {
  it('uses them, after a resume too, and shows them nowhere', async () => {
    let open = false;
    const site = kept(
      await startSite((request, response) => {
        const { authorization = '', cookie = '' } = request.headers;
        const who = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
        if (request.url === '/first') response.setHeader('set-cookie', 'fresh=from-the-site');
        if (request.url === '/later' && !open) return void response.writeHead(503).end();
        if (request.url === '/missing') return void response.writeHead(404).end();
        const shown = who === `ann:${passwords.list}` ? 'ann' : '';
        response.end(`<b>${shown}/${cookie.split('=')[0]}/${cookie.includes('fresh')}</b>`);
      }),
    );
    const proxy = kept(await startHttpProxy({ login: `bob:${passwords.proxy}` }));
    const name = `http://127.0.0.1:${proxy.port}`;
    const host = `a.example.com:${site.port}`;
    const secrets: RunSecrets = {
      proxyLogins: { [name]: { user: 'bob', password: passwords.proxy } },
      cookies: ['a.example.com', 'FALSE', '/', 'FALSE', '0', 'sid', passwords.cookie].join('\t'),
    };
    const options: JobOptions = {
      proxies: [name],
      headers: { 'X-Api-Key': passwords.header },
      retries: 0,
      concurrency: 1,
      safeguard: false,
      pace: 'fixed',
    };
    const dataDir = folder();
    const lines = ['first', 'second', 'missing', 'later'].map(
      (page) => `http://ann:${passwords.list}@${host}/${page}`,
    );
    lines.push(`http://ann:${passwords.list}@[bad/`);

    const first = engineIn(dataDir);
    const { runId } = await first.engine.call('run.start', {
      jobId: null,
      rules: rulesWith(options),
      input: { kind: 'lines', lines },
      secrets,
    });
    await until(first.engine, runId, over);
    await first.engine.close();

    open = true;
    const second = engineIn(dataDir);
    await second.engine.call('run.retry-failed', { runId, errorCode: 'HTTP_503', secrets });
    const end = await until(second.engine, runId, over);
    expect(end.counts).toMatchObject({ done: 3, failed: 2, queued: 0 });
    expect(site.requests.at(-1)?.headers.cookie).toBe(
      `sid=${passwords.cookie}; fresh=from-the-site`,
    );
    expect(JSON.stringify(site.requests.map(({ headers }) => headers))).not.toContain(
      passwords.proxy,
    );

    const file = join(dataDir, 'table.csv');
    const asTable = { exportId: 'e', runId, file, options: defaultExportOptions };
    await second.engine.call('export.start', asTable);
    const view = { sort: null, filter: { text: '', state: null, errorCode: null } };
    const shown = [
      await second.engine.call('results.window', { runId, view, offset: 0, limit: 100 }),
      await second.engine.call('results.tsv', { runId, view, offset: 0, limit: 100 }),
      await second.engine.call('runs.list', { job: null }),
      ...(await Promise.all(
        [1, 2, 3, 4, 5].map((requestId) =>
          second.engine.call('results.detail', { runId, requestId }),
        ),
      )),
    ];
    const table = readFileSync(file, 'utf8');
    expect(table).toContain(`http://ann:***@${host}/first`);
    expect(table).toContain('ann/sid/true');
    const everything = JSON.stringify([first.heard, second.heard, shown, table]);
    // A header of the job is part of the job, which belongs to the person.
    for (const secret of [passwords.list, passwords.proxy, passwords.cookie, passwords.header]) {
      expect(everything).not.toContain(secret);
    }
    await second.engine.close();
    const runs = join(dataDir, 'runs');
    for (const left of readdirSync(runs)) {
      const path = join(runs, left);
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
      expect(readFileSync(path).includes(passwords.proxy)).toBe(false);
    }
  });

  it('takes logins out of a list that is analysed', async () => {
    const { engine, heard } = engineIn(folder());
    const lines = ['https://ann:l1st-pa55@a.example.com/', 'ftp://ann:l1st-pa55@b/'];
    const analysis = await engine.call('input.analyze', {
      key: 'k',
      input: { kind: 'lines', lines },
    });
    expect(analysis).toMatchObject({
      sample: ['https://ann:***@a.example.com/'],
      account: { notRead: 1 },
    });
    expect(JSON.stringify([analysis, heard])).not.toContain(passwords.list);
  });

  it('is not begun where its cookies or its proxies cannot be used, and leaves nothing', async () => {
    const dataDir = folder();
    const { engine } = engineIn(dataDir);
    const start = (secrets: RunSecrets, options: JobOptions = {}) =>
      engine.call('run.start', {
        jobId: null,
        rules: rulesWith(options),
        input: { kind: 'lines', lines: ['https://a.example.com/'] },
        secrets,
      });
    await expect(start({ cookies: 'a=b' })).rejects.toThrow('line 1 is not a cookie');
    await expect(start({}, { proxies: 'system' })).rejects.toThrow('not known here');
    expect(readdirSync(join(dataDir, 'runs'))).toEqual([]);
  });
});

describe('a run whose proxies all rest', () => {
  it('says so, waits, and stops when it is told to', async () => {
    const proxy = kept(await startHttpProxy({ login: 'ann:another' }));
    const { engine } = engineIn(folder());
    const { runId } = await engine.call('run.start', {
      jobId: null,
      rules: rulesWith({ proxies: [`http://127.0.0.1:${proxy.port}`], safeguard: false }),
      input: {
        kind: 'lines',
        lines: Array.from({ length: 50 }, (_, index) => `http://h${index}.example.com/`),
      },
    });
    const snapshot = await until(engine, runId, ({ limit }) => limit.kind === 'proxies');
    expect(snapshot).toMatchObject({
      limit: { kind: 'proxies', resting: 1 },
      proxies: [{ state: 'resting', lastFailure: expect.stringContaining('asks for a login') }],
    });
    await engine.call('run.stop', { runId });
    expect(await until(engine, runId, over)).toMatchObject({ state: 'stopped' });
  });
});

describe('a run whose proxies are all gone', () => {
  const urls = (count: number, port: number) =>
    Array.from({ length: count }, (_, index) => `http://h${index}.example.com:${port}/`);

  it('pauses and says so, and goes on with every page when one is back', async () => {
    const proxies = await Promise.all([startHttpProxy(), startHttpProxy()]);
    let served = 0;
    const site = kept(
      await startSite((_request, response) => {
        served += 1;
        response.end('<b>x</b>');
        if (served === 20) for (const proxy of proxies) void proxy.close();
      }),
    );
    const { engine } = engineIn(folder());
    const { runId } = await engine.call('run.start', {
      jobId: null,
      rules: rulesWith({
        proxies: proxies.map(({ port }) => `http://127.0.0.1:${port}`),
        concurrency: 4,
      }),
      input: { kind: 'lines', lines: urls(60, site.port) },
    });
    const paused = await until(engine, runId, ({ state }) => state === 'paused');
    expect(paused).toMatchObject({
      pausedBy: 'network',
      stateReason:
        'No proxy can be reached, or the network is down (the server refused the connection). ' +
        'Trawl tries again by itself, and goes on as soon as one is back.',
      counts: { failed: 0 },
    });
    kept(await startHttpProxy({ port: proxies[1]?.port ?? 0 }));
    const end = await until(engine, runId, over);
    expect(end.counts).toMatchObject({ done: 60, failed: 0 });
    expect(await engine.call('run.snapshot', { runId })).toMatchObject({ state: 'finished' });
  });
});
