import { call, dropFile } from '#renderer/bridge/client.ts';
import { jobActions, openJobStore } from '#renderer/features/jobs/jobs.ts';
import { withOption } from '#renderer/features/options/option-units.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import type { ReadAs } from '#renderer/features/urls/read-as.ts';
import { askReading } from '#renderer/features/urls/reading-choice.ts';
import { toastInfo } from '#renderer/ui/toast.tsx';
import type { ListGlance } from '#shared/engine-protocol/input.ts';
import type { OpenedList } from '#shared/ipc/contract.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { formatOfGlance } from '#shared/ipc/list-format.ts';
import { isolated } from '#shared/isolated.ts';
import { delimiterName } from '#shared/job/delimiters.ts';
import type { ListOptions } from '#shared/job/list-options.ts';
import { command } from './command.ts';
import { showJob, showTab } from './shell-store.ts';

const openJob = () => openJobStore.getState();

/** Sets how the open job's list is read from now on. */
export const setListFormat = command(
  'The format could not be saved.',
  async (listFormat: ListFormat) => {
    openJob().edit({ listFormat });
    await recount();
  },
);

/** Sets whether patterns are expanded to many URLs from now on. */
export const setPatterns = command('The patterns could not be saved.', async (on: boolean) => {
  const { job, edit } = openJob();
  if (job) edit({ options: withOption(job.options, 'patterns', on) });
  await recount();
});

/** The list was replaced by hand, or undo has restored an earlier one. */
export const followList = command(
  'The format could not be saved.',
  async (jobId: string, { format, patterns }: ReadAs) => {
    const { job, edit } = openJob();
    if (job?.id !== jobId) return;
    edit({
      listFormat: format,
      options: withOption(job.options, 'patterns', patterns ?? undefined),
    });
    await recount();
  },
);

/**
 * The list is read as lines so far, and looks like another format: it is then read in that format, like an
 * opened file.
 */
export const readAsFound = command('The list could not be read.', async (jobId: string) => {
  const glance = await call('list.glance', { jobId, options: {} });
  const { job, edit } = openJob();
  if (job?.id !== jobId || job.listFormat.kind !== 'lines') return;
  edit({ listFormat: formatOfGlance(glance) });
  await recount();
  askAbout(jobId, glance);
});

async function recount() {
  await openJob().flush();
  const jobId = openJob().job?.id;
  if (jobId !== undefined) listDocuments.find(jobId)?.analyze();
}

/** Opens the dialog on how a table is read; a table of a single column needs no dialog. */
function askAbout(jobId: string, glance: ListGlance) {
  if (glance.reading.kind === 'table' && glance.columns.length > 1) askReading(jobId, glance);
}

/** Loads the list that main puts in place of the job's, and opens the dialog on how a table is read. */
async function takeIn(
  jobId: string,
  from: 'the file' | 'the sitemaps',
  ask: () => Promise<OpenedList | null>,
): Promise<void> {
  const list = listDocuments.find(jobId);
  if (!list) return;
  const wasEmpty = list.store.getState().empty;
  let glance: ListGlance | null = null;
  const replaced = await list.replace(async () => {
    // Pending edits of the old list would overwrite the reading that main sets for the new one.
    await openJob().flush();
    const taken = await ask();
    const { job, edit } = openJob();
    if (!taken || job?.id !== jobId) return null;
    glance = taken.glance;
    showTab('urls');
    edit({
      listFormat: taken.listFormat,
      options: withOption(job.options, 'patterns', false),
    });
    // Set before the list is counted, since the count depends on the format.
    await openJob().flush();
    return { format: taken.listFormat, patterns: false };
  });
  if (!replaced) return;
  if (!wasEmpty) {
    toastInfo(`The list now comes from ${from}. Undo in the editor brings the old one back.`);
  }
  // The table that Trawl makes of sitemaps is read in one way.
  if (glance && from === 'the file') askAbout(jobId, glance);
}

/** Opens a file dialog and imports the file as the list of the open job. */
export const openListFile = command('The file could not be opened.', async () => {
  const jobId = openJob().job?.id;
  if (jobId !== undefined) await takeIn(jobId, 'the file', () => call('list.open', { jobId }));
});

/** Makes what the dialog has found in sitemaps the list of the job. */
export const takeSitemaps = command('The pages could not be taken.', (jobId: string) =>
  takeIn(jobId, 'the sitemaps', () => call('sitemaps.take', { jobId })),
);

/** Opens the dialog on how the open job's list is read: as lines, a table or a feed. */
export const changeReading = command('The list could not be read.', async () => {
  const { job } = openJob();
  if (!job) return;
  await listDocuments.find(job.id)?.flush();
  const { listFormat } = job;
  const asked = listFormat.kind === 'csv' ? listFormat : {};
  askReading(job.id, await glanceAtTable(job.id, asked));
});

/** The list as a table. Parameters that are left out are decided by the content. */
export function glanceAtTable(
  jobId: string,
  {
    delimiter,
    header,
  }: { readonly delimiter?: string | undefined; readonly header?: boolean | undefined },
): Promise<ListGlance> {
  const options: ListOptions = {
    format: 'table',
    ...(delimiter === undefined ? {} : { delimiter: delimiterName(delimiter) }),
    ...(header === undefined ? {} : { header }),
  };
  return call('list.glance', { jobId, options });
}

export const retryList = command('The list could not be read.', async () => {
  const { job } = openJob();
  if (job) await listDocuments.find(job.id)?.load(job.listBytes);
});

/** A dropped job file becomes a job; any other file becomes the list of the open job, or of a new one. */
export const takeDrop = command('The file could not be taken in.', async (file: File) => {
  await openJob().flush();
  const jobId = openJob().job?.id ?? null;
  if (jobId === null || /\.json$/i.test(file.name)) {
    const dropped = await dropFile(jobId, file);
    if (dropped.kind === 'list') return;
    await jobActions.adopt(dropped.job);
    showJob();
    toastInfo(`"${isolated(dropped.job.name)}" is a job of yours now.`);
    return;
  }
  await takeIn(jobId, 'the file', async () => {
    const dropped = await dropFile(jobId, file);
    return dropped.kind === 'list' ? dropped : null;
  });
});
