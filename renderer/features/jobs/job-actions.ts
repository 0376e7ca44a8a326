import type { JobPatch } from '#shared/ipc/job-library.ts';
import type { JobOpener, JobOpenerParts } from './job-opener.ts';
import { isOutdated, jobRunOf } from './job-run.ts';
import { type JobsActions, shownId } from './jobs-state.ts';

interface ActionParts extends JobOpenerParts {
  readonly opener: JobOpener;
}

/** Actions that add jobs to the library. */
export function newJobActions({
  send,
  saver,
  opener,
}: ActionParts): Pick<JobsActions, 'create' | 'duplicate' | 'importFile' | 'adopt'> {
  return {
    create: async () => opener.show(await send('jobs.create', {})),
    async duplicate(jobId) {
      await saver.flush();
      return opener.show(await send('jobs.duplicate', { jobId }));
    },
    async importFile() {
      await saver.flush();
      const job = await send('jobs.import', {});
      return job ? opener.show(job) : null;
    },
    async adopt(job) {
      await opener.show(job);
    },
  };
}

/** Changes of a job, and files that are made from it. */
export function editActions({
  send,
  set,
  get,
  saver,
  opener,
}: ActionParts): Pick<JobsActions, 'edit' | 'flush' | 'rename' | 'exportFile' | 'reveal'> {
  return {
    edit(patch) {
      const { open } = get();
      if (!open) return;
      set({ open: { ...open, ...definedOf(patch) } });
      saver.edit(open.id, patch);
    },
    flush: () => saver.flush(),
    async rename(jobId, name) {
      if (get().open?.id === jobId) {
        get().edit({ name });
        return saver.flush();
      }
      await send('jobs.save', { jobId, patch: { name } });
      await opener.refresh();
    },
    async exportFile(jobId) {
      await saver.flush();
      return (await send('jobs.export', { jobId }))?.file ?? null;
    },
    reveal: (jobId) => send('jobs.reveal', { jobId }),
  };
}

export function deletingActions({
  send,
  set,
  get,
  saver,
  opener,
}: ActionParts): Pick<JobsActions, 'remove' | 'restore'> {
  return {
    async remove(jobId) {
      const { list, open } = get();
      if (open?.id === jobId) await saver.flush().catch(() => saver.forget(jobId));
      await send('jobs.delete', { jobId });
      const place = list.findIndex((item) => item.id === jobId);
      const neighbour = list[place + 1] ?? list[place - 1];
      if (shownId(get()) === jobId) {
        set({ open: null, unreadable: null });
        if (neighbour) await opener.open(neighbour.id);
      }
      await opener.refresh();
    },
    async restore(jobId) {
      await send('jobs.restore', { jobId });
      await opener.refresh();
      await opener.open(jobId);
    },
  };
}

/** Events of main and of the engine. */
export function newsActions({
  set,
  get,
}: ActionParts): Pick<JobsActions, 'noteList' | 'noteSnapshot' | 'noteRun'> {
  return {
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
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** A patch without its undefined keys, which mean "unchanged". */
function definedOf(patch: JobPatch): Partial<Defined<Required<JobPatch>>> {
  return Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<Defined<Required<JobPatch>>>;
}
