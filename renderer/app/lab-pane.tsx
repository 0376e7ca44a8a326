import { useMemo } from 'react';
import { useJobRuns, useLibrary, useOpenJob } from '#renderer/features/jobs/jobs.ts';
import { LabScreen } from '#renderer/features/lab/lab-screen.tsx';
import { isUnderWay } from '#shared/engine-protocol/leading-run.ts';
import { useForJob } from './lab-commands.ts';

/** The Lab, with the jobs that it measures and changes. */
export function LabPane() {
  const list = useLibrary((state) => state.list);
  const openJobId = useOpenJob(({ job }) => job?.id ?? null);
  const busy = useJobRuns((runOf) =>
    list.some(({ id }) => {
      const run = runOf(id);
      return run !== null && isUnderWay(run.state) && run.state !== 'paused';
    }),
  );
  const jobs = useMemo(() => list.map(({ id, name }) => ({ id, name })), [list]);
  return <LabScreen jobs={jobs} openJobId={openJobId} busy={busy} onUse={useForJob} />;
}
