import { isUnderWay } from '#shared/engine-protocol/leading-run.ts';
import { type JobRun, newestRun } from './job-run.ts';
import { type LibraryStore, listedRun } from './library-store.ts';
import type { LiveRunsStore } from './live-runs-store.ts';

/** The newest run of each job: the live one, or the one in the library. */
export interface JobRuns {
  runOf(jobId: string): JobRun | null;
  /** Calls `listener` when a run may have changed; the returned function ends that. */
  subscribe(listener: () => void): () => void;
}

export function createJobRuns(library: LibraryStore, liveRuns: LiveRunsStore): JobRuns {
  return {
    runOf: (jobId) =>
      newestRun(liveRuns.getState().runs[jobId], listedRun(library.getState(), jobId)),
    subscribe(listener) {
      const offs = [library.subscribe(listener), liveRuns.subscribe(listener)];
      return () => {
        for (const off of offs) off();
      };
    },
  };
}

/** Whether the newest run of a job is active. */
export function isRunning(runs: JobRuns, jobId: string): boolean {
  const run = runs.runOf(jobId);
  return run !== null && isUnderWay(run.state);
}

/** Resolves when the newest run of a job is over, or when `signal` aborts. */
export function whenRunOver(runs: JobRuns, jobId: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const off = runs.subscribe(() => {
      if (!isRunning(runs, jobId)) end();
    });
    const end = () => {
      off();
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    if (signal.aborted || !isRunning(runs, jobId)) end();
  });
}
