import { Button, Group } from '@mantine/core';
import { IconFolderOpen, IconTrash } from '@tabler/icons-react';
import type { JobListActions } from './job-list-actions.ts';
import classes from './jobs.module.css';
import { useLibrary } from './jobs.ts';
import { listedName, problemOf } from './library-store.ts';

interface UnreadableJobProps {
  readonly jobId: string;
  readonly actions: Pick<JobListActions, 'reveal' | 'remove'>;
}

/** Shown in place of a job whose file is damaged or missing: the error and its place. */
export function UnreadableJob({ jobId, actions }: UnreadableJobProps) {
  const name = useLibrary((state) => listedName(state, jobId));
  const problem = useLibrary((state) => problemOf(state, jobId));
  if (problem === null) return null;
  return (
    <section className={classes['unreadable']} aria-label="A job that cannot be read">
      <h2 dir="auto">{name === '' ? 'Untitled job' : name}</h2>
      <p role="alert">This job cannot be read. {problem.message}</p>
      <p className={classes['unreadableFile']}>{problem.file}</p>
      <p>
        Nothing of it was changed or deleted. Repair the file and start Trawl again, or delete the
        job.
      </p>
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={15} />}
          onClick={() => actions.reveal(jobId)}
        >
          Show in folder
        </Button>
        <Button
          variant="default"
          c="var(--trawl-bad)"
          leftSection={<IconTrash size={15} />}
          onClick={() => actions.remove(jobId)}
        >
          Delete
        </Button>
      </Group>
    </section>
  );
}
