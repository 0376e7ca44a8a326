import { ActionIcon, Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { formatCount } from '#shared/format.ts';
import { copyValue } from './clipboard.ts';
import classes from './detail-pane.module.css';

/** Laying out a megabyte of text at once would block the window. */
const shownAtFirst = 4000;

interface FieldValuesProps {
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/** Names and whole values, always as text. */
export function FieldValues({ values }: FieldValuesProps) {
  return (
    <dl className={classes['fields']}>
      {values.map(({ name, value }) => (
        <div key={name} className={classes['field']}>
          <dt className={classes['name']} dir="auto">
            {name}
          </dt>
          <dd className={classes['fieldBody']}>
            <FieldValue value={value} />
            {value !== '' && (
              <ActionIcon
                className={classes['copy'] ?? ''}
                variant="default"
                size="xs"
                aria-label={`Copy ${name}`}
                title="Copy"
                onClick={() => copyValue(value)}
              >
                <IconCopy size={13} />
              </ActionIcon>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FieldValue({ value }: { readonly value: string }) {
  const [whole, setWhole] = useState(false);
  if (value === '') return <span className={classes['muted']}>empty</span>;
  const cut = !whole && value.length > shownAtFirst;
  return (
    <span className={classes['value']} dir="auto" data-selectable>
      {cut ? `${value.slice(0, shownAtFirst)}…` : value}
      {cut && (
        <Button
          className={classes['more'] ?? ''}
          variant="default"
          size="compact-xs"
          onClick={() => setWhole(true)}
        >
          Show all {formatCount(value.length)} characters
        </Button>
      )}
    </span>
  );
}
