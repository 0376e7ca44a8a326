import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Call, call } from '#renderer/bridge/client.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import type { JobListItem, JobPatch, LibraryJob } from '#shared/ipc/job-library.ts';
import { isOutdated, type JobRun, jobRunOf, newestRun } from './job-run.ts';
import { PatchSaver, type PatchSaverPorts, type SaveState } from './patch-saver.ts';

export interface JobsState {
  readonly list: readonly JobListItem[];
  readonly listState: 'loading' | 'ready' | 'failed';
  /** Why the list could not be read. */
  readonly problem: string | null;
  /** The job on the right, as it is typed; null while none is open. */
  readonly open: LibraryJob | null;
  /** The job on the right that cannot be read, in place of an open one. */
  readonly unreadable: string | null;
  readonly save: SaveState;
  /** Runs followed live in this session, by job. */
  readonly live: Readonly<Record<string, JobRun>>;
}

export interface JobsActions {
  /** Reads the list, and opens a job: the first, unless another one is wanted and there. */
  load(wantedId?: string | null): Promise<void>;
  /** Opens a job once what was typed into the last one is saved. */
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

const after: PatchSaverPorts['after'] = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

export function createJobsStore(send: Call, timer: PatchSaverPorts['after'] = after) {
  return createStore<JobsState & JobsActions>((set, get) => {
    const saver = new PatchSaver({
      save: (jobId, patch) => send('jobs.save', { jobId, patch }),
      after: timer,
      onState: (save) => set({ save }),
    });
    /** Counts the openings, so that a slow one does not come back over a later one. */
    let openings = 0;

    async function refresh() {
      get().noteList(await send('jobs.list', {}));
    }
    async function show(job: LibraryJob) {
      openings += 1;
      await saver.flush();
      set({ open: job, unreadable: null });
      await refresh();
      return job;
    }

    return {
      list: [],
      listState: 'loading',
      problem: null,
      open: null,
      unreadable: null,
      save: { kind: 'saved' },
      live: {},

      async load(wantedId) {
        set({ listState: 'loading', problem: null });
        try {
          await refresh();
          set({ listState: 'ready' });
          const { list, open } = get();
          const first =
            list.find(({ id }) => id === wantedId) ??
            list.find(({ problem }) => problem === null) ??
            list[0];
          if (first && !open) await get().openJob(first.id);
        } catch (error) {
          set({ listState: 'failed', problem: toErrorReply(error).message });
        }
      },

      async openJob(jobId) {
        if (get().open?.id === jobId) return;
        openings += 1;
        const mine = openings;
        await saver.flush();
        if (problemOf(get(), jobId) !== null) {
          if (mine === openings) set({ open: null, unreadable: jobId });
          return;
        }
        const job = await send('jobs.get', { jobId });
        if (mine === openings) set({ open: job, unreadable: null });
      },

      create: async () => show(await send('jobs.create', {})),
      async duplicate(jobId) {
        await saver.flush();
        return show(await send('jobs.duplicate', { jobId }));
      },

      async rename(jobId, name) {
        if (get().open?.id === jobId) {
          get().edit({ name });
          return saver.flush();
        }
        await send('jobs.save', { jobId, patch: { name } });
        await refresh();
      },

      async remove(jobId) {
        const { list, open } = get();
        if (open?.id === jobId) await saver.flush().catch(() => saver.forget(jobId));
        await send('jobs.delete', { jobId });
        const place = list.findIndex((item) => item.id === jobId);
        const neighbour = list[place + 1] ?? list[place - 1];
        if (shownId(get()) === jobId) {
          set({ open: null, unreadable: null });
          if (neighbour) await get().openJob(neighbour.id);
        }
        await refresh();
      },

      reveal: (jobId) => send('jobs.reveal', { jobId }),

      async restore(jobId) {
        await send('jobs.restore', { jobId });
        await refresh();
        await get().openJob(jobId);
      },

      async importFile() {
        await saver.flush();
        const job = await send('jobs.import', {});
        return job ? show(job) : null;
      },

      async exportFile(jobId) {
        await saver.flush();
        return (await send('jobs.export', { jobId }))?.file ?? null;
      },

      async adopt(job) {
        await show(job);
      },

      edit(patch) {
        const { open } = get();
        if (!open) return;
        set({ open: { ...open, ...definedOf(patch) } });
        saver.edit(open.id, patch);
      },

      flush: () => saver.flush(),

      noteList(list) {
        const kept = Object.entries(get().live).filter(([jobId, run]) => {
          const item = list.find(({ id }) => id === jobId);
          return item !== undefined && !isOutdated(run, item.lastRun);
        });
        set({ list, live: Object.fromEntries(kept) });
      },

      noteSnapshot(snapshot) {
        if (snapshot.jobId !== null) get().noteRun(snapshot.jobId, jobRunOf(snapshot));
      },

      noteRun(jobId, run) {
        const { live } = get();
        const known = live[jobId];
        if (known && known.runId > run.runId) return;
        set({ live: { ...live, [jobId]: run } });
      },
    };
  });
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** A patch without its undefined keys, which mean "unchanged". */
function definedOf(patch: JobPatch): Partial<Defined<Required<JobPatch>>> {
  return Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<Defined<Required<JobPatch>>>;
}

export const jobsStore = createJobsStore(call);

export function useJobs<T>(selector: (state: JobsState & JobsActions) => T): T {
  return useStore(jobsStore, selector);
}

/** The job on the right, readable or not. */
export const shownId = ({ open, unreadable }: JobsState): string | null => open?.id ?? unreadable;

/** Why a job cannot be read; null where it can. */
export function problemOf(state: JobsState, jobId: string): JobListItem['problem'] {
  return state.list.find(({ id }) => id === jobId)?.problem ?? null;
}

/** The newest run of a job: live, or as the library has it. */
export function runOfJob(state: JobsState, jobId: string): JobRun | null {
  const listed = state.list.find(({ id }) => id === jobId)?.lastRun ?? null;
  return newestRun(state.live[jobId], listed);
}

/** A job's name; that of the open one as it is typed, before the list learns of it. */
export function nameOf(state: JobsState, jobId: string): string {
  return state.open?.id === jobId ? state.open.name : listedName(state, jobId);
}

/** A job's name as it is saved. */
export function listedName(state: JobsState, jobId: string): string {
  return state.list.find(({ id }) => id === jobId)?.name ?? '';
}
