import { ActionIcon } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './options.module.css';
import { useActsLater } from './run-goes-on.ts';

interface OptionRowProps {
  /** The id of the input, for its label. */
  readonly id: string;
  readonly label: string;
  readonly hint: ReactNode;
  /** Shown below the hint, in the colour of a warning. */
  readonly warning?: string;
  readonly wide?: boolean;
  /** Whether the option differs from its default. */
  readonly changed: boolean;
  readonly onReset?: () => void;
  /** The default in words, shown while another value hides it. */
  readonly fallback?: string;
  readonly children: ReactNode;
}

export function OptionRow(props: OptionRowProps) {
  const { id, label, hint, warning, wide = false, changed, onReset, fallback, children } = props;
  const later = useActsLater(id);
  return (
    <div className={classes['row']} data-wide={wide || undefined}>
      <div className={classes['text']}>
        <label className={classes['label']} htmlFor={id}>
          {label}
        </label>
        <div className={classes['hint']}>
          {hint}
          {later && ' Holds from the next run on.'}
          {changed && fallback !== undefined && ` Default: ${fallback}.`}
        </div>
        {warning !== undefined && (
          <div className={classes['warning']} role="status">
            {warning}
          </div>
        )}
      </div>
      <div className={classes['input']}>{children}</div>
      {/* A title: thirty tooltips of the library would render all rows a second time. */}
      <ActionIcon
        className={classes['reset']}
        variant="subtle"
        color="gray"
        size="sm"
        data-shown={changed || undefined}
        disabled={!changed}
        aria-label={`Reset ${label}`}
        title="Back to the default"
        onClick={onReset}
      >
        <IconRestore size={15} />
      </ActionIcon>
    </div>
  );
}
