import { useJobRun, useOpenJob } from '#renderer/features/jobs/jobs.ts';
import { OptionsTab } from '#renderer/features/options/options-tab.tsx';
import type { JobOptions } from '#shared/job/job.ts';

const none: JobOptions = {};

export function OptionsPane({ jobId }: { readonly jobId: string }) {
  const options = useOpenJob(({ job }) => job?.options ?? none);
  const edit = useOpenJob((state) => state.edit);
  const runGoesOn = useJobRun(jobId, (run) => run !== null && run.state !== 'finished');
  return (
    <OptionsTab
      jobId={jobId}
      options={options}
      runGoesOn={runGoesOn}
      onChange={(changed) => edit({ options: changed })}
    />
  );
}
