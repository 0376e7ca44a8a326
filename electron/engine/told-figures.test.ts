import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import { openEngine } from './test-support/open-engine.ts';
import { type WatchedRuns, watchRuns } from './test-support/watch-runs.ts';

/** What a run says of its answers and of the time that its pages took. */

let dataDir = '';
let server: Server;
let origin = '';
let engine: EngineApi;
let runs: WatchedRuns;
/** The answers to `/late`, which the test gives itself. */
let late: ServerResponse[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-told-'));
  late = [];
  server = createServer(({ url = '' }, response) => {
    const [, left] = /^\/moved-(\d)$/.exec(url) ?? [];
    if (url === '/late') late.push(response);
    else if (left === undefined) response.end('<h1>Here</h1>');
    else {
      const to = left === '1' ? '/here' : `/moved-${Number(left) - 1}`;
      response.writeHead(302, { location: to }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  engine = openEngine({ dataDir });
  runs = watchRuns(engine);
});
afterEach(async () => {
  await engine.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(paths: readonly string[]): Promise<string> {
  const fields = [{ name: 'title', css: 'h1' }];
  const rules = { name: 'Told', fields, options: { robots: false, concurrency: 1 } };
  const input = { kind: 'lines' as const, lines: paths.map((path) => origin + path) };
  return (await engine.call('run.start', { jobId: null, rules, input })).runId;
}

it('counts every redirect that was followed as an answer of its own, also once the run is read again', async () => {
  const runId = await start(['/plain', '/moved-1', '/moved-3']);
  const { statusClasses } = await runs.until(({ state }) => state === 'finished');
  expect(statusClasses).toEqual({ '2xx': 3, '3xx': 4, '4xx': 0, '5xx': 0, none: 0 });
  await engine.close();
  engine = openEngine({ dataDir });
  const stored = await engine.call('run.snapshot', { runId });
  expect(stored.statusClasses).toEqual(statusClasses);
});

it('takes the time in which a run is paused for no time of a page that came meanwhile', async () => {
  const runId = await start(['/late', '/plain']);
  await expect.poll(() => late.length).toBe(1);
  await engine.call('run.pause', { runId });
  await runs.until(({ state }) => state === 'paused');
  late[0]?.end('<h1>Late</h1>');
  await runs.until(({ counts }) => counts.done === 1);
  const unpausedAtMs = Date.now();
  await engine.call('run.unpause', { runId });
  await runs.until(({ state }) => state === 'finished');
  const detail = await engine.call('results.detail', { runId, requestId: 1 });
  expect(detail.finishedAtMs).toBeLessThanOrEqual(unpausedAtMs);
});
