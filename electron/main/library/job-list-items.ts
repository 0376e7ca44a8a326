import type { JobListItem } from '#shared/ipc/job-library.ts';
import type { RunBoard } from '../run-board.ts';
import type { JobLibrary } from './job-library.ts';

/** The list of jobs for the window: first those that need repair. */
export function jobListItems(library: JobLibrary, runs: RunBoard): JobListItem[] {
  const readable = library.list().map(({ id, job: { name, updatedMs } }) => ({
    id,
    name,
    updatedMs,
    problem: null,
    lastRun: runs.newestOf({ id, name }),
  }));
  const unreadable = library.unreadable().map(({ id, name, changedMs, message, file }) => ({
    id,
    name,
    updatedMs: changedMs,
    problem: { message, file },
    lastRun: null,
  }));
  return [...unreadable, ...readable];
}
