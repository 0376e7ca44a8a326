import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconCopy,
  IconDots,
  IconFileExport,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { JobName } from '#renderer/features/jobs/job-name.tsx';
import {
  describeRun,
  type PrimaryAction,
  primaryActionOf,
} from '#renderer/features/jobs/job-run.ts';
import { useJobRun } from '#renderer/features/jobs/jobs.ts';
import { SaveProblem } from '#renderer/features/jobs/save-problem.tsx';
import { isUnderWay } from '#shared/engine-protocol/leading-run.ts';
import {
  deleteJob,
  duplicateJob,
  exportJob,
  primary,
  saveAgain,
  startRun,
  stop,
} from './commands.ts';
import classes from './shell.module.css';
import { useShell } from './shell-store.ts';

const labels: Readonly<Record<PrimaryAction, string>> = {
  start: 'Start',
  pause: 'Pause',
  unpause: 'Resume',
  resume: 'Resume',
  wait: 'Pause',
};

export function JobHeader({ jobId }: { readonly jobId: string }) {
  return (
    <>
      <header className={classes['header']}>
        <JobName key={jobId} />
        <RunStatus jobId={jobId} />
        <RunButtons jobId={jobId} />
        <JobMenu jobId={jobId} />
      </header>
      <SaveProblem onRetry={saveAgain} />
    </>
  );
}

function RunStatus({ jobId }: { readonly jobId: string }) {
  const text = useJobRun(jobId, describeRun);
  return <span className={classes['status']}>{text}</span>;
}

function RunButtons({ jobId }: { readonly jobId: string }) {
  const action = useJobRun(jobId, primaryActionOf);
  const state = useJobRun(jobId, (run) => run?.state);
  const starting = useShell((shell) => shell.starting);
  const Icon =
    action === 'pause' || action === 'wait' ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <>
      <Button
        onClick={primary}
        disabled={action === 'wait'}
        loading={starting}
        leftSection={<Icon size={13} />}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        title={`${labels[action]} (Ctrl+Enter)`}
      >
        {labels[action]}
      </Button>
      <Button
        variant="default"
        onClick={stop}
        disabled={state === undefined || !isUnderWay(state) || state === 'stopping'}
        leftSection={<IconPlayerStopFilled size={13} />}
      >
        Stop
      </Button>
    </>
  );
}

function JobMenu({ jobId }: { readonly jobId: string }) {
  const canStartOver = useJobRun(jobId, (run) => primaryActionOf(run) === 'resume');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="More for this job">
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {canStartOver && (
          <Menu.Item leftSection={<IconRefresh size={15} />} onClick={startRun}>
            Start a new run
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => duplicateJob(jobId)}>
          Duplicate
        </Menu.Item>
        <Menu.Item leftSection={<IconFileExport size={15} />} onClick={() => exportJob(jobId)}>
          Export job…
        </Menu.Item>
        <Menu.Item
          c="var(--trawl-bad)"
          leftSection={<IconTrash size={15} />}
          onClick={() => deleteJob(jobId)}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
