import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { type HeaderRow, headersOf, rowProblem, rowsOf } from './header-rows.ts';
import classes from './options.module.css';
import { useActsLater } from './run-goes-on.ts';

interface HeadersEditorProps {
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly onChange: (headers: Record<string, string> | undefined) => void;
}

/** Headers as rows: half-typed ones are kept here until they can be sent. */
export function HeadersEditor({ headers, onChange }: HeadersEditorProps) {
  const [rows, setRows] = useState<readonly HeaderRow[]>(() => rowsOf(headers));

  const later = useActsLater('option-headers');

  function update(changed: readonly HeaderRow[]) {
    setRows(changed);
    onChange(headersOf(changed));
  }

  return (
    <div className={classes['headers']}>
      <div className={classes['label']}>Headers</div>
      <div className={classes['hint']}>
        Such as Accept-Language or Authorization. They stand in the job as plain text.
        {later && ' They hold from the next run on.'}
      </div>
      {rows.map((row, place) => {
        const problem = rowProblem(rows, place);
        const change = (part: Partial<HeaderRow>) => update(rows.with(place, { ...row, ...part }));
        return (
          // A header has no identity but its place while its name is typed.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={place} className={classes['headerRow']}>
            <TextInput
              aria-label={`Name of header ${place + 1}`}
              placeholder="Name"
              spellCheck={false}
              // Only a row that was just added is blank when it appears: the person continues there.
              autoFocus={row.name === ''}
              value={row.name}
              error={problem}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`Value of header ${place + 1}`}
              placeholder="Value"
              spellCheck={false}
              value={row.value}
              onChange={(event) => change({ value: event.currentTarget.value })}
            />
            <ActionIcon
              className={classes['headerRemove']}
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Remove header ${row.name === '' ? place + 1 : row.name}`}
              onClick={() => update(rows.toSpliced(place, 1))}
            >
              <IconX size={14} />
            </ActionIcon>
          </div>
        );
      })}
      <Button
        className={classes['headerAdd']}
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => setRows([...rows, { name: '', value: '' }])}
      >
        Add header
      </Button>
    </div>
  );
}
