import { type ReactNode, useEffect, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { openExport } from '#renderer/features/export/exporter.tsx';
import { previewOf } from '#renderer/features/fields/previews.ts';
import { openJobStore, useJobRun, useOpenJob } from '#renderer/features/jobs/jobs.ts';
import { LogInDialog } from '#renderer/features/options/log-in-dialog.tsx';
import { PageHolder } from '#renderer/features/picker/page-holder.tsx';
import { ResultsPanel } from '#renderer/features/results/results-panel.tsx';
import { RunTab } from '#renderer/features/run/run-tab.tsx';
import { toastError, toastInfo } from '#renderer/ui/toast.tsx';
import { keptRunOf, noteShownRun } from './kept-run.ts';
import { overruled } from './overruled.ts';
import { pointAt } from './point-at.ts';
import { pointingIn } from './pointing-in.ts';
import { readAgain } from './read-again.ts';
import { showTab, useShell } from './shell-store.ts';

const none: readonly never[] = [];

/** The Run tab, composed of its features. */
export function RunPane({ jobId }: { readonly jobId: string }) {
  const knownRunId = useJobRun(jobId, (run) => run?.runId ?? null);
  const each = useOpenJob(({ job }) => job?.each ?? '');
  const fields = useOpenJob(({ job }) => job?.fields ?? none);
  const [logsIn, setLogsIn] = useState(false);
  return (
    <>
      <RunTab
        jobId={jobId}
        knownRunId={knownRunId}
        results={(slot) => (
          <ShownRun jobId={jobId} runId={slot.runId}>
            <ResultsPanel
              jobId={jobId}
              {...slot}
              pageHolder={<PageHolder />}
              onPoint={(url) => pointAt(jobId, url)}
            />
          </ShownRun>
        )}
        onExport={openExport}
        rules={{ each, fields }}
        onReadAgain={(runId) => readAgain(jobId, runId)}
        onOverrule={(template, decision) => {
          const { job, edit } = openJobStore.getState();
          if (job?.id === jobId) edit({ options: overruled(job.options, template, decision) });
        }}
        onLogIn={() => setLogsIn(true)}
        onField={(field) => lookAtField(jobId, field)}
        onOptions={() => showTab('options')}
        onList={() => showTab('urls')}
      />
      {logsIn && (
        <LogInDialog
          jobId={jobId}
          onClose={() => setLogsIn(false)}
          onKept={() => toastInfo('The log-in is kept. Resume the run when you like.')}
        />
      )}
    </>
  );
}

/**
 * Opens the fields at this one, in the page view if that is open, beside a page on which the run on screen has found
 * nothing for it; null: at what stands above them.
 */
function lookAtField(jobId: string, field: string | null): void {
  const runId = keptRunOf(jobId);
  if (field !== null && runId !== null) {
    // No site is asked: where the run has kept no such page, the preview stays as it is.
    previewOf(jobId)
      .showKept(emptyPage(runId, field), runId)
      .catch((error: unknown) =>
        toastError('A page without this value could not be shown.', error),
      );
  }
  const place = openJobStore.getState().job?.fields.findIndex(({ name }) => name === field) ?? -1;
  const pointing = pointingIn(jobId);
  pointing.choose(place < 0 ? null : place);
  if (place < 0) pointing.close();
  showTab('fields');
  if (pointing.store.getState().open) return;
  requestAnimationFrame(() => {
    const cell = place < 0 ? '#fields-each' : `tr[data-place="${place}"] [data-cell="name"]`;
    document.querySelector<HTMLElement>(cell)?.focus();
  });
}

/** A page on which the run has found nothing for this field; null: there is none. */
async function emptyPage(runId: string, field: string): Promise<string | null> {
  const column = { field, is: 'empty', value: '' } as const;
  const view = { sort: null, filter: { text: '', state: null, errorCode: null, column } };
  const { lines } = await call('results.window', { runId, view, offset: 0, limit: 1 });
  return lines[0]?.url ?? null;
}

interface ShownRunProps {
  readonly jobId: string;
  readonly runId: string;
  readonly children: ReactNode;
}

/** Lets the window's menu act on the run on screen, which need not be the newest. */
function ShownRun({ jobId, runId, children }: ShownRunProps) {
  useEffect(() => {
    useShell.setState({ shownRunId: runId });
    noteShownRun(jobId, runId);
    return () => useShell.setState({ shownRunId: null });
  }, [jobId, runId]);
  return children;
}
