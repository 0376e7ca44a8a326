import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconFileImport, IconFlask2, IconPlus, IconSettings } from '@tabler/icons-react';
import { JobList } from '#renderer/features/jobs/job-list.tsx';
import {
  deleteJob,
  duplicateJob,
  exportJob,
  importJob,
  newJob,
  openJob,
  renameJob,
  revealJob,
} from './commands.ts';
import classes from './shell.module.css';
import { openSettings, showLab, useShell } from './shell-store.ts';

const jobActions = {
  open: openJob,
  rename: renameJob,
  duplicate: duplicateJob,
  exportFile: exportJob,
  reveal: revealJob,
  remove: deleteJob,
};

export function Sidebar() {
  const screen = useShell((state) => state.screen);
  return (
    <nav className={classes['sidebar']} data-screen={screen} aria-label="Jobs">
      <div className={classes['sidebarHead']}>
        <h2 className={classes['sidebarTitle']}>Jobs</h2>
        <Tooltip label="New job">
          <ActionIcon variant="subtle" size="sm" aria-label="New job" onClick={newJob}>
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes['sidebarList']}>
        <JobList actions={jobActions} />
      </div>
      <div className={classes['sidebarFoot']}>
        <Button
          variant="subtle"
          color="gray"
          justify="flex-start"
          fullWidth
          leftSection={<IconFileImport size={15} />}
          onClick={importJob}
        >
          Import job…
        </Button>
        <Button
          className={classes['sidebarLab']}
          variant="subtle"
          color="gray"
          justify="flex-start"
          fullWidth
          aria-current={screen === 'lab' ? 'page' : undefined}
          leftSection={<IconFlask2 size={15} />}
          onClick={showLab}
        >
          Lab
        </Button>
        <Button
          variant="subtle"
          color="gray"
          justify="flex-start"
          fullWidth
          leftSection={<IconSettings size={15} />}
          onClick={openSettings}
        >
          Settings
        </Button>
      </div>
    </nav>
  );
}
