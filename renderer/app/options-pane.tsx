import { useJobs } from '#renderer/features/jobs/jobs-store.ts';
import { OptionsTab } from '#renderer/features/options/options-tab.tsx';
import type { JobOptions } from '#shared/job/job.ts';

const none: JobOptions = {};

export function OptionsPane({ jobId }: { readonly jobId: string }) {
  const options = useJobs((state) => state.open?.options ?? none);
  const edit = useJobs((state) => state.edit);
  return (
    <OptionsTab
      jobId={jobId}
      options={options}
      onChange={(changed) => edit({ options: changed })}
    />
  );
}
