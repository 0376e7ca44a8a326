import { call } from '#renderer/bridge/client.ts';
import { openJobStore } from '#renderer/features/jobs/jobs.ts';
import type { Tuned } from '#renderer/features/lab/use-for-job.tsx';
import { toastUndo } from '#renderer/ui/toast.tsx';
import { formatCount } from '#shared/format.ts';
import { isolated } from '#shared/isolated.ts';
import { defaultOptions } from '#shared/job/defaults.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { wayNames } from '#shared/job/way.ts';
import { command } from './command.ts';

/**
 * Options with the values that the Lab has found. The limit of a host is never raised: the capacity of this
 * computer says nothing about the capacity of somebody else's server.
 */
export function withTuned(options: JobOptions, { way, concurrency }: Tuned): JobOptions {
  const perHost = Math.min(options.perHost ?? defaultOptions.perHost, concurrency);
  const changed = perHost === (options.perHost ?? defaultOptions.perHost) ? {} : { perHost };
  return { ...options, ...changed, concurrency, way };
}

async function setOptions(jobId: string, options: JobOptions): Promise<void> {
  const { job, edit, flush } = openJobStore.getState();
  if (job?.id !== jobId) {
    await call('jobs.save', { jobId, patch: { options } });
    return;
  }
  edit({ options });
  await flush();
}

const putBack = command('The options could not be put back.', setOptions);

export const useForJob = command(
  'The job could not be changed.',
  async (jobId: string, tuned: Tuned) => {
    const { job } = openJobStore.getState();
    const { name, options } = job?.id === jobId ? job : await call('jobs.get', { jobId });
    const next = withTuned(options, tuned);
    await setOptions(jobId, next);
    const perHost = next.perHost ?? defaultOptions.perHost;
    toastUndo(
      `"${isolated(name)}" now fetches ${formatCount(tuned.concurrency)} at once, in the way ${wayNames[tuned.way]}; from one host ${formatCount(perHost)} at the most.`,
      () => putBack(jobId, options),
    );
  },
);
