import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { runFilePath } from './store/run-names.ts';
import { Sqlite } from './store/sqlite.ts';
import { openEngine } from './test-support/open-engine.ts';
import { scriptedRenderer } from './test-support/scripted-renderer.ts';
import { type WatchedRuns, watchRuns } from './test-support/watch-runs.ts';

let dataDir = '';
let server: Server;
let origin = '';
let engine: EngineApi;
let runs: WatchedRuns;
let rendered: string[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-rendering-'));
  server = createServer((request, response) => {
    const price = request.url?.includes('/script/') ? '' : '<b>9.00</b>';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<h1>${request.url}</h1>${price}${'<p>word</p>'.repeat(50)}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  rendered = [];
  open(true);
});
afterEach(async () => {
  await engine.close();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

const createRenderer = scriptedRenderer((url) => rendered.push(url));

function open(hasBrowser: boolean): void {
  engine = openEngine({ dataDir, ...(hasBrowser && { createRenderer }) });
  runs = watchRuns(engine);
}

const over = ({ state }: RunSnapshot) => state === 'finished' || state === 'halted';

async function start(paths: readonly string[], options: JobOptions): Promise<string> {
  const fields = [
    { name: 'title', css: 'h1' },
    { name: 'price', css: 'b' },
  ];
  const rules = { name: 'Shop', fields, options };
  const input = { kind: 'lines' as const, lines: paths.map((path) => origin + path) };
  return (await engine.call('run.start', { jobId: null, rules, input })).runId;
}

function inFile<T extends readonly unknown[]>(runId: string, sql: string): T[] {
  const db = new Sqlite(runFilePath(join(dataDir, 'runs'), runId));
  try {
    return db.prepare<never>(sql).all() as unknown as T[];
  } finally {
    db.close();
  }
}

const paths = (kind: string, count: number, first = 1) =>
  Array.from({ length: count }, (_, index) => `/${kind}/${first + index}`);

describe('a job that renders', () => {
  it('renders in auto the pages that need it, in each way of running, and the file says so', async () => {
    const runId = await start([...paths('script', 40), ...paths('plain', 40)], { render: 'auto' });
    const end = await runs.until(over);
    expect(end).toMatchObject({ counts: { done: 80 }, rows: 80, rendering: { pages: 40 } });
    expect(rendered.length).toBe(40);
    const prices = inFile<[string, string, number]>(
      runId,
      `SELECT coalesce(got, 'http'), price, count(*) FROM rows JOIN requests AS q
       ON q.id = request_id GROUP BY 1, 2`,
    );
    expect(prices).toEqual([
      ['browser', '4.50', 40],
      ['http', '9.00', 40],
    ]);
    expect(inFile(runId, 'SELECT host, shape, decision FROM templates')).toEqual([
      [origin, '/plain/…', 'fetch'],
      [origin, '/script/…', 'render'],
    ]);
    // Read from the file, as a later start of the app does, it says the same.
    await engine.close();
    open(true);
    const stored = await engine.call('run.snapshot', { runId });
    expect(stored.rendering).toEqual(end.rendering);
  });

  it('goes on after a stop with what it knows, and as a person said', async () => {
    const options = { render: 'auto', concurrency: 2, perMinute: 600 } as const;
    const runId = await start(paths('script', 60), options);
    await runs.until(({ counts }) => counts.done >= 8);
    const template = `${origin}/script/…`;
    await engine.call('run.overrule', { runId, template, decision: 'never' });
    await engine.call('run.stop', { runId });
    const before = rendered.length;
    await engine.close();
    open(true);
    await engine.call('run.resume', { runId });
    await runs.until(({ counts }) => counts.done >= 16);
    expect(rendered.length).toBe(before);
    expect(runs.seen.at(-1)?.rendering?.templates).toMatchObject([{ template, decision: 'never' }]);
    await engine.call('run.overrule', { runId, template, decision: null });
    const { rendering } = await runs.until(({ counts }) => counts.done >= 30);
    expect(rendered.length).toBeGreaterThan(before);
    expect(rendering?.templates).toMatchObject([{ decision: 'render', filled: ['price'] }]);
  });

  it('fails the pages that need a browser where there is none, and says so', async () => {
    await engine.close();
    open(false);
    const lines = [...paths('script', 2), ...paths('plain', 2)];
    await start(lines, { render: 'auto', safeguard: false });
    expect(await runs.until(over)).toMatchObject({
      counts: { done: 2, failed: 2 },
      errors: [{ code: 'RENDER_UNAVAILABLE', count: 2 }],
    });
  });

  it('starts the browser while the first pages come, where all of them are rendered', async () => {
    await engine.close();
    let asked = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    try {
      engine = openEngine({
        dataDir,
        openRenderHost: async () => {
          asked();
          throw new Error('there is no display');
        },
      });
      const { port } = silent.address() as AddressInfo;
      const lines = [`http://127.0.0.1:${port}/never`];
      const rules = {
        name: 'Shop',
        fields: [],
        options: { render: 'always', robots: false } as const,
      };
      const input = { kind: 'lines' as const, lines };
      await engine.call('run.start', { jobId: null, rules, input });
      // No page ever comes.
      await started;
    } finally {
      await engine.close();
      silent.closeAllConnections();
      await new Promise((resolve) => silent.close(resolve));
    }
  });

  it('refuses decisions in a run that makes none', async () => {
    const runId = await start(paths('plain', 30), { perMinute: 60 });
    const params = { runId, template: `${origin}/plain/…`, decision: 'always' } as const;
    await expect(engine.call('run.overrule', params)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
