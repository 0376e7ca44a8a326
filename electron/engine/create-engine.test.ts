import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultExportOptions } from '#shared/engine-protocol/export.ts';
import type { EngineApi, EngineParams } from '#shared/engine-protocol/protocol.ts';
import type { ResultView } from '#shared/engine-protocol/results.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { type CountingSite, startCountingSite } from './test-support/counting-site.ts';
import { openEngine, wayUnderTest } from './test-support/open-engine.ts';

const everything: ResultView = { sort: null, filter: { text: '', state: null, errorCode: null } };

const oneByOne = wayUnderTest === 'sequential';
let dataDir = '';
let site: CountingSite;
let engine: EngineApi;
let snapshots: RunSnapshot[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-engine-'));
  site = await startCountingSite(5);
  open();
});
afterEach(async () => {
  await engine.close();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

function open(): void {
  engine = openEngine({ dataDir });
  snapshots = [];
  engine.onEvent((event) => {
    if (event.kind === 'run') snapshots.push(event.snapshot);
  });
}

/** Waits for a snapshot of the run that fulfils the condition. */
function until(runId: string, wanted: (snapshot: RunSnapshot) => boolean): Promise<RunSnapshot> {
  const seen = snapshots.find((snapshot) => snapshot.runId === runId && wanted(snapshot));
  if (seen !== undefined) return Promise.resolve(seen);
  return new Promise((resolve) => {
    const off = engine.onEvent((event) => {
      if (event.kind !== 'run' || event.snapshot.runId !== runId || !wanted(event.snapshot)) return;
      off();
      resolve(event.snapshot);
    });
  });
}
const finished = (runId: string) => until(runId, ({ state }) => state === 'finished');

function job(urls: readonly string[], options: JobOptions = {}): EngineParams<'run.start'> {
  return {
    jobId: 'job-1',
    rules: {
      name: 'Pages',
      fields: [
        { name: 'title', css: 'h1' },
        { name: 'items', css: '.item', take: 'count' },
      ],
      options: { concurrency: 16, perHost: 16, ...options },
    },
    input: { kind: 'lines', lines: [...urls] },
  };
}
const pages = (count: number) => Array.from({ length: count }, (_, i) => site.url(i + 1));

describe('the engine', () => {
  it('fetches 300 pages and keeps their rows', async () => {
    const urls = pages(300);
    const { runId } = await engine.call('run.start', job(urls));
    const end = await finished(runId);
    expect(end).toMatchObject({
      counts: { total: 300, done: 300, failed: 0, queued: 0, active: 0, skipped: 0 },
      rows: 300,
      statusClasses: { '2xx': 300 },
      hostCount: 1,
      jobId: 'job-1',
    });
    const window = await engine.call('results.window', {
      runId,
      view: { ...everything, sort: { column: '$place', descending: false } },
      offset: 0,
      limit: 1000,
    });
    expect(window.columns.fields).toEqual(['title', 'items']);
    expect(window.lines.map(({ url, cells }) => [url, ...cells])).toEqual(
      urls.map((url) => [url, `Title of ${new URL(url).pathname}`, '3']),
    );
    expect(site.answered.size).toBe(300);
    expect([...site.answered.values()].every((times) => times === 1)).toBe(true);
  });

  it('keeps the list only as long as it is imported', async () => {
    const { runId } = await engine.call('run.start', job(pages(5)));
    await finished(runId);
    await engine.call('run.stop', { runId });
    const kept = await readdir(join(dataDir, 'runs'));
    expect(kept.filter((name) => name.includes('.list'))).toEqual([]);
  });

  it('carries columns of a CSV file through, though the file is gone meanwhile', async () => {
    const file = join(dataDir, 'shops.csv');
    await writeFile(file, `name;link;town\nA;${site.url(1)};Oslo\nB;${site.url(2)};Bergen\n`);
    const { runId } = await engine.call('run.start', {
      ...job([]),
      input: { kind: 'file', file, options: { column: 'link', carry: ['town', 'name'] } },
    });
    await rm(file);
    await finished(runId);
    const { columns, lines } = await engine.call('results.window', {
      runId,
      view: { ...everything, sort: { column: 'town', descending: false } },
      offset: 0,
      limit: 10,
    });
    expect(columns.carried).toEqual(['town', 'name']);
    expect(lines.map(({ cells }) => cells)).toEqual([
      ['Bergen', 'B', 'Title of /page/2', '3'],
      ['Oslo', 'A', 'Title of /page/1', '3'],
    ]);
  });

  // With one page after the other, the concurrency is fixed.
  it.skipIf(oneByOne)('pauses, goes on, and takes a new concurrency while it runs', async () => {
    const { runId } = await engine.call('run.start', job(pages(400), { concurrency: 4 }));
    await until(runId, ({ counts }) => counts.done > 20);
    await engine.call('run.pause', { runId });
    const paused = await engine.call('run.snapshot', { runId });
    expect(paused.state).toBe('paused');
    await until(runId, ({ state, counts }) => state === 'paused' && counts.active === 0);
    const answered = site.answered.size;
    expect(site.takePeak()).toBeLessThanOrEqual(4);
    await engine.call('run.set-options', { runId, change: { concurrency: 12, perHost: 12 } });
    expect(site.answered.size).toBe(answered);
    await engine.call('run.unpause', { runId });
    const end = await finished(runId);
    expect(end.counts.done).toBe(400);
    expect(end.concurrency).toBe(12);
    const peak = site.takePeak();
    expect(peak).toBeGreaterThan(4);
    expect(peak).toBeLessThanOrEqual(12);
  });

  it('stops and resumes without fetching again what is done', async () => {
    const { runId } = await engine.call('run.start', job(pages(400), { concurrency: 8 }));
    await until(runId, ({ counts }) => counts.done > 50);
    await engine.call('run.stop', { runId });
    const stopped = await engine.call('run.snapshot', { runId });
    expect(stopped.state).toBe('stopped');
    expect(stopped.counts.done).toBeGreaterThan(50);
    expect(stopped.counts.active).toBe(0);
    await engine.close();

    const before = new Map(site.answered);
    open();
    await engine.call('run.resume', { runId });
    const end = await finished(runId);
    expect(end.counts.done).toBe(400);
    expect(end.elapsedMs).toBeGreaterThan(stopped.elapsedMs);
    expect(end.seq).toBeGreaterThan(stopped.seq);
    const again = [...site.answered].filter(([path, times]) => times > (before.get(path) ?? 0));
    expect(again).toHaveLength(400 - stopped.counts.done);
  });

  it('tries failed requests again on request, of a run that is over too', async () => {
    const failing = Array.from({ length: 10 }, (_, i) => `${site.origin}/fail/${i}`);
    const { runId } = await engine.call(
      'run.start',
      job([...failing, ...pages(20)], { retries: 1 }),
    );
    const end = await finished(runId);
    expect(end.counts).toMatchObject({ done: 20, failed: 10 });
    expect(end.errors).toMatchObject([{ code: 'HTTP_5XX', count: 10 }]);
    expect(end.retries).toBe(10);
    expect(end.statusClasses).toMatchObject({ '2xx': 20, '5xx': 10 });
    expect(await engine.call('run.retry-failed', { runId, errorCode: 'HTTP_404' })).toEqual({
      queued: 0,
    });
    snapshots = [];
    expect(await engine.call('run.retry-failed', { runId, errorCode: 'HTTP_5XX' })).toEqual({
      queued: 10,
    });
    expect((await finished(runId)).counts).toMatchObject({ done: 20, failed: 10 });
    expect(site.answered.get('/fail/3')).toBe(4);
    expect(site.answered.get('/page/3')).toBe(1);
  });

  it('runs several runs at once', async () => {
    const first = await engine.call('run.start', job(pages(100)));
    const second = await engine.call('run.start', job(pages(60)));
    expect(first.runId).not.toBe(second.runId);
    expect((await finished(second.runId)).counts.done).toBe(60);
    expect((await finished(first.runId)).counts.done).toBe(100);
    const runs = await engine.call('runs.list', { job: { id: 'job-1', name: 'Pages' } });
    expect(runs.map(({ runId }) => runId).sort()).toEqual([first.runId, second.runId].sort());
  });

  it('exports as CSV, in the order of the list, and tells how far it is', async () => {
    const { runId } = await engine.call(
      'run.start',
      job([site.url(2), 'not a url', site.url(1), site.url(2)]),
    );
    await finished(runId);
    const states: string[] = [];
    engine.onEvent((event) => {
      if (event.kind === 'export') states.push(event.progress.state);
    });
    const file = join(dataDir, 'out.csv');
    const done = await engine.call('export.start', {
      exportId: 'e1',
      runId,
      file,
      options: defaultExportOptions,
    });
    expect(done).toMatchObject({ state: 'done', file, exportId: 'e1' });
    expect(states.at(-1)).toBe('done');
    const lines = (await readFile(file, 'utf8')).split('\r\n');
    expect(lines[0]).toBe('url,title,items,status,final_url,error');
    expect(lines[1]).toContain(`${site.url(2)},Title of /page/2,3,200,`);
    expect(lines[2]).toMatch(/^not a url,/);
    expect(lines[3]).toContain('Title of /page/1');
  });

  it('shows a run that is over as it ended, and when its requests were finished', async () => {
    const { runId } = await engine.call('run.start', job(pages(40)));
    const end = await finished(runId);
    await engine.call('run.stop', { runId });
    const stored = await engine.call('run.snapshot', { runId });
    expect(stored).toMatchObject({
      state: 'finished',
      counts: end.counts,
      rows: end.rows,
      bytes: end.bytes,
      statusClasses: end.statusClasses,
      retries: end.retries,
      concurrency: end.concurrency,
      hostCount: end.hostCount,
    });
    expect(stored.seq).toBeGreaterThan(0);
    const { points } = await engine.call('run.history', { runId });
    expect(points.reduce((sum, { done }) => sum + done, 0)).toBe(40);
  });

  it('deletes a run, a running one too, with everything that belongs to it', async () => {
    const { runId } = await engine.call('run.start', job(pages(500), { concurrency: 2 }));
    await until(runId, ({ counts }) => counts.done > 0);
    await engine.call('results.window', { runId, view: everything, offset: 0, limit: 10 });
    await engine.call('run.delete', { runId });
    expect(await readdir(join(dataDir, 'runs'))).toEqual([]);
    await expect(engine.call('run.snapshot', { runId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('says how pages will be read, without one', async () => {
    const path = (css: string) => engine.call('preview.path', { fields: [{ name: 'price', css }] });
    expect(await path('.price > b')).toEqual({ path: 'one-pass' });
    expect(await path('.price:has(b)')).toEqual({ path: 'tree', why: ':has in field price' });
    expect(await path('.price[')).toBeNull();
  });

  it('says in a sentence what cannot be', async () => {
    const { runId } = await engine.call('run.start', job(pages(300), { concurrency: 2 }));
    await expect(engine.call('run.resume', { runId })).rejects.toMatchObject({ code: 'BUSY' });
    const other = openEngine({ dataDir });
    await expect(other.call('run.resume', { runId })).rejects.toMatchObject({ code: 'BUSY' });
    await other.close();
    await engine.call('run.stop', { runId });
    await expect(engine.call('run.pause', { runId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const broken = job(pages(1));
    const fields = [{ name: 'x', css: 'div[' }];
    await expect(
      engine.call('run.start', { ...broken, rules: { ...broken.rules, fields } }),
    ).rejects.toMatchObject({ code: 'BAD_SELECTOR' });
    await expect(
      engine.call('run.start', {
        ...broken,
        input: { kind: 'file', file: join(dataDir, 'gone.txt') },
      }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
