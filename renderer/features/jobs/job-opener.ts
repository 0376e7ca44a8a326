import type { Call } from '#renderer/bridge/client.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import { type JobsActions, type JobsState, problemOf } from './jobs-state.ts';
import type { PatchSaver } from './patch-saver.ts';

export interface JobOpenerParts {
  readonly send: Call;
  set(change: Partial<JobsState>): void;
  get(): JobsState & JobsActions;
  readonly saver: PatchSaver;
}

/** Opens jobs on the right side of the window, after all text typed into the last one is saved. */
export class JobOpener {
  readonly #parts: JobOpenerParts;
  /** Counts the openings, so that a slow one does not replace a later one. */
  #openings = 0;

  constructor(parts: JobOpenerParts) {
    this.#parts = parts;
  }

  async refresh(): Promise<void> {
    const { get, send } = this.#parts;
    get().noteList(await send('jobs.list', {}));
  }

  /** Reads the list, and opens a job: the given one where it exists, else the first. */
  async load(wantedId?: string | null): Promise<void> {
    const { set, get } = this.#parts;
    set({ listState: 'loading', problem: null });
    try {
      await this.refresh();
      set({ listState: 'ready' });
      const { list, open } = get();
      const first =
        list.find(({ id }) => id === wantedId) ??
        list.find(({ problem }) => problem === null) ??
        list[0];
      if (first && !open) await this.open(first.id);
    } catch (error) {
      set({ listState: 'failed', problem: toErrorReply(error).message });
    }
  }

  async open(jobId: string): Promise<void> {
    const { set, get, send, saver } = this.#parts;
    if (get().open?.id === jobId) return;
    this.#openings += 1;
    const mine = this.#openings;
    await saver.flush();
    if (problemOf(get(), jobId) !== null) {
      if (mine === this.#openings) set({ open: null, unreadable: jobId });
      return;
    }
    const job = await send('jobs.get', { jobId });
    if (mine === this.#openings) set({ open: job, unreadable: null });
  }

  /** Opens a job that main has just sent. */
  async show(job: LibraryJob): Promise<LibraryJob> {
    const { set, saver } = this.#parts;
    this.#openings += 1;
    await saver.flush();
    set({ open: job, unreadable: null });
    await this.refresh();
    return job;
  }
}
