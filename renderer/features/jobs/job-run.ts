import type { RingTone } from '#renderer/ui/progress-ring.tsx';
import { isUnderWay, leads } from '#shared/engine-protocol/leading-run.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { failedPages, toneOf } from '#shared/engine-protocol/run-tone.ts';
import { formatCount } from '#shared/format.ts';
import type { JobListItem } from '#shared/ipc/job-library.ts';

/** The run of a job that comes first (see `leads`), with the data for the list and the header. */
export type JobRun = NonNullable<JobListItem['lastRun']>;

export function jobRunOf(snapshot: RunSnapshot): JobRun {
  const { runId, state, counts } = snapshot;
  const settled = counts.done + counts.failed + counts.skipped;
  const { total } = counts;
  return { runId, state, settled, total, failed: failedPages(snapshot), tone: toneOf(snapshot) };
}

/** The first of two runs: the one that is followed live and the library's; the live one where they are the same. */
export function newestRun(live: JobRun | undefined, listed: JobRun | null): JobRun | null {
  if (!live) return listed;
  return listed && listed.runId !== live.runId && leads(listed, live) ? listed : live;
}

/** Whether a finished run that was followed live still exists in the library. */
export function isOutdated(live: JobRun, listed: JobRun | null | undefined): boolean {
  return !isUnderWay(live.state) && listed?.runId !== live.runId;
}

/** The progress of a run in whole percent; 100 only when nothing is left. */
export function percentOf(run: JobRun): number {
  if (run.total === 0) return run.state === 'finished' ? 100 : 0;
  return Math.floor((run.settled / run.total) * 100);
}

/** Green says that nothing is wrong with a run, also while it goes on. */
export function ringToneOf(run: JobRun | null): RingTone {
  switch (run?.state) {
    case undefined:
      return 'idle';
    case 'importing':
    case 'running':
    case 'stopping':
      return troubleOf(run) ?? 'active';
    case 'paused':
    case 'stopped':
    case 'interrupted':
      return 'paused';
    case 'halted':
      return 'failed';
    case 'finished':
      return troubleOf(run) ?? 'done';
  }
}

function troubleOf(run: JobRun | null): RingTone | null {
  if (run === null || run.tone === 'good') return null;
  return run.tone === 'bad' ? 'failed' : 'warned';
}

/** The state in words, for the list, the header and screen readers. */
export function describeRun(run: JobRun | null): string {
  if (!run) return 'Not run yet';
  const percent = `${percentOf(run)}%`;
  switch (run.state) {
    case 'importing':
      return 'Reading the list';
    case 'running':
      return `Running, ${percent}`;
    case 'paused':
      return `Paused at ${percent}`;
    case 'stopping':
      return 'Stopping';
    case 'stopped':
      return `Stopped at ${percent}`;
    case 'interrupted':
      return `Interrupted at ${percent}`;
    case 'halted':
      return `Halted at ${percent}`;
    case 'finished':
      if (run.failed > 0) return `Finished, ${formatCount(run.failed)} failed`;
      return run.tone === 'good' ? 'Finished' : 'Finished with warnings';
  }
}

/** The next action of the primary button. */
export type PrimaryAction = 'start' | 'pause' | 'unpause' | 'resume' | 'wait';

export function primaryActionOf(run: JobRun | null): PrimaryAction {
  switch (run?.state) {
    case undefined:
    case 'finished':
      return 'start';
    case 'importing':
    case 'stopping':
      return 'wait';
    case 'running':
      return 'pause';
    case 'paused':
      return 'unpause';
    case 'stopped':
    case 'interrupted':
    case 'halted':
      return 'resume';
  }
}
