import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobListItem, JobPatch, LibraryJob } from '#shared/ipc/job-library.ts';
import type { JobRun } from './job-run.ts';
import type { SaveState } from './patch-saver.ts';

export interface JobsState {
  readonly list: readonly JobListItem[];
  readonly listState: 'loading' | 'ready' | 'failed';
  /** The reason why the list could not be read. */
  readonly problem: string | null;
  /** The job on the right, with unsaved typing; null while none is open. */
  readonly open: LibraryJob | null;
  /** The unreadable job on the right, in place of an open one. */
  readonly unreadable: string | null;
  readonly save: SaveState;
  /** Runs followed live in this session, by job. */
  readonly live: Readonly<Record<string, JobRun>>;
}

export interface JobsActions {
  /** Reads the list, and opens a job: the given one where it exists, else the first. */
  load(wantedId?: string | null): Promise<void>;
  /** Opens a job after the text typed into the last one is saved. */
  openJob(jobId: string): Promise<void>;
  create(): Promise<LibraryJob>;
  duplicate(jobId: string): Promise<LibraryJob>;
  rename(jobId: string, name: string): Promise<void>;
  /** Deletes and opens the neighbour. */
  remove(jobId: string): Promise<void>;
  /** Shows the file of a job in its folder. */
  reveal(jobId: string): Promise<void>;
  restore(jobId: string): Promise<void>;
  importFile(): Promise<LibraryJob | null>;
  exportFile(jobId: string): Promise<string | null>;
  /** Shows a job that main has just made (import, drop). */
  adopt(job: LibraryJob): Promise<void>;
  edit(patch: JobPatch): void;
  flush(): Promise<void>;
  noteList(list: readonly JobListItem[]): void;
  noteSnapshot(snapshot: RunSnapshot): void;
  noteRun(jobId: string, run: JobRun): void;
}

/** The job on the right, readable or not. */
export const shownId = ({ open, unreadable }: JobsState): string | null => open?.id ?? unreadable;

/** The reason why a job cannot be read; null where it can. */
export function problemOf(state: JobsState, jobId: string): JobListItem['problem'] {
  return state.list.find(({ id }) => id === jobId)?.problem ?? null;
}
