import type { StoreApi } from 'zustand/vanilla';
import { isLive } from './job-run.ts';
import type { JobsState } from './jobs-state.ts';
import { runOfJob } from './jobs-store.ts';

/** Whether the newest run of a job is active. */
export function isRunning(state: JobsState, jobId: string): boolean {
  const run = runOfJob(state, jobId);
  return run !== null && isLive(run.state);
}

/** Resolves when the newest run of a job is over, or when `signal` aborts. */
export function whenRunOver(
  store: Pick<StoreApi<JobsState>, 'getState' | 'subscribe'>,
  jobId: string,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const off = store.subscribe((state) => {
      if (!isRunning(state, jobId)) end();
    });
    const end = () => {
      off();
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    if (signal.aborted || !isRunning(store.getState(), jobId)) end();
  });
}
