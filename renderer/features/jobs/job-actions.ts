import type { Call } from '#renderer/bridge/client.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import type { LibraryStore } from './library-store.ts';
import { type OpenJobStore, shownId } from './open-job-store.ts';

interface ActionParts {
  readonly send: Call;
  readonly library: LibraryStore;
  readonly openJob: OpenJobStore;
}

/** What is done with whole jobs, which concerns the library and the open job. */
export function createJobActions({ send, library, openJob }: ActionParts) {
  const refresh = () => library.getState().refresh();

  async function show(job: LibraryJob): Promise<LibraryJob> {
    await openJob.getState().show(job);
    await refresh();
    return job;
  }

  async function openFirst(wantedId: string | null | undefined): Promise<void> {
    const { list } = library.getState();
    const first =
      list.find(({ id }) => id === wantedId) ??
      list.find(({ problem }) => problem === null) ??
      list[0];
    const { job, open } = openJob.getState();
    if (first && !job) await open(first.id);
  }

  return {
    /** Reads the list, and opens a job: the given one where it exists, else the first. */
    async load(wantedId?: string | null): Promise<void> {
      library.setState({ reading: { kind: 'loading' } });
      try {
        await refresh();
        library.setState({ reading: { kind: 'ready' } });
        await openFirst(wantedId);
      } catch (error) {
        library.setState({ reading: { kind: 'failed', message: toErrorReply(error).message } });
      }
    },
    create: async () => show(await send('jobs.create', {})),
    async duplicate(jobId: string): Promise<LibraryJob> {
      await openJob.getState().flush();
      return show(await send('jobs.duplicate', { jobId }));
    },
    async importFile(): Promise<LibraryJob | null> {
      await openJob.getState().flush();
      const job = await send('jobs.import', {});
      return job ? show(job) : null;
    },
    /** Shows a job that main has just made of a dropped file. */
    adopt: show,
    async rename(jobId: string, name: string): Promise<void> {
      const { job, edit, flush } = openJob.getState();
      if (job?.id === jobId) {
        edit({ name });
        return flush();
      }
      await send('jobs.save', { jobId, patch: { name } });
      await refresh();
    },
    /** Deletes a job, and opens its neighbour where it was on the right. */
    async remove(jobId: string): Promise<void> {
      const { list } = library.getState();
      const { job, flush, forget, close, open } = openJob.getState();
      if (job?.id === jobId) await flush().catch(() => forget(jobId));
      await send('jobs.delete', { jobId });
      const place = list.findIndex((item) => item.id === jobId);
      const neighbour = list[place + 1] ?? list[place - 1];
      if (shownId(openJob.getState()) === jobId) {
        close();
        if (neighbour) await open(neighbour.id);
      }
      await refresh();
    },
    async restore(jobId: string): Promise<void> {
      await send('jobs.restore', { jobId });
      await refresh();
      await openJob.getState().open(jobId);
    },
    /** The file that was written; null where the person cancelled. */
    async exportFile(jobId: string): Promise<string | null> {
      await openJob.getState().flush();
      return (await send('jobs.export', { jobId }))?.file ?? null;
    },
    /** Shows the file of a job in its folder. */
    reveal: (jobId: string) => send('jobs.reveal', { jobId }),
  };
}
