import { Button } from '@mantine/core';
import { IconEye, IconRefresh } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { ErrorGroup, RunSnapshot } from '#shared/engine-protocol/run.ts';
import { failedPages } from '#shared/engine-protocol/run-tone.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import classes from './error-list.module.css';
import { sameJson, useSampled } from './live.tsx';
import type { RunFeed } from './run-feed.ts';

interface ErrorListProps {
  readonly feed: RunFeed;
  /** Shows the failed lines of this cause. */
  readonly onShow: (code: ErrorCode) => void;
  /** Tries the failed pages again: all, or those of one cause. */
  readonly onRetry: (code: ErrorCode | null) => void;
}

const noGroups: readonly ErrorGroup[] = [];
const errorsOf = (snapshot: RunSnapshot | null) => ({
  groups: snapshot?.errors ?? noGroups,
  failed: snapshot === null ? 0 : failedPages(snapshot),
  busy: snapshot?.state === 'stopping',
});

/** The failures, grouped by cause, the most frequent first. */
export function ErrorList({ feed, onShow, onRetry }: ErrorListProps) {
  const { groups, failed, busy } = useSampled(feed, 500, errorsOf, sameJson);
  if (groups.length === 0) {
    return <EmptyState>No page has failed.</EmptyState>;
  }
  // Pages that robots.txt disallows and lines that are no URLs are listed here too, and are no failed pages.
  const causes = groups.filter(({ code }) => code !== 'ROBOTS' && code !== 'INVALID_URL').length;
  return (
    <div className={classes['scroll']}>
      <div className={classes['head']}>
        <span>
          {failed === 0
            ? 'No page has failed.'
            : `${formatQuantity(failed, 'page')} failed, for ${formatQuantity(causes, 'reason')}`}
        </span>
        <Button
          variant="default"
          disabled={busy || failed === 0}
          leftSection={<IconRefresh size={14} />}
          onClick={() => onRetry(null)}
        >
          Retry all failed
        </Button>
      </div>
      <ul className={classes['list']}>
        {groups.map((group) => (
          <Group key={group.code} group={group} busy={busy} onShow={onShow} onRetry={onRetry} />
        ))}
      </ul>
    </div>
  );
}

interface GroupProps extends Omit<ErrorListProps, 'feed'> {
  readonly group: ErrorGroup;
  readonly busy: boolean;
}

function Group({ group, busy, onShow, onRetry }: GroupProps) {
  return (
    <li className={classes['group']}>
      <span className={classes['count']} data-skipped={group.code === 'ROBOTS' || undefined}>
        {formatCount(group.count)}
      </span>
      <div className={classes['text']}>
        <div className={classes['title']} title={group.exampleMessage}>
          {group.title}
          <span className={classes['code']}>{group.code}</span>
        </div>
        {group.code === 'ROBOTS' && (
          <div className={classes['why']}>
            Skipped and not failed: the job obeys robots.txt. The switch is under Options.
          </div>
        )}
        {!group.exampleMessage.startsWith(group.title) && (
          <div className={classes['example']} data-selectable title={group.exampleMessage}>
            {group.exampleMessage}
          </div>
        )}
        <div className={classes['example']} data-selectable title={group.exampleUrl}>
          Such as {group.exampleUrl}
        </div>
      </div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconEye size={14} />}
        aria-label={`Show: ${group.title}`}
        onClick={() => onShow(group.code)}
      >
        Show
      </Button>
      {/* A line that is no URL stays none: it must be mended in the list. */}
      {group.code !== 'INVALID_URL' && (
        <Button
          variant="subtle"
          size="compact-sm"
          disabled={busy}
          leftSection={<IconRefresh size={14} />}
          aria-label={`Retry these: ${group.title}`}
          onClick={() => onRetry(group.code)}
        >
          Retry these
        </Button>
      )}
    </li>
  );
}
