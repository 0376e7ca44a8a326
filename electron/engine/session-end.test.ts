import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { type SampleSite, startSampleSite } from '../sample-site/start-sample-site.ts';
import { logInAtSite } from '../sample-site/testing/log-in.ts';
import { openEngine } from './test-support/open-engine.ts';
import { type WatchedRuns, watchRuns } from './test-support/watch-runs.ts';

let dataDir = '';
let engine: EngineApi;
let site: SampleSite;
let runs: WatchedRuns;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-session-'));
  site = await startSampleSite({ ports: 0, latencyScale: 0.1 });
  engine = openEngine({ dataDir });
  runs = watchRuns(engine);
});
afterEach(async () => {
  await engine.close();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

const paused = ({ state }: RunSnapshot) => state === 'paused' || state === 'finished';

async function start(paths: readonly string[], cookies: string, options: JobOptions = {}) {
  const [shop] = site.origins;
  const fields = [
    { name: 'title', css: 'h1' },
    { name: 'price', css: '.price', clean: [{ match: '([0-9.]+)' }] },
  ];
  const rules = { name: 'Customers', fields, options: { concurrency: 6, ...options } };
  const input = { kind: 'lines' as const, lines: paths.map((path) => shop + path) };
  const { runId } = await engine.call('run.start', {
    jobId: null,
    rules,
    input,
    secrets: { cookies },
  });
  return runId;
}

async function rowsOf(runId: string): Promise<readonly (readonly string[])[]> {
  const view = { sort: null, filter: { text: '', state: null, errorCode: null } };
  const { lines } = await engine.call('results.window', { runId, view, offset: 0, limit: 1000 });
  return lines.map(({ cells }) => cells);
}
const expectedRows = (paths: readonly string[]) =>
  paths.map((path) => {
    const expected = site.expected(site.origins[0] + path);
    if (expected?.kind !== 'ok') throw new Error(`${path} has no row`);
    return [expected.record.title, expected.record.price];
  });
const byTitle = (rows: readonly (readonly string[])[]) =>
  [...rows].sort(([a], [b]) => String(a).localeCompare(String(b)));
const paths = (folder: string, count: number) =>
  Array.from({ length: count }, (_, index) => `/${folder}/${index + 1}`);

describe('a session that ends in mid-run', { timeout: 60_000 }, () => {
  it.each([
    ['leads to the log-in', paths('customer', 60)],
    ['shows the form in place of the pages', paths('club', 60)],
  ])('%s: the run pauses, and with a new log-in it gets every row', async (_, list) => {
    const [shop] = site.origins;
    const runId = await start(list, await logInAtSite(shop, 25));
    const asks = await runs.until((snapshot) => paused(snapshot) && snapshot.counts.active === 0);
    expect(asks).toMatchObject({ state: 'paused', pausedBy: 'login' });
    expect(asks.stateReason).toMatch(
      /^127\.0\.0\.1:\d+ asks for a log-in again since \d\d:\d\d: \d+ pages? (is|are) fetched again\.$/,
    );
    const settled = await runs.until(({ counts }) => counts.failed === 0 && counts.done === 25);
    expect(settled).toMatchObject({ rows: 25, errors: [], counts: { queued: 35 } });
    expect(JSON.stringify(await rowsOf(runId))).not.toContain('Log in');

    // As the window does with a new log-in.
    await engine.call('run.stop', { runId });
    const cookies = await logInAtSite(shop, 1000);
    await engine.call('run.resume', { runId, secrets: { cookies } });
    const last = await runs.until(
      ({ state, counts }) => state === 'finished' && counts.queued === 0,
    );
    expect(last.counts).toMatchObject({ done: 60, failed: 0 });
    expect(byTitle(await rowsOf(runId))).toEqual(byTitle(expectedRows(list)));
  });

  it('is noticed after a resume as well, by what the run saw before', async () => {
    const [shop] = site.origins;
    const list = paths('club', 60);
    const cookies = await logInAtSite(shop, 20);
    const runId = await start(list, cookies);
    // A page that is still under way when the run is stopped would be fetched again, without a session.
    await runs.until(({ pausedBy, counts }) => pausedBy === 'login' && counts.active === 0);
    const { rows } = await runs.until(({ counts }) => counts.done === 20);
    expect(rows).toBe(20);
    await engine.call('run.stop', { runId });
    await engine.call('run.resume', { runId, secrets: { cookies } });
    runs.forget();
    const again = await runs.until(paused);
    expect(again).toMatchObject({ pausedBy: 'login', rows: 20 });
    expect(again.stateReason).toContain('asks for a log-in again since');
  });

  it('is nothing that a job without a log-in looks for', async () => {
    const runId = await start(paths('club', 8), '', { cookies: false });
    await runs.until(({ state }) => state === 'finished');
    expect((await rowsOf(runId)).map(([title]) => title)).toEqual(Array(8).fill('Log in'));
  });
});
