import { call } from '#renderer/bridge/client.ts';
import { openJobStore } from '#renderer/features/jobs/jobs.ts';
import { noteReadAgain } from '#renderer/features/run/watch-new-fields.ts';
import { flushAll } from './commands.ts';

/** Reads kept pages again. All typed text is saved first, since the engine reads by the job as it is kept. */
export async function readAgain(jobId: string, runId: string): Promise<void> {
  await flushAll();
  const { job } = openJobStore.getState();
  await call('run.read-again', { jobId, runId });
  if (job?.id === jobId) noteReadAgain(runId, { each: job.each ?? '', fields: job.fields });
}
