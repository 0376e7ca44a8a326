import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/engine-protocol/run.ts';
import { createRunBoard, type KnownRun } from './run-board.ts';
import { createFakeEngine, noRequests, snapshotOf } from './testing.ts';
import { endOfRun, taskbarProgress } from './window/attention.ts';

const older = '20250101-120000-aaaa';
const newer = '20250101-130000-aaaa';

function summaryOf(runId: string, more: Partial<RunSummary>): RunSummary {
  return {
    runId,
    jobId: null,
    jobName: 'Shop',
    readsFrom: null,
    keptPages: 0,
    state: 'finished',
    createdMs: 0,
    finishedMs: null,
    elapsedMs: 0,
    counts: noRequests,
    notUrls: 0,
    tone: 'good',
    rows: 0,
    bytes: 0,
    fileBytes: 0,
    problem: null,
    ...more,
  };
}

function setUp(summaries: readonly RunSummary[] = []) {
  const fake = createFakeEngine({ 'runs.list': () => summaries });
  const errors: string[] = [];
  const board = createRunBoard(fake.engine, {
    info: () => undefined,
    error: (message) => errors.push(message),
  });
  return { ...fake, board, errors };
}

const counts = { ...noRequests, done: 3, failed: 1, skipped: 1, queued: 5, total: 10 };

describe('run board', () => {
  it('knows the newest run of a job, those of the command line of its name included', async () => {
    const { board } = setUp([
      summaryOf(older, { jobId: 'job1', counts }),
      summaryOf(newer, { jobId: null, jobName: 'Shop', state: 'interrupted' }),
      summaryOf('20250101-140000-aaaa', { jobId: 'job2', jobName: 'Shop' }),
    ]);
    await board.refresh();
    expect(board.newestOf({ id: 'job1', name: 'Shop' })?.runId).toBe(newer);
    expect(board.newestOf({ id: 'job1', name: 'Renamed' })).toEqual({
      runId: older,
      state: 'finished',
      tone: 'good',
      settled: 5,
      total: 10,
      failed: 1,
    });
    expect(board.newestOf({ id: 'job3', name: 'Other' })).toBeNull();
  });

  it('keeps a paused run before a newer one that is over', async () => {
    const { board, emit } = setUp();
    emit(snapshotOf(older, 'paused', { jobId: 'job1' }));
    emit(snapshotOf(newer, 'finished', { jobId: 'job1' }));
    expect(board.newestOf({ id: 'job1', name: '' })?.runId).toBe(older);
    emit(snapshotOf(older, 'stopped', { jobId: 'job1' }));
    expect(board.newestOf({ id: 'job1', name: '' })?.runId).toBe(newer);
  });

  it('follows snapshots, and forgets what was deleted', async () => {
    const { board, emit } = setUp();
    const changes: (string | undefined)[][] = [];
    board.onChange((run, before) => changes.push([run?.state, before?.state]));
    emit(snapshotOf(newer, 'importing', { jobId: 'job1' }));
    emit(snapshotOf(newer, 'running', { jobId: 'job1', counts }));
    expect(board.active().map(({ runId }) => runId)).toEqual([newer]);
    emit(snapshotOf(newer, 'finished', { jobId: 'job1', counts }));
    expect(board.active()).toEqual([]);
    board.forget(newer);
    expect(board.newestOf({ id: 'job1', name: '' })).toBeNull();
    expect(changes).toEqual([
      ['importing', undefined],
      ['running', 'importing'],
      ['finished', 'running'],
      [undefined, undefined],
    ]);
  });

  it('bears an engine that cannot list its runs', async () => {
    const errors: string[] = [];
    const { engine } = createFakeEngine();
    const board = createRunBoard(engine, {
      info: () => undefined,
      error: (message) => errors.push(message),
    });
    await board.refresh();
    expect(board.active()).toEqual([]);
    expect(errors).toEqual(['The runs could not be listed']);
  });
});

describe('what is seen outside the window', () => {
  const run: KnownRun = {
    runId: newer,
    jobId: 'job1',
    jobName: null,
    state: 'running',
    pausedBy: null,
    counts,
    failedPages: 0,
    tone: 'good',
  };

  it('is the progress of all that runs', () => {
    expect(taskbarProgress([])).toBe(-1);
    expect(taskbarProgress([{ ...run, counts: noRequests }])).toBe(0);
    expect(taskbarProgress([run])).toBe(0.5);
    expect(
      taskbarProgress([run, { ...run, counts: { ...noRequests, queued: 10, total: 10 } }]),
    ).toBe(0.25);
  });

  it('is a notification when a run ends by itself, and only then', () => {
    const finished = { ...run, state: 'finished' as const, failedPages: 1, tone: 'warn' as const };
    expect(endOfRun(finished, run)).toEqual({
      title: 'A run is finished',
      body: '3 of 10 pages are in the table; 1 failed.',
    });
    expect(endOfRun({ ...finished, failedPages: 0 }, run)).toEqual({
      title: 'A run is finished with warnings',
      body: '3 of 10 pages are in the table. Open Trawl to see the warnings.',
    });
    expect(endOfRun({ ...finished, failedPages: 0, tone: 'good' }, run)?.body).toBe(
      '3 of 10 pages are in the table.',
    );
    expect(endOfRun({ ...run, state: 'paused', pausedBy: 'results' }, run)?.body).toContain(
      'no good rows',
    );
    expect(endOfRun({ ...run, state: 'halted' }, run)?.title).toBe('A run could not go on');
    expect(endOfRun({ ...run, state: 'paused', pausedBy: 'safeguard' }, run)?.title).toBe(
      'A run is paused',
    );
    expect(endOfRun({ ...run, state: 'paused', pausedBy: 'login' }, run)?.body).toContain('log-in');
    expect(endOfRun({ ...run, state: 'paused', pausedBy: 'person' }, run)).toBeNull();
    expect(endOfRun({ ...run, state: 'stopped' }, { ...run, state: 'stopping' })).toBeNull();
    expect(endOfRun(finished, undefined)).toBeNull();
    expect(endOfRun(finished, finished)).toBeNull();
    expect(endOfRun(run, run)).toBeNull();
    expect(endOfRun(null, undefined)).toBeNull();
  });
});
