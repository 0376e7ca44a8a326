import { type ReactNode, useEffect } from 'react';
import { openExport } from '#renderer/features/export/exporter.tsx';
import { jobsStore, runOfJob, useJobs } from '#renderer/features/jobs/jobs-store.ts';
import { ResultsPanel } from '#renderer/features/results/results-panel.tsx';
import { RunTab } from '#renderer/features/run/run-tab.tsx';
import { overruled } from './overruled.ts';
import { useShell } from './shell-store.ts';

/** The Run tab, composed of its three features. */
export function RunPane({ jobId }: { readonly jobId: string }) {
  const knownRunId = useJobs((state) => runOfJob(state, jobId)?.runId ?? null);
  return (
    <RunTab
      jobId={jobId}
      knownRunId={knownRunId}
      results={(slot) => (
        <ShownRun runId={slot.runId}>
          <ResultsPanel jobId={jobId} {...slot} />
        </ShownRun>
      )}
      onExport={openExport}
      onOverrule={(template, decision) => {
        const { open, edit } = jobsStore.getState();
        if (open?.id === jobId) edit({ options: overruled(open.options, template, decision) });
      }}
    />
  );
}

interface ShownRunProps {
  readonly runId: string;
  readonly children: ReactNode;
}

/** Lets the window's menu act on the run on screen, which need not be the newest. */
function ShownRun({ runId, children }: ShownRunProps) {
  useEffect(() => {
    useShell.setState({ shownRunId: runId });
    return () => useShell.setState({ shownRunId: null });
  }, [runId]);
  return children;
}
