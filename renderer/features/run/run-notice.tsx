import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconPlayerPlayFilled } from '@tabler/icons-react';
import { formatBytes, formatQuantity } from '#renderer/ui/format.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { sameJson, useSampled } from './live.tsx';
import type { RunFeed } from './run-feed.ts';
import classes from './run-notice.module.css';
import { type Notice, noticeOf } from './run-words.ts';

interface RunNoticeProps {
  readonly feed: RunFeed;
  /** The way on is offered here; for the newest run it is the button of the window. */
  readonly offer: boolean;
  readonly onAct: (action: NonNullable<Notice['action']>) => void;
}

/** What should be known or done about the run; silent while it simply goes on or is done. */
export function RunNotice({ feed, offer, onAct }: RunNoticeProps) {
  const notice = useSampled(feed, 100, (snapshot) => snapshot && noticeOf(snapshot), sameJson);
  const importing = useSampled(feed, 250, importingOf, sameJson);
  return (
    <>
      {importing && <ImportLine importing={importing} />}
      {notice && (
        <div className={classes['notice']} data-tone={notice.tone} role="status">
          {notice.tone === 'plain' ? (
            <IconInfoCircle size={16} aria-hidden="true" />
          ) : (
            <IconAlertTriangle size={16} aria-hidden="true" />
          )}
          <span className={classes['text']}>{notice.text}</span>
          {offer && notice.action !== null && <ActButton action={notice.action} onAct={onAct} />}
        </div>
      )}
    </>
  );
}

const importingOf = (snapshot: RunSnapshot | null) => snapshot?.importing ?? null;

function ImportLine({ importing }: { importing: NonNullable<RunSnapshot['importing']> }) {
  const { lines, bytes, totalBytes } = importing;
  const percent = totalBytes > 0 ? Math.min(100, (bytes / totalBytes) * 100) : 0;
  return (
    <div className={classes['notice']} data-tone="plain">
      <span className={classes['text']}>
        Reading the list: {formatQuantity(lines, 'line')}, {formatBytes(bytes)} of{' '}
        {formatBytes(totalBytes)}
      </span>
      <Progress
        className={classes['progress'] ?? ''}
        value={percent}
        size="sm"
        aria-label="Reading the list"
      />
    </div>
  );
}

interface ActButtonProps {
  readonly action: NonNullable<Notice['action']>;
  readonly onAct: RunNoticeProps['onAct'];
}

function ActButton({ action, onAct }: ActButtonProps) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconPlayerPlayFilled size={12} />}
      onClick={() => onAct(action)}
    >
      Resume
    </Button>
  );
}
