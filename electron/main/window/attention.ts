import { isActive, type KnownRun, settledOf } from '../run-board.ts';

/** The progress in the taskbar: a part from 0 to 1, or -1 for nothing. */
export function taskbarProgress(active: readonly KnownRun[]): number {
  const total = active.reduce((sum, { counts }) => sum + counts.total, 0);
  const settled = active.reduce((sum, { counts }) => sum + settledOf(counts), 0);
  if (active.length === 0) return -1;
  return total === 0 ? 0 : settled / total;
}

interface EndOfRun {
  readonly title: string;
  readonly body: string;
}

/**
 * The message when a run has ended, or was paused by one of its guards, without the person; null for every other
 * change.
 */
export function endOfRun(run: KnownRun | null, before: KnownRun | undefined): EndOfRun | null {
  if (run === null || before === undefined || !isActive(before.state)) return null;
  if (run.pausedBy === 'safeguard') {
    return {
      title: 'A run is paused',
      body: 'Most of its last pages failed. Open Trawl to resume or stop it.',
    };
  }
  if (run.pausedBy === 'login') {
    return {
      title: 'A run is paused',
      body: 'The site asks for a log-in again. Open Trawl to log in and resume it.',
    };
  }
  if (run.pausedBy === 'results') {
    return {
      title: 'A run is paused',
      body: 'Its last pages gave no good rows. Open Trawl to look at its fields, resume or stop it.',
    };
  }
  if (run.state === 'halted') {
    return {
      title: 'A run could not go on',
      body: 'What was done is kept. Open Trawl to see why.',
    };
  }
  if (run.state !== 'finished') return null;
  const { counts, failedPages, tone } = run;
  const { done, total } = counts;
  const pages = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} pages are in the table`;
  if (failedPages > 0) {
    const failed = `${pages}; ${failedPages.toLocaleString('en')} failed.`;
    return { title: 'A run is finished', body: failed };
  }
  return tone === 'good'
    ? { title: 'A run is finished', body: `${pages}.` }
    : {
        title: 'A run is finished with warnings',
        body: `${pages}. Open Trawl to see the warnings.`,
      };
}
