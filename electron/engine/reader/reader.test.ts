import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultExportOptions } from '#shared/engine-protocol/export.ts';
import type { ResultView } from '#shared/engine-protocol/results.ts';
import { createRunFile, openRunFile, type RunFile } from '../store/run-file.ts';
import {
  batch,
  done,
  failed,
  item,
  newRun,
  pages,
  runFileIn,
  temporaryFolder,
  trace,
} from '../store/run-fixture.ts';
import { deleteRun } from '../store/run-folder.ts';
import { runFilePath } from '../store/run-names.ts';
import { workerUrl } from '../worker-files.ts';
import { createReader } from './reader.ts';
import { ReaderThread } from './reader-thread.ts';

const view: ResultView = { sort: null, filter: { text: '', state: null, errorCode: null } };
const createdMs = newRun().createdMs;

function queued(run: RunFile) {
  return run
    .hosts(0, 100)
    .flatMap(({ id }) => run.take(id, 0, 100_000))
    .sort((a, b) => a.id - b.id);
}

function smallRun(): RunFile {
  const run = createRunFile(runFileIn(), newRun({ carried: ['sku'] }));
  run.import(
    batch([
      item(1, 'https://a.example/1', { text: 'a.example/1', carried: ['one'] }),
      item(2, 'https://b.example/2', { carried: ['two'] }),
      item(3, 'https://a.example/1', { carried: ['three'] }),
      item(4, 'https://c.example/4', { carried: ['four'] }),
    ]),
  );
  run.importDone();
  const [first, second] = queued(run);
  if (!first || !second) throw new Error('nothing queued');
  run.commit([
    done(
      first,
      [
        ['x'.repeat(5000), '=1'],
        ['Two\nlines', '-2'],
      ],
      {
        trace: trace({
          redirects: [{ status: 301, from: 'https://a.example/1', to: 'https://a.example/final' }],
        }),
      },
    ),
    failed(second, { attempts: 3, finishedAtMs: createdMs + 4500 }),
  ]);
  return run;
}

describe('reader', () => {
  const reader = createReader();
  afterAll(() => reader.close());

  it('shows lines with their cells cut, and the whole of one request', async () => {
    const run = smallRun();
    const window = await reader.window(run.file, { view, offset: 0, limit: 10 });
    expect(window).toMatchObject({
      columns: {
        carried: ['sku'],
        fields: ['title', 'price'],
        jobNames: ['title', 'price'],
        types: ['text', 'text'],
      },
      total: 3,
      offset: 0,
      lines: [
        {
          lineId: 1,
          requestId: 1,
          place: 1,
          url: 'a.example/1',
          state: 'done',
          status: 200,
          ms: 30,
        },
        { cells: ['one', 'Two\nlines', '-2'], error: null, bytes: 1000 },
        {
          cells: ['two', '', ''],
          state: 'failed',
          error: 'HTTP_404: The page does not exist (404).',
        },
      ],
    });
    expect(window.lines[0]?.cells[1]).toBe('x'.repeat(1000));

    const detail = await reader.detail(run.file, 1);
    expect(detail).toEqual({
      requestId: 1,
      notes: [],
      said: null,
      place: 1,
      url: 'a.example/1',
      fetchUrl: 'https://a.example/1',
      state: 'done',
      attempts: 1,
      status: 200,
      finalUrl: 'https://a.example/final',
      failure: null,
      redirects: [{ status: 301, from: 'https://a.example/1', to: 'https://a.example/final' }],
      contentType: 'text/html',
      encoding: 'utf-8',
      inBrowser: false,
      bytes: 1000,
      startedAtMs: createdMs + 1000,
      finishedAtMs: createdMs + 1030,
      times: { headersMs: 20, bodyMs: 5, extractMs: 3 },
      carried: [{ name: 'sku', value: 'one' }],
      rows: [
        [
          { name: 'title', value: 'x'.repeat(5000) },
          { name: 'price', value: '=1' },
        ],
        [
          { name: 'title', value: 'Two\nlines' },
          { name: 'price', value: '-2' },
        ],
      ],
      duplicateOfPlace: null,
    });
    run.close();
  });

  it('shows what the server said of a failed request, until that is queued again', async () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(1)));
    const said = 'Too many requests today';
    const [request] = queued(run);
    if (request === undefined) throw new Error('a request was expected');
    run.commit([failed(request, { trace: trace({ status: 404, said }) })]);
    expect((await reader.detail(run.file, 1)).said).toBe(said);
    expect(run.requeueFailed(null)).toBe(1);
    expect((await reader.detail(run.file, 1)).said).toBeNull();
    run.commit([failed(request, { trace: trace({ status: 404 }) })]);
    expect((await reader.detail(run.file, 1)).said).toBeNull();
    run.close();
  });

  it('names the lines of the list, which counts its blank ones and comments', async () => {
    const run = createRunFile(runFileIn(), newRun());
    const url = 'https://a.example/1';
    run.import(batch([item(4, url), item(9, url)]));
    run.importDone();
    const details = [1, 2].map((id) => reader.detail(run.file, id));
    expect(
      (await Promise.all(details)).map(({ place, duplicateOfPlace }) => [place, duplicateOfPlace]),
    ).toEqual([
      [4, null],
      [9, 4],
    ]);
  });

  it('shows a duplicate with what became of the first, and a queued request as such', async () => {
    const run = smallRun();
    const duplicate = await reader.detail(run.file, 3);
    expect(duplicate).toMatchObject({ state: 'skipped', status: 200, duplicateOfPlace: 1 });
    expect(duplicate.carried).toEqual([{ name: 'sku', value: 'three' }]);
    expect(duplicate.rows).toHaveLength(2);
    const waiting = await reader.detail(run.file, 4);
    expect(waiting).toMatchObject({ state: 'queued', attempts: 0, times: null, rows: [] });
    await expect(reader.detail(run.file, 99)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    run.close();
  });

  it('copies lines as TSV with whole cells, guarded, and says when there would be more', async () => {
    const run = smallRun();
    const all = await reader.tsv(run.file, { view, offset: 1, limit: 100 });
    expect(all).toEqual({
      text: [
        'url\tsku\ttitle\tprice\tstatus\tfinal_url\terror',
        'a.example/1\tone\t"Two\nlines"\t-2\t200\thttps://a.example/final\t',
        'https://b.example/2\ttwo\t\t\t404\thttps://a.example/final\tHTTP_404: The page does not exist (404).',
        '',
      ].join('\n'),
      lines: 2,
      cut: false,
    });
    const first = await reader.tsv(run.file, { view, offset: 0, limit: 1 });
    expect(first).toMatchObject({ lines: 1, cut: true });
    expect(first.text).toContain(`${'x'.repeat(5000)}\t'=1\t`);
    run.close();
  });

  it('tells what finished when', async () => {
    const run = smallRun();
    expect(await reader.history(run.file)).toEqual({
      stepMs: 1000,
      points: [
        { tMs: 0, done: 0, failed: 0 },
        { tMs: 1000, done: 1, failed: 0 },
        { tMs: 2000, done: 0, failed: 0 },
        { tMs: 3000, done: 0, failed: 0 },
        { tMs: 4000, done: 0, failed: 1 },
      ],
    });
    const dayMs = 86_400_000;
    const [last] = queued(run);
    if (!last) throw new Error('nothing queued');
    run.commit([done(last, [], { finishedAtMs: createdMs + 40 * dayMs })]);
    const long = await reader.history(run.file);
    expect(long.points.length).toBeLessThanOrEqual(300);
    expect(long.points.at(-1)).toMatchObject({ done: 1 });
    expect(long.points.reduce((sum, point) => sum + point.done + point.failed, 0)).toBe(3);
    run.close();
  });

  it('makes the snapshot of a run that is not live', async () => {
    const run = smallRun();
    run.setState('running', null, 9000);
    expect((await reader.snapshot(run.file)).state).toBe('running');
    run.close();
    expect(await reader.snapshot(run.file)).toMatchObject({
      runId: newRun().runId,
      jobId: 'job-1',
      state: 'interrupted',
      counts: { queued: 1, active: 0, done: 1, failed: 1, skipped: 1, total: 4 },
      rows: 2,
      elapsedMs: 9000,
      bytes: 2000,
      retries: 2,
      concurrency: 16,
      statusClasses: { '2xx': 1, '4xx': 1 },
      hostCount: 3,
      hosts: [
        { host: 'https://c.example', queued: 1 },
        { host: 'https://a.example', done: 1 },
        { host: 'https://b.example', failed: 1 },
      ],
      errors: [{ code: 'HTTP_404', count: 1 }],
      importing: null,
    });
  });

  it('lists the runs of a folder, those that cannot be read too', async () => {
    const folder = temporaryFolder();
    expect(await reader.summaries(join(folder, 'none'), null)).toEqual([]);
    const ids = ['20250101-000000-aaaa', '20250103-000000-cccc', '20250102-000000-bbbb'];
    const [first, second, third] = ids.map((runId, index) => {
      const jobId = index === 2 ? null : `job-${index}`;
      const run = createRunFile(runFilePath(folder, runId), newRun({ runId, jobId }));
      run.import(batch(pages(3)));
      return run;
    });
    first?.setState('finished', null, 500);
    first?.close();
    third?.setState('running', null, 1);
    third?.close();
    writeFileSync(runFilePath(folder, '20250104-000000-dddd'), 'not a database'.repeat(100));
    writeFileSync(join(folder, 'notes.txt'), '');
    const all = await reader.summaries(folder, null);
    expect(all.map(({ runId, state }) => [runId, state])).toEqual([
      ['20250104-000000-dddd', 'interrupted'],
      ['20250103-000000-cccc', 'importing'],
      ['20250102-000000-bbbb', 'interrupted'],
      ['20250101-000000-aaaa', 'finished'],
    ]);
    expect(all[0]?.problem).toContain('is damaged or is not a run of Trawl');
    expect(all[3]).toMatchObject({
      jobId: 'job-0',
      jobName: 'Articles',
      elapsedMs: 500,
      counts: { queued: 3, total: 3 },
      problem: null,
    });
    second?.close();
    const ofJob = await reader.summaries(folder, { id: 'job-0', name: 'Articles' });
    expect(ofJob.map(({ runId }) => runId)).toEqual([ids[2], ids[0]]);
    // Values that were read once are read again later.
    const again = openRunFile(runFilePath(folder, ids[0] ?? ''));
    again.setState('stopped', null, 700);
    again.close();
    const [, changed] = await reader.summaries(folder, { id: 'job-0', name: 'Articles' });
    expect(changed).toMatchObject({ state: 'stopped', elapsedMs: 700 });
  });

  it('lets go of a run so that it can be deleted, unless it goes on', async () => {
    const run = smallRun();
    await reader.window(run.file, { view, offset: 0, limit: 1 });
    await reader.release(run.file);
    await expect(deleteRun(run.file)).rejects.toMatchObject({ code: 'BUSY' });
    run.close();
    await deleteRun(run.file);
    expect(readdirSync(dirname(run.file))).toEqual([]);
    const window = reader.window(run.file, { view, offset: 0, limit: 1 });
    await expect(window).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('exports beside the other reading, and can be cancelled', async () => {
    const run = createRunFile(runFileIn(), newRun());
    for (let from = 1; from < 30_000; from += 10_000) run.import(batch(pages(10_000, from)));
    run.commit(queued(run).map((request) => done(request, [['One', '1']])));
    const folder = dirname(run.file);
    const to = join(folder, 'out.csv');
    const work = { runFile: run.file, to, options: defaultExportOptions };
    const abort = new AbortController();
    const cancelled = reader.export(work, () => undefined, abort.signal);
    abort.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(folder).filter((name) => name.includes('out'))).toEqual([]);

    const told: number[] = [];
    const count = await reader.export(
      work,
      ({ written }) => told.push(written),
      new AbortController().signal,
    );
    expect(count).toMatchObject({ written: 30_000, total: 30_000, rows: 30_000 });
    expect(told.at(-1)).toBe(30_000);
    expect(readFileSync(to, 'utf8').split('\r\n')).toHaveLength(30_002);
    run.close();
  });
});

describe('a reader whose thread dies', () => {
  it('fails what waits for it, to be tried again, and has a new one for the next call', async () => {
    const run = smallRun();
    const workers: Worker[] = [];
    const reader = createReader(() => {
      const worker = new Worker(workerUrl('reader-worker'));
      workers.push(worker);
      return new ReaderThread(worker);
    });
    const lines = { view, offset: 0, limit: 10 };
    expect((await reader.window(run.file, lines)).total).toBe(3);
    const end = workers[0]?.terminate();
    // The call is made while the thread dies.
    await expect(reader.window(run.file, lines)).rejects.toMatchObject({
      code: 'INTERNAL',
      retryable: true,
    });
    await end;
    expect((await reader.window(run.file, lines)).total).toBe(3);
    expect(workers).toHaveLength(2);
    await reader.close();
    run.close();
  });
});

describe('a reader that is closed', () => {
  it('cancels what it writes and answers nothing more', async () => {
    const run = smallRun();
    const reader = createReader();
    const to = join(dirname(run.file), 'out.csv');
    const work = { runFile: run.file, to, options: defaultExportOptions };
    const outcome = reader
      .export(work, () => undefined, new AbortController().signal)
      .then(
        () => 'written',
        () => 'cancelled',
      );
    await reader.close();
    expect(await outcome).toBe(existsSync(to) ? 'written' : 'cancelled');
    expect(readdirSync(dirname(run.file)).filter((name) => name.endsWith('.part'))).toEqual([]);
    const window = reader.window(run.file, { view, offset: 0, limit: 1 });
    await expect(window).rejects.toMatchObject({ code: 'CANCELLED' });
    run.close();
  });
});
