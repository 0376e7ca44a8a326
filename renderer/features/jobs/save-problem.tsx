import { Button } from '@mantine/core';
import classes from './jobs.module.css';
import { useOpenJob } from './jobs.ts';

/** A notice that typed text is not on the disk yet, with the reason and a button to try again. */
export function SaveProblem({ onRetry }: { readonly onRetry: () => void }) {
  const save = useOpenJob((state) => state.save);
  if (save.kind !== 'failed') return null;
  return (
    <div className={classes['saveProblem']} role="alert">
      <span>The last changes are not saved yet: {save.message} They are kept in this window.</span>
      <Button size="compact-xs" variant="default" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
