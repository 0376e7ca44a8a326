import { openExport } from '#renderer/features/export/exporter.tsx';
import { ResultsPanel } from '#renderer/features/results/results-panel.tsx';
import { RunTab } from '#renderer/features/run/run-tab.tsx';

/** The Run tab, put together from its three features. */
export function RunPane({ jobId }: { readonly jobId: string }) {
  return (
    <RunTab
      jobId={jobId}
      results={(slot) => <ResultsPanel jobId={jobId} {...slot} />}
      onExport={openExport}
    />
  );
}
