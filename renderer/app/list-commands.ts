import { call, dropFile } from '#renderer/bridge/client.ts';
import { jobsStore } from '#renderer/features/jobs/jobs-store.ts';
import { askFormat } from '#renderer/features/urls/csv-choice.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { formatOfGlance } from '#renderer/features/urls/list-format.ts';
import { toastInfo } from '#renderer/ui/toast.tsx';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { isolated } from '#shared/isolated.ts';
import { command } from './command.ts';
import { showJob, showTab } from './shell-store.ts';

const jobs = () => jobsStore.getState();

/** How the open job's list is read from now on. */
export const setListFormat = command(
  'The format could not be saved.',
  async (format: ListFormat) => {
    jobs().edit({ listFormat: format });
    await recount();
  },
);

async function recount() {
  await jobs().flush();
  const jobId = jobs().open?.id;
  if (jobId !== undefined) listDocuments.find(jobId)?.analyze();
}

interface TakenIn {
  readonly glance: ListGlance | null;
}

/** Takes over the list that main puts in place of the job's, and asks how a CSV is read. */
async function takeIn(jobId: string, ask: () => Promise<TakenIn | null>): Promise<void> {
  const list = listDocuments.find(jobId);
  if (!list) return;
  const wasEmpty = list.store.getState().empty;
  let glance: ListGlance | null = null;
  const replaced = await list.replace(async () => {
    const taken = await ask();
    if (!taken || jobs().open?.id !== jobId) return false;
    glance = taken.glance;
    showTab('urls');
    jobs().edit({ listFormat: glance ? formatOfGlance(glance) : { kind: 'lines' } });
    // Before the list is counted, which goes by the format.
    await jobs().flush();
    return true;
  });
  if (!replaced) return;
  if (!wasEmpty) {
    toastInfo('The list now comes from the file. Undo in the editor brings the old one back.');
  }
  if (glance) askFormat(jobId, glance);
}

/** Asks for a file and takes it in as the list of the open job. */
export const openListFile = command('The file could not be opened.', async () => {
  const jobId = jobs().open?.id;
  if (jobId !== undefined) await takeIn(jobId, () => call('list.open', { jobId }));
});

/** Asks how the open job's list is read: as lines, or which column of a CSV. */
export const changeListFormat = command('The list could not be read as CSV.', async () => {
  const jobId = jobs().open?.id;
  if (jobId === undefined) return;
  await listDocuments.find(jobId)?.flush();
  askFormat(jobId, await call('list.glance', { jobId }));
});

export const retryList = command('The list could not be read.', async () => {
  const { open } = jobs();
  if (open) await listDocuments.find(open.id)?.load(open.listBytes);
});

/** A dropped job file becomes a job; any other file the list of the open job, or of a new one. */
export const takeDrop = command('The file could not be taken in.', async (file: File) => {
  await jobs().flush();
  const jobId = jobs().open?.id ?? null;
  if (jobId === null || /\.json$/i.test(file.name)) {
    const dropped = await dropFile(jobId, file);
    if (dropped.kind === 'list') return;
    await jobs().adopt(dropped.job);
    showJob();
    toastInfo(`"${isolated(dropped.job.name)}" is a job of yours now.`);
    return;
  }
  await takeIn(jobId, async () => {
    const dropped = await dropFile(jobId, file);
    return dropped.kind === 'list' ? dropped : null;
  });
});
