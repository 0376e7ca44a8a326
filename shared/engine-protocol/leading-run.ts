import type { RunState } from './run.ts';

/** Whether a run goes on, or waits to be resumed while its engine holds it. */
export function isUnderWay(state: RunState): boolean {
  return state === 'importing' || state === 'running' || state === 'paused' || state === 'stopping';
}

interface Run {
  readonly runId: string;
  readonly state: RunState;
}

/**
 * Whether a run, and not another one of its job, is the one that the job's buttons act on: a run that is under
 * way comes before one that is over ("Read again" beside a paused run must not hide that run), then the newer
 * one. Run ids sort by time.
 */
export function leads(run: Run, other: Run): boolean {
  const [goesOn, otherGoesOn] = [isUnderWay(run.state), isUnderWay(other.state)];
  return goesOn === otherGoesOn ? run.runId > other.runId : goesOn;
}
