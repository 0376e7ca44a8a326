import { ActionIcon, Button, CloseButton, Loader, Select, TextInput } from '@mantine/core';
import {
  IconCopy,
  IconLayoutSidebarRight,
  IconRefresh,
  IconSearch,
  IconX,
} from '@tabler/icons-react';
import type { ColumnFilter } from '#shared/engine-protocol/results.ts';
import type { RequestState } from '#shared/engine-protocol/run.ts';
import { formatQuantity, shortened } from '#shared/format.ts';
import { isolated } from '#shared/isolated.ts';
import classes from './results-toolbar.module.css';

export interface ErrorChoice {
  readonly code: string;
  readonly title: string;
}

interface ResultsToolbarProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly state: RequestState | null;
  readonly onState: (state: RequestState | null) => void;
  readonly errorCode: string | null;
  readonly onErrorCode: (code: string | null) => void;
  readonly errors: readonly ErrorChoice[];
  readonly column: ColumnFilter | null;
  readonly onColumn: (column: ColumnFilter | null) => void;
  /** Lines in the view; null until they are counted. */
  readonly total: number | null;
  readonly unseen: number;
  readonly busy: boolean;
  readonly onReload: () => void;
  readonly onCopy: () => void;
  readonly detailed: boolean;
  readonly canDetail: boolean;
  readonly onDetailed: () => void;
}

const all = 'all';
const states = [
  { value: all, label: 'All lines' },
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'skipped', label: 'Skipped' },
] as const;

function filterWords({ field, is, value }: ColumnFilter): string {
  const name = isolated(field);
  if (is === 'empty') return `${name} is empty`;
  if (is === 'misfit') return `${name} is a misfit`;
  return `${name} ${is === 'value' ? 'is' : 'begins with'} "${isolated(shortened(value, 30))}"`;
}

export function ResultsToolbar(props: ResultsToolbarProps) {
  const { text, state, errorCode, errors, total, unseen, busy } = props;
  const known = errors.some(({ code }) => code === errorCode);
  const causes = [
    { value: all, label: 'Any cause' },
    ...errors.map(({ code, title }) => ({ value: code, label: title })),
    // A cause is still the filter when all of its pages were retried and none is left.
    ...(errorCode === null || known ? [] : [{ value: errorCode, label: errorCode }]),
  ];
  return (
    <div className={classes['bar']} role="toolbar" aria-label="Results">
      <TextInput
        className={classes['search'] ?? ''}
        size="xs"
        placeholder="Find in any column"
        aria-label="Find in any column"
        leftSection={<IconSearch size={14} />}
        rightSection={
          text === '' ? null : (
            <CloseButton size="xs" aria-label="Clear" onClick={() => props.onText('')} />
          )
        }
        value={text}
        onChange={(event) => props.onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          props.onText('');
        }}
      />
      <Select
        className={classes['state'] ?? ''}
        aria-label="Show which lines"
        data={[...states]}
        value={state ?? all}
        onChange={(value) => props.onState(value === all ? null : (value as RequestState))}
      />
      {causes.length > 1 && (
        <Select
          className={classes['cause'] ?? ''}
          aria-label="Show which cause of failure"
          data={causes}
          value={errorCode ?? all}
          onChange={(value) => props.onErrorCode(value === all ? null : value)}
          comboboxProps={{ width: 340, position: 'bottom-start' }}
        />
      )}
      {props.column !== null && (
        <Button
          className={classes['column'] ?? ''}
          variant="light"
          size="compact-xs"
          rightSection={<IconX size={12} />}
          title="Show all rows again"
          onClick={() => props.onColumn(null)}
        >
          {filterWords(props.column)}
        </Button>
      )}
      <span className={classes['count']} aria-live="off">
        {total !== null && formatQuantity(total, 'line')}
      </span>
      {busy && <Loader size={14} aria-label="Reading" />}
      {unseen > 0 && (
        <Button
          variant="light"
          size="compact-xs"
          leftSection={<IconRefresh size={13} />}
          onClick={props.onReload}
        >
          {formatQuantity(unseen, 'new line')}
        </Button>
      )}
      <span className={classes['spacer']} />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        disabled={total === null || total === 0}
        aria-label="Copy these lines, to paste them into a spreadsheet"
        title="Copy these lines, to paste them into a spreadsheet"
        onClick={props.onCopy}
      >
        <IconCopy size={16} />
      </ActionIcon>
      <ActionIcon
        variant={props.detailed ? 'light' : 'subtle'}
        color="gray"
        size={28}
        disabled={!props.canDetail}
        aria-pressed={props.detailed}
        aria-label="Details of the line"
        title={props.canDetail ? 'Details of the line (Enter)' : 'Choose a line to see its details'}
        onClick={props.onDetailed}
      >
        <IconLayoutSidebarRight size={16} />
      </ActionIcon>
    </div>
  );
}
