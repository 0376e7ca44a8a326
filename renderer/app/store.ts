import { call, on } from '#renderer/bridge/client.ts';
import { onCounting, onLabReport, onRunSnapshot } from '#renderer/bridge/engine-events.ts';
import { tellPreviews } from '#renderer/features/fields/previews.ts';
import { cutOffStore } from '#renderer/features/jobs/cut-off-store.ts';
import {
  jobActions,
  jobRuns,
  libraryStore,
  liveRunsStore,
  openJobStore,
} from '#renderer/features/jobs/jobs.ts';
import { labStore } from '#renderer/features/lab/lab-store.ts';
import { settingsStore } from '#renderer/features/settings/settings-store.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { toastError, toastInfo } from '#renderer/ui/toast.tsx';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import { openJob, runMenuAction } from './commands.ts';
import { keptRunOf } from './kept-run.ts';
import { recallPlace, rememberPlace } from './last-place.ts';
import { followList, readAsFound } from './list-commands.ts';
import { LiveChanges } from './live-changes.ts';
import { showLab, showTab, useShell } from './shell-store.ts';

/**
 * The page's state consists of one small store for each feature, independent of each other; here they are
 * connected to the events of main and the engine. Returns the function that disconnects them again.
 */
export function connectStores(): () => void {
  const place = recallPlace(sessionStorage);
  if (place) showTab(place.tab);
  if (place?.screen === 'lab') showLab();
  const offs = [
    openJobStore.subscribe((now, before) => {
      if (now.job !== before.job) tellReadAs(now.job);
      if (now.job?.id === before.job?.id) {
        if (now.job && before.job)
          liveChanges.note(now.job.id, before.job.options, now.job.options);
        return;
      }
      followOpenJob(now.job);
      keepPlace();
    }),
    useShell.subscribe(keepPlace),
    onCounting(({ key, bytes, totalBytes }) =>
      listDocuments.find(key)?.noteCounted(bytes / Math.max(1, totalBytes)),
    ),
    onLabReport((report) => labStore.getState().noteReport(report)),
    onRunSnapshot((snapshot) => liveRunsStore.getState().noteSnapshot(snapshot)),
    on('jobs-changed', ({ jobs: list }) => {
      libraryStore.getState().noteList(list);
      cutOffStore.getState().noteList(list);
    }),
    on('engine-status', (engine) => {
      useShell.setState({ engine });
      if (engine.state === 'ready' && engine.message !== null) toastInfo(engine.message);
      // A count that was lost with the engine is repeated.
      const { job } = openJobStore.getState();
      if (engine.state === 'ready' && job) listDocuments.find(job.id)?.analyze();
    }),
    on('open-job', ({ jobId }) => openJob(jobId)),
    on('menu', ({ action }) => runMenuAction(action)),
  ];
  tellPreviews({ keptRunOf });
  listDocuments.tell({ onReadAs: followList, onLooksLike: readAsFound });
  void jobActions.load(place?.jobId);
  // A value that is unknown now is sent with the next report.
  labStore
    .getState()
    .load()
    .catch(() => undefined);
  cutOffStore
    .getState()
    .load()
    .catch((error: unknown) => toastError('The earlier runs could not be read.', error));
  settingsStore
    .getState()
    .load()
    .catch((error: unknown) => toastError('The settings could not be read.', error));
  return () => {
    for (const off of offs) off();
  };
}

/** Options that are changed act on the run of the job, if it is not over. */
const liveChanges = new LiveChanges({
  send(jobId, change) {
    const run = jobRuns.runOf(jobId);
    if (run === null || run.state === 'finished') return;
    call('run.set-options', { runId: run.runId, change }).catch((error: unknown) =>
      toastError(
        'The run could not take the changed options; they hold from the next run on.',
        error,
      ),
    );
  },
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
});

function keepPlace(): void {
  const jobId = openJobStore.getState().job?.id ?? null;
  const { tab, screen } = useShell.getState();
  rememberPlace(sessionStorage, { jobId, tab, screen });
}

/** The list of the open job holds how it is read, so that undo restores that as well. */
function tellReadAs(job: LibraryJob | null): void {
  if (!job) return;
  const { id, listBytes, listFormat, options } = job;
  const readAs = { format: listFormat, patterns: options.patterns ?? null };
  listDocuments.open(id, listBytes).readFrom(readAs);
}

/** The list of the open job is kept on every tab; the lists of other jobs are released after they are saved. */
function followOpenJob(job: LibraryJob | null): void {
  if (job) listDocuments.open(job.id, job.listBytes);
  listDocuments
    .keepOnly(job?.id ?? null)
    .catch((error: unknown) =>
      toastError('The list of the job you left is not saved yet. Open it to try again.', error),
    );
}
