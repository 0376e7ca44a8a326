import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEngine } from '#engine/test-support/open-engine.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { startHttpProxy } from '../proxies/http-proxy.ts';
import { endAllLives, startLife } from './engine-life.ts';

let dataDir = '';
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-paused-'));
});
afterEach(async () => {
  endAllLives();
  await Promise.all(closers.splice(0).map((close) => close()));
  await rm(dataDir, { recursive: true, force: true });
});

async function serve(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

const page: RequestListener = (_request, response) => response.end('<h1>x</h1>');

/** Runs until the run pauses itself, and kills the engine. */
async function pauseAndKill(lines: readonly string[], options: JobOptions, cookies?: string) {
  const fields = [{ name: 'title', css: 'h1' }];
  const rules = { name: 'Paused', fields, options };
  const input = { kind: 'lines' as const, lines: [...lines] };
  const secrets = cookies === undefined ? {} : { secrets: { cookies } };
  const params = { jobId: null, rules, input, ...secrets };
  const life = startLife(dataDir, { kind: 'start', params });
  const paused = await life.until(({ state }) => state === 'paused');
  await life.kill();
  if (paused === null) throw new Error('the run did not pause');
  return paused;
}

/** Resumes a run with the same call that main makes after a crash of the engine. */
async function takeUp(runId: string) {
  const engine = openEngine({ dataDir });
  closers.push(() => engine.close());
  const seen: RunSnapshot[] = [];
  let onSnapshot = (): void => undefined;
  engine.onEvent((event) => {
    if (event.kind !== 'run') return;
    seen.push(event.snapshot);
    onSnapshot();
  });
  await engine.call('run.resume', { runId, asItWas: true });
  const finished = new Promise<RunSnapshot>((resolve) => {
    onSnapshot = () => {
      const last = seen.at(-1);
      if (last?.state === 'finished') resolve(last);
    };
    onSnapshot();
  });
  return { engine, seen, finished };
}

describe('a run that is paused when its engine is killed', { timeout: 60_000 }, () => {
  it('by the safeguard, is there again with the reason, and goes on when it is told to', async () => {
    let works = false;
    let asked = 0;
    const port = await serve((request, response) => {
      asked += 1;
      if (works) page(request, response);
      else response.writeHead(403).end();
    });
    const lines = Array.from({ length: 200 }, (_, index) => `http://127.0.0.1:${port}/${index}`);
    const before = await pauseAndKill(lines, { concurrency: 4, perHost: 4 });
    expect(before.reason).toMatch(/^50 of the last 50 requests failed\./);
    works = true;
    asked = 0;
    const { engine, seen, finished } = await takeUp(before.runId);
    for (const snapshot of [...seen, await engine.call('run.snapshot', { runId: before.runId })]) {
      expect(snapshot).toMatchObject({
        state: 'paused',
        pausedBy: 'safeguard',
        stateReason: before.reason,
      });
    }
    expect(asked).toBe(0);
    await engine.call('run.unpause', { runId: before.runId });
    const { counts, pausedBy, stateReason } = await finished;
    expect({ pausedBy, stateReason }).toEqual({ pausedBy: null, stateReason: null });
    expect(counts.done + counts.failed).toBe(200);
    expect(asked).toBe(counts.done);
  });

  it('by pages that ask for a log-in, has none of them in its table, and fetches them again', async () => {
    let isOver = false;
    let asked = 0;
    const port = await serve((request, response) => {
      asked += 1;
      if (asked > 40) isOver = true;
      if (request.url === '/login') response.end('<h1>Log in</h1>');
      else if (isOver) response.writeHead(302, { location: '/login' }).end();
      else page(request, response);
    });
    const lines = Array.from({ length: 100 }, (_, index) => `http://127.0.0.1:${port}/${index}`);
    const cookies = '127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t1\n';
    const before = await pauseAndKill(lines, { concurrency: 4, perHost: 4 }, cookies);
    expect(before.reason).toMatch(/asks for a log-in again since \d\d:\d\d: \d+ pages/);
    isOver = false;
    asked = Number.NEGATIVE_INFINITY;
    const { engine, seen, finished } = await takeUp(before.runId);
    const paused = await engine.call('run.snapshot', { runId: before.runId });
    for (const snapshot of [...seen, paused]) {
      expect(snapshot).toMatchObject({ state: 'paused', pausedBy: 'login' });
    }
    expect(paused.counts.failed).toBe(0);
    await engine.call('run.unpause', { runId: before.runId });
    const last = await finished;
    expect(last.counts).toMatchObject({ done: 100, failed: 0 });
    const view = { sort: null, filter: { text: 'Log in', state: null, errorCode: null } };
    const params = { runId: before.runId, view, offset: 0, limit: 10 };
    expect((await engine.call('results.window', params)).lines).toEqual([]);
  });

  it('by the network, is there again with the reason, and goes on by itself', async () => {
    const port = await serve(page);
    const gone = await startHttpProxy();
    await gone.close();
    const lines = Array.from({ length: 20 }, (_, index) => `http://h${index}.example:${port}/`);
    const proxies = [`http://127.0.0.1:${gone.port}`];
    const before = await pauseAndKill(lines, { proxies });
    expect(before.reason).toMatch(/^No proxy can be reached/);
    const { seen, finished } = await takeUp(before.runId);
    for (const snapshot of seen) {
      expect(snapshot).toMatchObject({
        state: 'paused',
        pausedBy: 'network',
        stateReason: before.reason,
      });
    }
    expect(seen.length).toBeGreaterThan(0);
    const proxy = await startHttpProxy({ port: gone.port });
    closers.push(() => proxy.close());
    expect((await finished).counts).toMatchObject({ done: 20, failed: 0 });
  });
});
