import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultExportOptions } from '#shared/engine-protocol/export.ts';
import type { ResultView } from '#shared/engine-protocol/results.ts';
import { failure } from '#shared/errors/error-codes.ts';
import { exportRun } from '../export/export-run.ts';
import { createReader } from '../reader/reader.ts';
import { createRunFile, type RunFile } from './run-file.ts';
import { batch, done, failed, item, newRun, runFileIn } from './run-fixture.ts';

const everything: ResultView['filter'] = { text: '', state: null, errorCode: null };

/** One page done, one forbidden, one failed, and a line that repeats the first. */
function createRun(): RunFile {
  const run = createRunFile(runFileIn(), newRun());
  run.import(
    batch([
      item(1, 'https://a.example/1'),
      item(2, 'https://a.example/private'),
      item(3, 'https://b.example/3'),
      item(4, 'https://a.example/1'),
    ]),
  );
  const [first, second, third] = run
    .hosts(0, 10)
    .flatMap(({ id }) => run.take(id, 0, 10))
    .sort((a, b) => a.id - b.id);
  if (!first || !second || !third) throw new Error('three were expected');
  run.commit([
    done(first, [['One', '1']]),
    failed(second, {
      state: 'skipped',
      attempts: 0,
      failure: failure('ROBOTS', '/private'),
      trace: null,
    }),
    failed(third),
  ]);
  return run;
}

describe('what robots.txt forbids', () => {
  it('is skipped, counted, and a group of its own among the errors', () => {
    const run = createRun();
    expect(run.counts()).toMatchObject({ queued: 0, done: 1, failed: 1, skipped: 2, retries: 0 });
    expect(run.hostCounts(1)).toEqual({ queued: 0, done: 1, failed: 0 });
    const { errors, statusClasses } = run.totals();
    expect(errors.find(({ code }) => code === 'ROBOTS')).toMatchObject({
      count: 1,
      exampleUrl: 'https://a.example/private',
    });
    expect(statusClasses).toMatchObject({ '2xx': 1, '4xx': 1, none: 0 });
    run.close();
  });

  it('is shown: in the table, under its state, under its error, in the stored snapshot', async () => {
    const run = createRun();
    const reader = createReader();
    const urls = async (filter: Partial<ResultView['filter']>) => {
      const view = { sort: null, filter: { ...everything, ...filter } };
      const window = await reader.window(run.file, { view, offset: 0, limit: 10 });
      return window.lines.map(({ url, error }) => [url, error]);
    };
    const line = [
      'https://a.example/private',
      'ROBOTS: The robots.txt of the site does not allow this page (/private).',
    ];
    expect(await urls({})).toContainEqual(line);
    expect(await urls({ state: 'skipped' })).toEqual([line]);
    expect(await urls({ errorCode: 'ROBOTS' })).toEqual([line]);
    expect((await reader.snapshot(run.file)).skippedByRobots).toBe(1);
    await reader.close();
    run.close();
  });

  it('is a record of the export with its error, unless only what is done is wanted', async () => {
    const run = createRun();
    const to = join(dirname(run.file), 'out.csv');
    const lines = async (include: 'all' | 'done') => {
      await exportRun({ runFile: run.file, to, options: { ...defaultExportOptions, include } });
      return readFileSync(to, 'utf8').trim().split('\r\n').slice(1);
    };
    expect(await lines('all')).toEqual([
      expect.stringMatching(/^https:\/\/a.example\/1,One/),
      expect.stringMatching(/^https:\/\/a.example\/private,.*ROBOTS: /),
      expect.stringMatching(/^https:\/\/b.example\/3,.*HTTP_404: /),
    ]);
    expect(await lines('done')).toHaveLength(1);
    run.close();
  });

  it('is asked about again where just that is wanted', () => {
    const run = createRun();
    expect(run.requeueFailed(null)).toBe(1);
    expect(run.requeueFailed('ROBOTS')).toBe(1);
    expect(run.counts()).toMatchObject({ queued: 2, done: 1, failed: 0, skipped: 1, lines: 1 });
    expect(run.hostCounts(1)).toEqual({ queued: 1, done: 1, failed: 0 });
    run.close();
  });
});
