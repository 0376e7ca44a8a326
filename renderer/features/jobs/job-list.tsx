import { useRef, useState } from 'react';
import { JobItem } from './job-item.tsx';
import { isRenameKey, neighbourOf } from './job-keys.ts';
import classes from './jobs.module.css';
import { useJobs } from './jobs-store.ts';

export interface JobListActions {
  readonly open: (jobId: string) => void;
  readonly rename: (jobId: string, name: string) => void;
  readonly duplicate: (jobId: string) => void;
  readonly exportFile: (jobId: string) => void;
  readonly remove: (jobId: string) => void;
}

/** The jobs. Arrows open the next one, F2 renames, Delete deletes (and can be undone). */
export function JobList({ actions }: { readonly actions: JobListActions }) {
  const list = useJobs((state) => state.list);
  const openId = useJobs((state) => state.open?.id ?? null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const root = useRef<HTMLUListElement>(null);

  function focus(jobId: string) {
    root.current?.querySelector<HTMLElement>(`[data-job="${jobId}"]`)?.focus();
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (renaming !== null || openId === null) return;
    const next = neighbourOf(list, openId, event.key);
    if (next !== null) {
      event.preventDefault();
      actions.open(next);
      focus(next);
    } else if (isRenameKey(event.key)) {
      event.preventDefault();
      setRenaming(openId);
    } else if (event.key === 'Delete') {
      event.preventDefault();
      actions.remove(openId);
    }
  }

  return (
    <ul ref={root} className={classes['list']} onKeyDown={onKeyDown}>
      {list.map((item) => (
        <JobItem
          key={item.id}
          item={item}
          selected={item.id === openId}
          renaming={item.id === renaming}
          actions={actions}
          onRename={() => setRenaming(item.id)}
          onRenamed={(name) => {
            setRenaming(null);
            if (name !== null && name !== item.name) actions.rename(item.id, name);
            requestAnimationFrame(() => focus(item.id));
          }}
        />
      ))}
    </ul>
  );
}
