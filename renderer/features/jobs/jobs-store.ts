import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Call, call } from '#renderer/bridge/client.ts';
import { deletingActions, editActions, newJobActions, newsActions } from './job-actions.ts';
import { JobOpener } from './job-opener.ts';
import { type JobRun, newestRun } from './job-run.ts';
import type { JobsActions, JobsState } from './jobs-state.ts';
import { PatchSaver, type PatchSaverPorts } from './patch-saver.ts';

const after: PatchSaverPorts['after'] = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

export function createJobsStore(send: Call, timer: PatchSaverPorts['after'] = after) {
  return createStore<JobsState & JobsActions>((set, get) => {
    const saver = new PatchSaver({
      save: (jobId, patch) => send('jobs.save', { jobId, patch }),
      after: timer,
      onState: (save) => set({ save }),
    });
    const opener = new JobOpener({ send, set, get, saver });
    const parts = { send, set, get, saver, opener };
    return {
      list: [],
      listState: 'loading',
      problem: null,
      open: null,
      unreadable: null,
      save: { kind: 'saved' },
      live: {},
      load: (wantedId) => opener.load(wantedId),
      openJob: (jobId) => opener.open(jobId),
      ...newJobActions(parts),
      ...editActions(parts),
      ...deletingActions(parts),
      ...newsActions(parts),
    };
  });
}

export const jobsStore = createJobsStore(call);

export function useJobs<T>(selector: (state: JobsState & JobsActions) => T): T {
  return useStore(jobsStore, selector);
}

/** The newest run of a job: the live one, or the one in the library. */
export function runOfJob(state: JobsState, jobId: string): JobRun | null {
  const listed = state.list.find(({ id }) => id === jobId)?.lastRun ?? null;
  return newestRun(state.live[jobId], listed);
}

/** A job's name; for the open job the typed name, before the list has it. */
export function nameOf(state: JobsState, jobId: string): string {
  return state.open?.id === jobId ? state.open.name : listedName(state, jobId);
}

/** A job's name as it is saved. */
export function listedName(state: JobsState, jobId: string): string {
  return state.list.find(({ id }) => id === jobId)?.name ?? '';
}
