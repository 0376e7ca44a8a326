import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { RunWarning } from '#shared/engine-protocol/run-warnings.ts';
import { formatQuantity } from '#shared/format.ts';
import { isolated } from '#shared/isolated.ts';
import { warningSentence } from '#shared/run-warning-words.ts';
import { sameJson, useSampled } from './live.tsx';
import type { RunFeed } from './run-feed.ts';
import { keyOf, untoldOf, warningsOf } from './shown-warnings.ts';
import { actionsOf, type WarningAction } from './warning-actions.ts';
import classes from './warning-list.module.css';

interface WarningsProps {
  readonly feed: RunFeed;
  readonly onAct: (action: WarningAction) => void;
}

/** The first warning, and the way to the others. Empty while there is none. */
export function WarningLine({ feed, onAct, onAll }: WarningsProps & { onAll: () => void }) {
  const warnings = useSampled(feed, 500, untoldOf, sameJson);
  const [first] = warnings;
  if (first === undefined) return null;
  return (
    <div className={classes['line']} role="status">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span className={classes['sentence']} title={warningSentence(first)}>
        {isolated(warningSentence(first))}
      </span>
      <Actions warning={first} onAct={onAct} />
      {warnings.length > 1 && (
        <Button variant="subtle" size="compact-sm" onClick={onAll}>
          {formatQuantity(warnings.length - 1, 'more warning')}
        </Button>
      )}
    </div>
  );
}

/** All warnings of a run, each with what can be done about it. */
export function WarningList({ feed, onAct }: WarningsProps) {
  const warnings = useSampled(feed, 500, warningsOf, sameJson);
  if (warnings.length === 0) {
    return (
      <EmptyState>
        No warning: no field is empty that is usually filled, and every page is what was asked for.
      </EmptyState>
    );
  }
  return (
    <ul className={classes['list']}>
      {warnings.map((warning) => (
        <li key={keyOf(warning)} className={classes['warning']}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span className={classes['sentence']} data-selectable>
            {isolated(warningSentence(warning))}
          </span>
          <Actions warning={warning} onAct={onAct} />
        </li>
      ))}
    </ul>
  );
}

export function WarningBadge({ feed }: { readonly feed: RunFeed }) {
  const count = useSampled(feed, 500, (snapshot) => warningsOf(snapshot).length);
  return count === 0 ? null : <span className={classes['badge']}>{count}</span>;
}

interface ActionsProps {
  readonly warning: RunWarning;
  readonly onAct: (action: WarningAction) => void;
}

function Actions({ warning, onAct }: ActionsProps) {
  return actionsOf(warning).map((action) => (
    <Button
      key={action.name}
      variant="default"
      size="compact-sm"
      aria-label={'field' in warning ? `${action.name}: ${warning.field}` : action.name}
      onClick={() => onAct(action)}
    >
      {action.name}
    </Button>
  ));
}
