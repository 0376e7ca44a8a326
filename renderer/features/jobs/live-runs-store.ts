import { createStore, type StoreApi } from 'zustand/vanilla';
import { leads } from '#shared/engine-protocol/leading-run.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobListItem } from '#shared/ipc/job-library.ts';
import { isOutdated, type JobRun, jobRunOf } from './job-run.ts';

interface LiveRunsState {
  /** The run of each job that comes first (see `leads`) of those that went on in this session, by the job's id. */
  readonly runs: Readonly<Record<string, JobRun>>;
  noteSnapshot(snapshot: RunSnapshot): void;
  noteRun(jobId: string, run: JobRun): void;
  /** Lets go of runs that are over and that the library no longer has. */
  noteList(list: readonly JobListItem[]): void;
}

export type LiveRunsStore = StoreApi<LiveRunsState>;

/** The runs that are followed by the engine's news, which come sooner than the library's. */
export function createLiveRunsStore(): LiveRunsStore {
  return createStore<LiveRunsState>((set, get) => ({
    runs: {},
    noteSnapshot(snapshot) {
      if (snapshot.jobId !== null) get().noteRun(snapshot.jobId, jobRunOf(snapshot));
    },
    noteRun(jobId, run) {
      const { runs } = get();
      const known = runs[jobId];
      if (known && known.runId !== run.runId && leads(known, run)) return;
      set({ runs: { ...runs, [jobId]: run } });
    },
    noteList(list) {
      const kept = Object.entries(get().runs).filter(([jobId, run]) => {
        const item = list.find(({ id }) => id === jobId);
        return item !== undefined && !isOutdated(run, item.lastRun);
      });
      set({ runs: Object.fromEntries(kept) });
    },
  }));
}
