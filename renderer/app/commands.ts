import { call } from '#renderer/bridge/client.ts';
import { openExport } from '#renderer/features/export/exporter.tsx';
import { type JobRun, primaryActionOf } from '#renderer/features/jobs/job-run.ts';
import { isRunning, whenRunOver } from '#renderer/features/jobs/job-runs.ts';
import {
  jobActions,
  jobName,
  jobRuns,
  liveRunsStore,
  openJobStore,
} from '#renderer/features/jobs/jobs.ts';
import { startLab, stopLab } from '#renderer/features/lab/lab-actions.ts';
import { labStore } from '#renderer/features/lab/lab-store.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { confirm } from '#renderer/ui/confirm.tsx';
import { toastInfo, toastUndo } from '#renderer/ui/toast.tsx';
import type { MenuAction } from '#shared/ipc/contract.ts';
import type { LibraryJob } from '#shared/ipc/job-library.ts';
import { isolated } from '#shared/isolated.ts';
import { command } from './command.ts';
import { openListFile } from './list-commands.ts';
import { openSettings, showJob, showLab, showTab, useShell } from './shell-store.ts';

const openJobNow = () => openJobStore.getState().job;

function openRun(): { readonly jobId: string; readonly run: JobRun | null } | null {
  const job = openJobNow();
  return job ? { jobId: job.id, run: jobRuns.runOf(job.id) } : null;
}

/** Opens the place where a run lacks a setting, and shows the reason; false where the run can begin. */
function showWhatIsMissing({ id, fields }: LibraryJob): boolean {
  const list = listDocuments.find(id)?.store.getState();
  if (list?.phase === 'ready' && list.empty) {
    showTab('urls');
    toastInfo('The list is empty. Paste the URLs here, or open a file.');
    return true;
  }
  if (fields.length === 0) {
    showTab('fields');
    toastInfo('There are no fields. Say here what to take from each page, then press Start.');
    return true;
  }
  return false;
}

/** Starts a new run of the open job after all typed text is saved. */
export const startRun = command('The run could not be started.', async () => {
  const job = openJobNow();
  if (!job || useShell.getState().starting || showWhatIsMissing(job)) return;
  useShell.setState({ starting: true });
  try {
    await flushAll();
    const { runId } = await call('run.start', { jobId: job.id });
    liveRunsStore.getState().noteRun(job.id, {
      runId,
      state: 'importing',
      settled: 0,
      total: 0,
      failed: 0,
      tone: 'good',
    });
    showTab('run');
  } finally {
    useShell.setState({ starting: false });
  }
});

const actOnRun = command(
  'That did not work.',
  (name: 'run.pause' | 'run.unpause' | 'run.resume' | 'run.stop', runId: string) =>
    call(name, { runId }),
);

/** Start, Pause or Resume, or in the Lab Measure or Stop: the action of the primary button. */
export function primary(): void {
  if (useShell.getState().screen === 'lab') {
    if (labStore.getState().running === null) void startLab(openJobNow()?.id ?? null);
    else stopLab();
    return;
  }
  const current = openRun();
  if (!current) return;
  const { run } = current;
  const action = primaryActionOf(run);
  if (action === 'start') startRun();
  else if (run && action !== 'wait') {
    actOnRun(`run.${action}`, run.runId);
    if (action !== 'pause') showTab('run');
  }
}

export function stop(): void {
  const run = openRun()?.run;
  if (run) actOnRun('run.stop', run.runId);
}

/** Saves all typed text to the disk; rejects where it cannot be saved. */
export async function flushAll(): Promise<void> {
  await Promise.all([openJobStore.getState().flush(), listDocuments.flush()]);
}

/** Opens the export dialog for the run on screen, or else for the newest run of the open job. */
function exportResults(): void {
  const runId = useShell.getState().shownRunId ?? openRun()?.run?.runId;
  showTab('run');
  if (runId === undefined) toastInfo('There is nothing to export yet. Press Start first.');
  else openExport(runId);
}

/** Where saving failed, the reason is shown beside the unsaved text; no other message is needed. */
export function saveAgain(): void {
  flushAll().catch(() => undefined);
}

export const newJob = command('The job could not be made.', async () => {
  await jobActions.create();
  showTab('urls');
});

export const openJob = command('The job could not be opened.', (jobId: string) => {
  showJob();
  return openJobStore.getState().open(jobId);
});

export const duplicateJob = command('The job could not be duplicated.', async (jobId: string) => {
  await flushAll();
  await jobActions.duplicate(jobId);
  showJob();
});

export const renameJob = command('The job could not be renamed.', (jobId: string, name: string) =>
  jobActions.rename(jobId, name),
);

export const revealJob = command('The folder could not be shown.', (jobId: string) =>
  jobActions.reveal(jobId),
);

const restoreJob = command('The job could not be brought back.', (jobId: string) =>
  jobActions.restore(jobId),
);

/** The time that a run may take to end before its job is reported as busy. */
const stopPatienceMs = 20_000;

/** Ends the run of a job that is to be deleted, if the person confirms; false where the job stays. */
async function stopForGood(jobId: string, name: string): Promise<boolean> {
  const runId = jobRuns.runOf(jobId)?.runId;
  if (runId === undefined || !isRunning(jobRuns, jobId)) return true;
  const yes = await confirm({
    title: 'Stop the run and delete the job?',
    message: `A run of "${isolated(name)}" is going on. It is stopped, and goes with the job.`,
    confirm: 'Stop and delete',
    danger: true,
  });
  if (!yes) return false;
  if (isRunning(jobRuns, jobId)) await call('run.stop', { runId });
  await whenRunOver(jobRuns, jobId, AbortSignal.timeout(stopPatienceMs));
  return true;
}

export const deleteJob = command('The job could not be deleted.', async (jobId: string) => {
  const name = jobName(jobId);
  if (!(await stopForGood(jobId, name))) return;
  // Text that cannot be saved any more is no reason to keep a job that is to be deleted.
  await listDocuments
    .find(jobId)
    ?.flush()
    .catch(() => undefined);
  await jobActions.remove(jobId);
  listDocuments.forget(jobId);
  toastUndo(`"${isolated(name)}" was deleted.`, () => restoreJob(jobId));
});

export const importJob = command('The job could not be imported.', async () => {
  const job = await jobActions.importFile();
  if (!job) return;
  showJob();
  toastInfo(`"${isolated(job.name)}" was imported.`);
});

export const exportJob = command('The job could not be exported.', async (jobId: string) => {
  await flushAll();
  const file = await jobActions.exportFile(jobId);
  if (file !== null) toastInfo(`Saved as ${isolated(file)}`);
});

const withOpenJob = (act: (jobId: string) => void) => () => {
  const job = openJobNow();
  if (job) act(job.id);
};

const menuActions: Readonly<Record<MenuAction, () => void>> = {
  'new-job': newJob,
  'import-job': importJob,
  'export-job': withOpenJob(exportJob),
  'duplicate-job': withOpenJob(duplicateJob),
  'delete-job': withOpenJob(deleteJob),
  'open-list': openListFile,
  primary,
  stop,
  'export-results': exportResults,
  settings: openSettings,
  lab: showLab,
  'tab-urls': () => showTab('urls'),
  'tab-fields': () => showTab('fields'),
  'tab-options': () => showTab('options'),
  'tab-run': () => showTab('run'),
};

export function runMenuAction(action: MenuAction): void {
  menuActions[action]();
}
