import { useMemo } from 'react';
import { isLive } from '#renderer/features/jobs/job-run.ts';
import { runOfJob, useJobs } from '#renderer/features/jobs/jobs-store.ts';
import { LabScreen } from '#renderer/features/lab/lab-screen.tsx';
import { useForJob } from './lab-commands.ts';

/** The Lab, with the jobs that it measures and changes. */
export function LabPane() {
  const list = useJobs((state) => state.list);
  const openJobId = useJobs((state) => state.open?.id ?? null);
  const busy = useJobs((state) =>
    state.list.some(({ id }) => {
      const run = runOfJob(state, id);
      return run !== null && isLive(run.state) && run.state !== 'paused';
    }),
  );
  const jobs = useMemo(() => list.map(({ id, name }) => ({ id, name })), [list]);
  return <LabScreen jobs={jobs} openJobId={openJobId} busy={busy} onUse={useForJob} />;
}
