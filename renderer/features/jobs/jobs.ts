import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { type Call, call } from '#renderer/bridge/client.ts';
import { createJobActions } from './job-actions.ts';
import type { JobRun } from './job-run.ts';
import { createJobRuns, type JobRuns } from './job-runs.ts';
import { createLibraryStore, listedName } from './library-store.ts';
import { createLiveRunsStore } from './live-runs-store.ts';
import { createOpenJobStore } from './open-job-store.ts';
import type { PatchSaverPorts } from './patch-saver.ts';

const afterTimeout: PatchSaverPorts['after'] = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

/** The three stores of jobs, and the actions and the runs that concern more than one. */
export function createJobs(send: Call, after: PatchSaverPorts['after'] = afterTimeout) {
  const library = createLibraryStore(send);
  const openJob = createOpenJobStore({ send, library, after });
  const liveRuns = createLiveRunsStore();
  library.subscribe((now, before) => {
    if (now.list !== before.list) liveRuns.getState().noteList(now.list);
  });
  return {
    library,
    openJob,
    liveRuns,
    jobRuns: createJobRuns(library, liveRuns),
    actions: createJobActions({ send, library, openJob }),
  };
}

const jobs = createJobs(call);
export const libraryStore = jobs.library;
export const openJobStore = jobs.openJob;
export const liveRunsStore = jobs.liveRuns;
export const jobRuns = jobs.jobRuns;
export const jobActions = jobs.actions;

type StateOf<S> = S extends StoreApi<infer T> ? T : never;

export function useLibrary<T>(selector: (state: StateOf<typeof libraryStore>) => T): T {
  return useStore(libraryStore, selector);
}

export function useOpenJob<T>(selector: (state: StateOf<typeof openJobStore>) => T): T {
  return useStore(openJobStore, selector);
}

/** A value that comes from the newest runs of jobs; `selector` must return the same object for the same runs. */
export function useJobRuns<T>(selector: (runOf: JobRuns['runOf']) => T): T {
  return useSyncExternalStore(jobRuns.subscribe, () => selector(jobRuns.runOf));
}

/** A value that comes from the newest run of a job. */
export function useJobRun<T>(jobId: string, selector: (run: JobRun | null) => T): T {
  return useJobRuns((runOf) => selector(runOf(jobId)));
}

/** A job's name; for the open job the typed name, before the list has it. */
export function jobName(jobId: string): string {
  const { job } = openJobStore.getState();
  return job?.id === jobId ? job.name : listedName(libraryStore.getState(), jobId);
}

export function useJobName(jobId: string): string {
  const typed = useOpenJob(({ job }) => (job?.id === jobId ? job.name : null));
  const listed = useLibrary((library) => listedName(library, jobId));
  return typed ?? listed;
}
