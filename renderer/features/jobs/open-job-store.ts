import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Call } from '#renderer/bridge/client.ts';
import { definedOf } from '#shared/defined-of.ts';
import type { JobPatch, LibraryJob } from '#shared/ipc/job-library.ts';
import { type LibraryStore, problemOf } from './library-store.ts';
import { PatchSaver, type PatchSaverPorts, type SaveState } from './patch-saver.ts';

interface OpenJobState {
  /** The job on the right, with unsaved typing; null while none is open. */
  readonly job: LibraryJob | null;
  /** The unreadable job on the right, in place of an open one. */
  readonly unreadable: string | null;
  readonly save: SaveState;
  /** Opens a job after the text typed into the last one is saved. */
  open(jobId: string): Promise<void>;
  /** Opens a job that main has just sent. */
  show(job: LibraryJob): Promise<void>;
  close(): void;
  edit(patch: JobPatch): void;
  flush(): Promise<void>;
  /** Drops the unsaved text of a job that is deleted. */
  forget(jobId: string): void;
}

export type OpenJobStore = StoreApi<OpenJobState>;

export interface OpenJobParts {
  readonly send: Call;
  readonly library: LibraryStore;
  readonly after: PatchSaverPorts['after'];
}

/** The job on the right side of the window, and the saving of the text that is typed into it. */
export function createOpenJobStore({ send, library, after }: OpenJobParts): OpenJobStore {
  return createStore<OpenJobState>((set, get) => {
    const saver = new PatchSaver({
      save: (jobId, patch) => send('jobs.save', { jobId, patch }),
      after,
      onState: (save) => set({ save }),
    });
    /** Counts the openings, so that a slow one does not replace a later one. */
    let openings = 0;
    return {
      job: null,
      unreadable: null,
      save: { kind: 'saved' },
      async open(jobId) {
        if (get().job?.id === jobId) return;
        openings += 1;
        const mine = openings;
        await saver.flush();
        if (problemOf(library.getState(), jobId) !== null) {
          if (mine === openings) set({ job: null, unreadable: jobId });
          return;
        }
        const job = await send('jobs.get', { jobId });
        if (mine === openings) set({ job, unreadable: null });
      },
      async show(job) {
        openings += 1;
        await saver.flush();
        set({ job, unreadable: null });
      },
      close: () => set({ job: null, unreadable: null }),
      edit(patch) {
        const { job } = get();
        if (!job) return;
        set({ job: { ...job, ...definedOf(patch) } });
        saver.edit(job.id, patch);
      },
      flush: () => saver.flush(),
      forget: (jobId) => saver.forget(jobId),
    };
  });
}

/** The job on the right, readable or not. */
export const shownId = ({ job, unreadable }: OpenJobState): string | null => job?.id ?? unreadable;
