import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Call } from '#renderer/bridge/client.ts';
import type { JobListItem } from '#shared/ipc/job-library.ts';

type Reading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string };

interface LibraryState {
  /** All jobs, as they are saved, each with its newest run. */
  readonly list: readonly JobListItem[];
  readonly reading: Reading;
  refresh(): Promise<void>;
  noteList(list: readonly JobListItem[]): void;
}

export type LibraryStore = StoreApi<LibraryState>;

/** The jobs that there are, open or not. */
export function createLibraryStore(send: Call): LibraryStore {
  return createStore<LibraryState>((set) => ({
    list: [],
    reading: { kind: 'loading' },
    async refresh() {
      set({ list: await send('jobs.list', {}) });
    },
    noteList: (list) => set({ list }),
  }));
}

const itemOf = ({ list }: LibraryState, jobId: string): JobListItem | undefined =>
  list.find(({ id }) => id === jobId);

/** The reason why a job cannot be read; null where it can. */
export function problemOf(library: LibraryState, jobId: string): JobListItem['problem'] {
  return itemOf(library, jobId)?.problem ?? null;
}

/** A job's name as it is saved. */
export function listedName(library: LibraryState, jobId: string): string {
  return itemOf(library, jobId)?.name ?? '';
}

/** The newest run of a job that main knows. */
export function listedRun(library: LibraryState, jobId: string): JobListItem['lastRun'] {
  return itemOf(library, jobId)?.lastRun ?? null;
}
