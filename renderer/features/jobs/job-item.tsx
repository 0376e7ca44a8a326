import { ActionIcon, Menu } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCopy,
  IconDots,
  IconFileExport,
  IconFolderOpen,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { ProgressRing } from '#renderer/ui/progress-ring.tsx';
import type { JobListActions } from './job-list-actions.ts';
import { describeRun, percentOf, ringToneOf } from './job-run.ts';
import classes from './jobs.module.css';
import { useJobName, useJobRun, useLibrary } from './jobs.ts';
import { problemOf } from './library-store.ts';

interface JobItemProps {
  readonly jobId: string;
  readonly selected: boolean;
  readonly renaming: boolean;
  readonly actions: JobListActions;
  readonly onRename: () => void;
  /** Called with null where the name is unchanged. */
  readonly onRenamed: (name: string | null) => void;
}

export function JobItem({ jobId, selected, renaming, actions, onRename, onRenamed }: JobItemProps) {
  const name = useJobName(jobId);
  const readable = useLibrary((state) => problemOf(state, jobId) === null);
  return (
    <li
      className={classes['item']}
      data-selected={selected || undefined}
      data-renaming={renaming || undefined}
      onContextMenu={(event) => {
        if (renaming) return;
        event.preventDefault();
        event.currentTarget.querySelector<HTMLElement>('[aria-haspopup]')?.click();
      }}
    >
      {renaming ? (
        <input
          className={classes['rename']}
          aria-label="New name of the job"
          dir="auto"
          // The person has just asked to type here.
          // biome-ignore lint/a11y/noAutofocus: the rename begins with the field focused
          autoFocus
          maxLength={200}
          defaultValue={name}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={(event) => onRenamed(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') onRenamed(null);
          }}
        />
      ) : (
        <button
          type="button"
          className={classes['open']}
          data-job={jobId}
          aria-current={selected || undefined}
          tabIndex={selected ? 0 : -1}
          onClick={() => actions.open(jobId)}
          onDoubleClick={readable ? onRename : undefined}
        >
          {readable ? (
            <Ring jobId={jobId} />
          ) : (
            <IconAlertTriangle className={classes['warning']} size={16} aria-hidden="true" />
          )}
          <span className={classes['texts']}>
            <span className={classes['itemName']} dir="auto" title={name}>
              {name === '' ? 'Untitled job' : name}
            </span>
            {readable ? (
              <RunText jobId={jobId} />
            ) : (
              <span className={classes['itemState']}>Cannot be read</span>
            )}
          </span>
        </button>
      )}
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon
            className={classes['more']}
            variant="subtle"
            color="gray"
            size="sm"
            // One Tab stop for the whole list: the arrow keys move between jobs, Tab moves to the actions of
            // the job.
            tabIndex={selected ? 0 : -1}
            aria-label={`More for ${name}`}
          >
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {readable ? (
            <>
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={onRename}>
                Rename
              </Menu.Item>
              <Menu.Item
                leftSection={<IconCopy size={15} />}
                onClick={() => actions.duplicate(jobId)}
              >
                Duplicate
              </Menu.Item>
              <Menu.Item
                leftSection={<IconFileExport size={15} />}
                onClick={() => actions.exportFile(jobId)}
              >
                Export job…
              </Menu.Item>
            </>
          ) : (
            <Menu.Item
              leftSection={<IconFolderOpen size={15} />}
              onClick={() => actions.reveal(jobId)}
            >
              Show in folder
            </Menu.Item>
          )}
          <Menu.Item
            c="var(--trawl-bad)"
            leftSection={<IconTrash size={15} />}
            onClick={() => actions.remove(jobId)}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

function Ring({ jobId }: { readonly jobId: string }) {
  const percent = useJobRun(jobId, (run) => (run ? percentOf(run) : 0));
  const tone = useJobRun(jobId, ringToneOf);
  return <ProgressRing value={percent / 100} tone={tone} />;
}

function RunText({ jobId }: { readonly jobId: string }) {
  const text = useJobRun(jobId, describeRun);
  return <span className={classes['itemState']}>{text}</span>;
}
