import { Button, Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconInfoCircle,
  IconListDetails,
  IconLogin2,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { formatBytes, formatQuantity } from '#shared/format.ts';
import { sameJson, useSampled } from './live.tsx';
import type { RunFeed } from './run-feed.ts';
import classes from './run-notice.module.css';
import { type Notice, noticeOf } from './run-words.ts';

export type NoticeAction = NonNullable<Notice['action']> | 'stop' | 'log-in' | 'fields';

interface RunNoticeProps {
  readonly feed: RunFeed;
  /** The button for the next action is shown here; for the newest run it is a button of the window. */
  readonly offer: boolean;
  readonly onAct: (action: NoticeAction) => void;
}

/** A notice that the person should read or act on; empty while the run is active or done without problems. */
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
          <div className={classes['actions']}>
            {notice.offersLogIn && (
              <ActButton
                label="Log in again…"
                icon={<IconLogin2 size={14} />}
                onClick={() => onAct('log-in')}
              />
            )}
            {notice.offersFields && (
              <ActButton
                label="Look at the fields"
                icon={<IconListDetails size={14} />}
                onClick={() => onAct('fields')}
              />
            )}
            {(offer || notice.asks) && notice.action !== null && (
              <ActButton
                label="Resume"
                icon={<IconPlayerPlayFilled size={12} />}
                onClick={() => notice.action && onAct(notice.action)}
              />
            )}
            {notice.asks && (
              <ActButton
                label="Stop"
                icon={<IconPlayerStopFilled size={12} />}
                onClick={() => onAct('stop')}
              />
            )}
          </div>
        </div>
      )}
    </>
  );
}

/** A run that was stopped during the import reads no more lines. */
const importingOf = (snapshot: RunSnapshot | null) =>
  snapshot?.state === 'importing' ? snapshot.importing : null;

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
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}

function ActButton({ label, icon, onClick }: ActButtonProps) {
  return (
    <Button variant="default" size="compact-sm" leftSection={icon} onClick={onClick}>
      {label}
    </Button>
  );
}
