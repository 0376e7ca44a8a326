import { Button, Progress } from '@mantine/core';
import { useStore } from 'zustand';
import type { ListDocument } from './list-document.ts';
import classes from './urls.module.css';

/** The progress of long work on the list, and a button to stop it. */
export function WorkBar({ document }: { readonly document: ListDocument }) {
  const work = useStore(document.store, (state) => state.work);
  if (!work) return null;
  const percent = work.done === null ? null : Math.round(work.done * 100);
  return (
    <div className={classes['work']}>
      <span>{work.label}…</span>
      <Progress
        className={classes['workBar']}
        value={percent ?? 100}
        animated={percent === null}
        size="sm"
        aria-label={work.label}
        transitionDuration={0}
      />
      <span className={classes['workPercent']}>{percent === null ? '' : `${percent}%`}</span>
      <Button size="compact-xs" variant="default" onClick={() => document.cancelWork()}>
        Cancel
      </Button>
    </div>
  );
}
