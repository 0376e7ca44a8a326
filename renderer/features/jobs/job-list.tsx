import { useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { JobItem } from './job-item.tsx';
import { isRenameKey, neighbourOf } from './job-keys.ts';
import type { JobListActions } from './job-list-actions.ts';
import classes from './jobs.module.css';
import { libraryStore, useLibrary, useOpenJob } from './jobs.ts';
import { listedName, problemOf } from './library-store.ts';
import { shownId } from './open-job-store.ts';

/** The jobs. Arrows open the next one, F2 renames, Delete deletes (and can be undone). */
export function JobList({ actions }: { readonly actions: JobListActions }) {
  // Without the progress of the jobs, which changes several times a second.
  const ids = useLibrary(useShallow((state) => state.list.map(({ id }) => id)));
  const openId = useOpenJob(shownId);
  const [renaming, setRenaming] = useState<string | null>(null);
  const root = useRef<HTMLUListElement>(null);

  function focus(jobId: string) {
    root.current?.querySelector<HTMLElement>(`[data-job="${jobId}"]`)?.focus();
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (renaming !== null || openId === null) return;
    const next = neighbourOf(ids, openId, event.key);
    if (next !== null) {
      event.preventDefault();
      actions.open(next);
      focus(next);
    } else if (isRenameKey(event.key)) {
      event.preventDefault();
      if (problemOf(libraryStore.getState(), openId) !== null) return;
      setRenaming(openId);
    } else if (event.key === 'Delete') {
      event.preventDefault();
      actions.remove(openId);
    }
  }

  return (
    <ul ref={root} className={classes['list']} onKeyDown={onKeyDown}>
      {ids.map((id) => (
        <JobItem
          key={id}
          jobId={id}
          selected={id === openId}
          renaming={id === renaming}
          actions={actions}
          onRename={() => setRenaming(id)}
          onRenamed={(name) => {
            setRenaming(null);
            if (name !== null && name !== listedName(libraryStore.getState(), id)) {
              actions.rename(id, name);
            }
            requestAnimationFrame(() => focus(id));
          }}
        />
      ))}
    </ul>
  );
}
