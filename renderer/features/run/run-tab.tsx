import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { confirm } from '#renderer/ui/confirm.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import type { RunSummary } from '#shared/engine-protocol/run.ts';
import { formatQuantity } from '#shared/format.ts';
import { runNames } from './run-names.ts';
import { type RunSlots, RunView } from './run-view.tsx';
import { type RunActions, RunsMenu } from './runs-menu.tsx';
import { useRuns } from './use-runs.ts';

const none: readonly RunSummary[] = [];

interface RunTabProps extends RunSlots {
  readonly jobId: string;
  /** The run that the window's buttons act on; it is shown until the list of runs is loaded. */
  readonly knownRunId: string | null;
  /** Reads the kept pages of a run by the fields as they are typed. */
  readonly onReadAgain: (runId: string) => Promise<unknown>;
}

/** The newest run of the job, or the earlier one that was chosen. */
export function RunTab(props: RunTabProps) {
  const { jobId, knownRunId, onExport, onReadAgain, ...slots } = props;
  const { runs, problem, refresh } = useRuns(jobId);
  // A choice is valid until a newer run begins, which is then shown.
  const [chosen, setChosen] = useState<{ runId: string; newestId: string } | null>(null);

  if (runs === null && knownRunId === null && problem !== null) {
    return (
      <EmptyState action={{ label: 'Try again', onClick: refresh }}>
        The runs could not be listed: {problem}
      </EmptyState>
    );
  }
  const newestId = runs === null ? knownRunId : (runs[0]?.runId ?? null);
  if (newestId === null) {
    return runs === null ? null : (
      <EmptyState icon={<IconPlayerPlay size={36} stroke={1.4} />}>
        Press Start: progress and results appear here while the pages are fetched.
      </EmptyState>
    );
  }
  const kept =
    chosen?.newestId === newestId && runs?.some(({ runId }) => runId === chosen.runId) === true;
  const shownId = kept ? chosen.runId : newestId;
  const open = (runId: string) => setChosen({ runId, newestId });
  const actions: RunActions = {
    open,
    resume: (runId) => {
      open(runId);
      call('run.resume', { runId }).catch((error: unknown) =>
        toastError('The run could not be resumed.', error),
      );
    },
    exportRun: onExport,
    remove: (run) => void removeRun(run, runNames(runs ?? none).get(run.runId) ?? '', refresh),
  };
  return (
    <RunView
      key={shownId}
      runId={shownId}
      newest={shownId === (knownRunId ?? newestId)}
      {...slots}
      onExport={onExport}
      onReadAgain={(runId) => {
        onReadAgain(runId).then(refresh, (error: unknown) =>
          toastError('The kept pages could not be read again.', error),
        );
      }}
      runsMenu={
        <RunsMenu runs={runs ?? none} shownId={shownId} actions={actions} onOpen={refresh} />
      }
    />
  );
}

async function removeRun(run: RunSummary, name: string, refresh: () => void): Promise<void> {
  const yes = await confirm({
    title: 'Delete this run?',
    message: `The run of ${name} with ${formatQuantity(run.rows, 'row')} is deleted from this computer. This cannot be undone.`,
    confirm: 'Delete',
    danger: true,
  });
  if (!yes) return;
  try {
    await call('run.delete', { runId: run.runId });
  } catch (error) {
    toastError('The run could not be deleted.', error);
  }
  refresh();
}
