import { TextInput } from '@mantine/core';
import classes from './jobs.module.css';
import { useOpenJob } from './jobs.ts';

/** The name of the open job, edited in place. */
export function JobName() {
  const name = useOpenJob(({ job }) => job?.name ?? '');
  const edit = useOpenJob((state) => state.edit);
  const flush = useOpenJob((state) => state.flush);
  return (
    <TextInput
      className={classes['name']}
      classNames={{ input: classes['nameInput'] ?? '' }}
      variant="unstyled"
      aria-label="Name of the job"
      placeholder="Untitled job"
      dir="auto"
      maxLength={200}
      value={name}
      onChange={(event) => edit({ name: event.currentTarget.value })}
      // A failure is shown by SaveProblem.
      onBlur={() => void flush().catch(() => undefined)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.currentTarget.blur();
      }}
    />
  );
}
