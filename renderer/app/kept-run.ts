import { jobRuns } from '#renderer/features/jobs/jobs.ts';

interface ShownRun {
  readonly runId: string;
  readonly newestId: string | null;
}

/** By job, the run that was on screen last. */
const shown = new Map<string, ShownRun>();

export function noteShownRun(jobId: string, runId: string): void {
  shown.set(jobId, { runId, newestId: newestOf(jobId) });
}

/**
 * The run whose kept pages come before asking a site: the newest of the job, or the earlier one that was on screen
 * last, until a newer one begins. Null: the job has no run.
 */
export function keptRunOf(jobId: string): string | null {
  const newestId = newestOf(jobId);
  const last = shown.get(jobId);
  return last !== undefined && last.newestId === newestId ? last.runId : newestId;
}

const newestOf = (jobId: string): string | null => jobRuns.runOf(jobId)?.runId ?? null;
