import { Button } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { toastError } from '#renderer/ui/toast.tsx';
import { formatCount } from '#shared/format.ts';
import type { CutOffRun } from '#shared/ipc/contract.ts';
import { isolated } from '#shared/isolated.ts';
import { cutOffStore } from './cut-off-store.ts';
import classes from './jobs.module.css';

interface CutOffBannerProps {
  /** The job whose run is on screen, and shows the notice there. */
  readonly shownJobId: string | null;
}

/** Offers to resume the runs that the last session could not finish. */
export function CutOffBanner({ shownJobId }: CutOffBannerProps) {
  const { runs, resume, notNow } = useStore(cutOffStore);
  if (runs.every(({ jobId }) => jobId === shownJobId)) return null;
  return (
    <section className={classes['cutOff']} aria-label="Unfinished runs">
      <IconInfoCircle size={16} aria-hidden="true" />
      <span className={classes['cutOffText']} role="status">
        {sentence(runs)}
      </span>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => {
          resume().catch((error: unknown) => toastError('A run could not be resumed.', error));
        }}
      >
        Resume
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={notNow}>
        Not now
      </Button>
    </section>
  );
}

function sentence(runs: readonly CutOffRun[]): string {
  const [only] = runs;
  const kept = 'What was fetched is kept.';
  return runs.length === 1 && only
    ? `The run of "${isolated(only.jobName)}" was not finished when Trawl ended. ${kept}`
    : `${formatCount(runs.length)} runs were not finished when Trawl ended. ${kept}`;
}
