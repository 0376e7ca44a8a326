import { ActionIcon, Button, Popover } from '@mantine/core';
import {
  IconCheck,
  IconChevronDown,
  IconDownload,
  IconPlayerPlayFilled,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { RunSummary } from '#shared/engine-protocol/run.ts';
import { failedPages } from '#shared/engine-protocol/run-tone.ts';
import { formatBytes, formatClockDuration } from '#shared/format.ts';
import { isAtRest } from './run-feed.ts';
import { runNames } from './run-names.ts';
import { countWords, stateWord, troubleWords } from './run-words.ts';
import classes from './runs-menu.module.css';

export interface RunActions {
  readonly open: (runId: string) => void;
  readonly resume: (runId: string) => void;
  readonly exportRun: (runId: string) => void;
  readonly remove: (run: RunSummary) => void;
}

interface RunsMenuProps {
  readonly runs: readonly RunSummary[];
  readonly shownId: string;
  readonly actions: RunActions;
  /** Called when the list is about to be shown. */
  readonly onOpen: () => void;
}

/** The runs of the job: which one is shown, and the actions on the others. */
export function RunsMenu({ runs, shownId, actions, onOpen }: RunsMenuProps) {
  const [opened, setOpened] = useState(false);
  const names = runNames(runs);
  const shown = names.get(shownId);
  const close = () => setOpened(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={430} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          rightSection={<IconChevronDown size={14} />}
          title="The runs of this job"
          onClick={() => {
            if (!opened) onOpen();
            setOpened(!opened);
          }}
        >
          {shown === undefined ? 'Runs' : `Run of ${shown}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <ul className={classes['list']} aria-label="Runs of this job">
          {runs.map((run) => (
            <RunItem
              key={run.runId}
              run={run}
              when={names.get(run.runId) ?? ''}
              shown={run.runId === shownId}
              actions={actions}
              close={close}
            />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

interface RunItemProps {
  readonly run: RunSummary;
  /** The name of the run: the time of its start. */
  readonly when: string;
  readonly shown: boolean;
  readonly actions: RunActions;
  readonly close: () => void;
}

function RunItem({ run, when, shown, actions, close }: RunItemProps) {
  const canResume = run.problem === null && isAtRest(run.state) && run.counts.queued > 0;
  const act = (what: (runId: string) => void) => () => {
    close();
    what(run.runId);
  };
  return (
    <li className={classes['item']}>
      <button
        type="button"
        className={classes['open']}
        aria-current={shown ? 'true' : undefined}
        onClick={act(actions.open)}
      >
        <span className={classes['mark']}>{shown && <IconCheck size={14} />}</span>
        <span className={classes['text']}>
          <span className={classes['when']}>
            {when}
            <span className={classes['state']} data-state={run.state} data-tone={run.tone}>
              {run.readsFrom !== null && 'Read again · '}
              {run.problem === null
                ? `${stateWord(run.state)} ${troubleWords(run.state, run.tone, failedPages(run))}`.trim()
                : 'Cannot be read'}
            </span>
          </span>
          <span className={classes['sum']} title={run.problem ?? undefined}>
            {run.problem ??
              `${countWords(run.counts)} · ${formatClockDuration(run.elapsedMs)} · ${formatBytes(run.fileBytes)}`}
          </span>
        </span>
      </button>
      {canResume && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Resume the run of ${when}`}
          title="Resume"
          onClick={act(actions.resume)}
        >
          <IconPlayerPlayFilled size={13} />
        </ActionIcon>
      )}
      {run.problem === null && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Export the run of ${when}`}
          title="Export…"
          onClick={act(actions.exportRun)}
        >
          <IconDownload size={15} />
        </ActionIcon>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={run.problem === null && !isAtRest(run.state)}
        aria-label={`Delete the run of ${when}`}
        title="Delete"
        onClick={() => {
          close();
          actions.remove(run);
        }}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </li>
  );
}
