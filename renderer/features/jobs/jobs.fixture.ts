import { callWith } from '#renderer/bridge/call.fixture.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobListItem, LibraryJob } from '#shared/ipc/job-library.ts';
import type { JobRun } from './job-run.ts';
import { createJobs } from './jobs.ts';

/** A library of jobs in memory, and the stores over it; saving waits for a flush. */
export function jobsOver(ids: readonly string[]) {
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
      next: null,
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
  const { openJob, library, liveRuns, jobRuns, actions } = createJobs(
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
  return {
    open: () => openJob.getState(),
    library: () => library.getState(),
    liveRuns: () => liveRuns.getState(),
    jobRuns,
    runOf: jobRuns.runOf,
    actions,
    jobs,
    runs,
    damaged,
    broken,
    list,
  };
}
