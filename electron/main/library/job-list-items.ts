import type { JobListItem } from '#shared/ipc/job-library.ts';
import type { RunBoard } from '../run-board.ts';
import type { JobLibrary } from './job-library.ts';

/** The list of jobs as the window shows it. */
export function jobListItems(library: JobLibrary, runs: RunBoard): JobListItem[] {
  return library.list().map(({ id, job: { name, updatedMs } }) => ({
    id,
    name,
    updatedMs,
    lastRun: runs.newestOf({ id, name }),
  }));
}
