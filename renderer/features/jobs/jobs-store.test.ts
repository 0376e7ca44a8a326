import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobListItem, LibraryJob } from '#shared/ipc/job-library.ts';
import type { JobRun } from './job-run.ts';
import { shownId } from './jobs-state.ts';
import { createJobsStore, runOfJob } from './jobs-store.ts';

const run = (runId: string, state: JobRun['state']): JobRun => ({
  runId,
  state,
  settled: 0,
  total: 10,
  failed: 0,
});

/** A library of jobs in memory, and the store over it; saving waits for a flush. */
function setUp(ids: readonly string[]) {
  const jobs = new Map<string, LibraryJob>();
  const deleted = new Map<string, LibraryJob>();
  const runs = new Map<string, JobRun>();
  const damaged = new Set<string>();
  const broken = { save: false, list: false };
  const add = (id: string): LibraryJob => {
    const job: LibraryJob = {
      id,
      name: `Job ${id}`,
      each: '',
      fields: [],
      options: {},
      listFormat: { kind: 'lines' },
      listBytes: 0,
      sample: false,
    };
    jobs.set(id, job);
    return job;
  };
  for (const id of ids) add(id);
  const jobOf = (id: string): LibraryJob => {
    const job = jobs.get(id);
    if (!job) throw new TrawlError('NOT_FOUND', `There is no job ${id}.`);
    return job;
  };
  const list = (): JobListItem[] =>
    [...jobs.values()].map(({ id, name }) => ({
      id,
      name,
      updatedMs: 0,
      problem: damaged.has(id) ? { message: 'It is damaged.', file: `/${id}` } : null,
      lastRun: runs.get(id) ?? null,
    }));
  const store = createJobsStore(
    callWith({
      'jobs.list': () => {
        if (broken.list) throw new TrawlError('FILE_ERROR', 'The folder cannot be read.');
        return list();
      },
      'jobs.get': ({ jobId }) => jobOf(jobId),
      'jobs.create': () => add('new'),
      'jobs.duplicate': ({ jobId }) => ({ ...add(`${jobId}-copy`), name: jobOf(jobId).name }),
      'jobs.save': ({ jobId, patch }) => {
        if (broken.save) throw new TrawlError('DISK_FULL', 'The disk is full.');
        jobs.set(jobId, { ...jobOf(jobId), ...(patch.name !== undefined && { name: patch.name }) });
        return undefined;
      },
      'jobs.delete': ({ jobId }) => {
        deleted.set(jobId, jobOf(jobId));
        jobs.delete(jobId);
        return undefined;
      },
      'jobs.restore': ({ jobId }) => {
        const job = deleted.get(jobId);
        if (job) jobs.set(jobId, job);
        return undefined;
      },
      'jobs.import': () => null,
    }),
    () => () => undefined,
  );
  return { store, state: () => store.getState(), jobs, runs, damaged, broken, list };
}

describe('the store of jobs', () => {
  it('lists the jobs and opens the first', async () => {
    const { state } = setUp(['a', 'b']);
    await state().load();
    expect(state().listState).toBe('ready');
    expect(state().list.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(state().open?.id).toBe('a');
  });

  it('opens the one that is wanted, if it is still there', async () => {
    const { state } = setUp(['a', 'b']);
    await state().load('b');
    expect(state().open?.id).toBe('b');
    const other = setUp(['a', 'b']);
    await other.state().load('gone');
    expect(other.state().open?.id).toBe('a');
  });

  it('shows one that cannot be read in its place, and opens it only when asked to', async () => {
    const { state, damaged } = setUp(['a', 'b', 'c']);
    damaged.add('a');
    await state().load();
    expect(state()).toMatchObject({ open: { id: 'b' }, unreadable: null });
    state().edit({ name: 'Typed' });
    await state().openJob('a');
    expect(state()).toMatchObject({ open: null, unreadable: 'a', save: { kind: 'saved' } });
    expect(shownId(state())).toBe('a');
    await state().openJob('b');
    expect(state()).toMatchObject({ open: { id: 'b', name: 'Typed' }, unreadable: null });
    await state().openJob('a');
    await state().create();
    expect(state()).toMatchObject({ open: { id: 'new' }, unreadable: null });
    await state().openJob('a');
    await state().remove('a');
    expect(state()).toMatchObject({ open: { id: 'b' }, unreadable: null });
    await state().restore('a');
    expect(state()).toMatchObject({ open: null, unreadable: 'a' });
  });

  it('says why the list cannot be read, and reads it when asked again', async () => {
    const { state, broken } = setUp(['a']);
    broken.list = true;
    await state().load();
    expect(state()).toMatchObject({ listState: 'failed', problem: 'The folder cannot be read.' });
    broken.list = false;
    await state().load();
    expect(state()).toMatchObject({ listState: 'ready', problem: null });
  });

  it('shows what is typed at once and saves it before another job opens', async () => {
    const { state, jobs } = setUp(['a', 'b']);
    await state().load();
    state().edit({ name: 'Typed' });
    expect(state().open?.name).toBe('Typed');
    expect(jobs.get('a')?.name).toBe('Job a');
    await state().openJob('b');
    expect(jobs.get('a')?.name).toBe('Typed');
    expect(state().open?.id).toBe('b');
  });

  it('stays with a job whose changes cannot be saved', async () => {
    const { state, broken } = setUp(['a', 'b']);
    await state().load();
    broken.save = true;
    state().edit({ name: 'Typed' });
    await expect(state().openJob('b')).rejects.toThrow('The disk is full.');
    expect(state().open).toMatchObject({ id: 'a', name: 'Typed' });
    expect(state().save).toEqual({ kind: 'failed', message: 'The disk is full.' });
  });

  it('opens the job that was asked for last, whichever comes first', async () => {
    const { state } = setUp(['a', 'b', 'c']);
    await state().load();
    await Promise.all([state().openJob('b'), state().openJob('c')]);
    expect(state().open?.id).toBe('c');
  });

  it('opens the neighbour of a deleted job, and the job again when that is undone', async () => {
    const { state } = setUp(['a', 'b', 'c']);
    await state().load();
    await state().openJob('c');
    await state().remove('c');
    expect(state().open?.id).toBe('b');
    expect(state().list.map(({ id }) => id)).toEqual(['a', 'b']);
    await state().restore('c');
    expect(state().open?.id).toBe('c');
  });

  it('is empty after the last job is deleted', async () => {
    const { state } = setUp(['a']);
    await state().load();
    await state().remove('a');
    expect(state().open).toBeNull();
    expect(state().list).toEqual([]);
  });

  it('renames the open job and any other', async () => {
    const { state, jobs } = setUp(['a', 'b']);
    await state().load();
    await state().rename('a', 'One');
    await state().rename('b', 'Two');
    expect(state().open?.name).toBe('One');
    expect([...jobs.values()].map(({ name }) => name)).toEqual(['One', 'Two']);
    expect(state().list[1]?.name).toBe('Two');
  });

  it('follows runs live, and goes by the library once they are over and gone', async () => {
    const { state, runs, list } = setUp(['a']);
    await state().load();
    state().noteRun('a', run('20260101-000000-aaaa', 'running'));
    expect(runOfJob(state(), 'a')?.state).toBe('running');
    // A list read before the run does not contradict it.
    state().noteList(list());
    expect(runOfJob(state(), 'a')?.state).toBe('running');
    state().noteRun('a', run('20260101-000000-aaaa', 'finished'));
    runs.set('a', run('20260101-000000-aaaa', 'finished'));
    state().noteList(list());
    expect(runOfJob(state(), 'a')?.state).toBe('finished');
    // The run was deleted.
    runs.delete('a');
    state().noteList(list());
    expect(runOfJob(state(), 'a')).toBeNull();
  });

  it('does not go back to an older run', async () => {
    const { state } = setUp(['a']);
    await state().load();
    state().noteRun('a', run('20260102-000000-aaaa', 'running'));
    state().noteRun('a', run('20260101-000000-aaaa', 'stopped'));
    expect(runOfJob(state(), 'a')?.runId).toBe('20260102-000000-aaaa');
  });
});
