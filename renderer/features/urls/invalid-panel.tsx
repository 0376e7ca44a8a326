import { CloseButton } from '@mantine/core';
import { useStore } from 'zustand';
import { formatCount, formatQuantity } from '#shared/format.ts';
import type { ListDocument } from './list-document.ts';
import classes from './urls.module.css';

interface InvalidPanelProps {
  readonly document: ListDocument;
  readonly onGoTo: (line: number) => void;
  readonly onClose: () => void;
}

/** The lines that are no URL, at most the first 1,000, each with its reason; a click goes there. */
export function InvalidPanel({ document, onGoTo, onClose }: InvalidPanelProps) {
  const analysis = useStore(document.store, (state) => state.analysis);
  if (!analysis || analysis.account.notRead === 0) return null;
  const { account, notRead } = analysis;
  return (
    <section className={classes['invalid']} aria-label="Invalid lines">
      <div className={classes['invalidHead']}>
        <span>
          {formatQuantity(account.notRead, 'line is not a URL', 'lines are not URLs')} and cannot be
          fetched; a run counts them as failed
          {account.notRead > notRead.length &&
            `; the first ${formatCount(notRead.length)} are shown`}
        </span>
        <CloseButton size="sm" aria-label="Hide the invalid lines" onClick={onClose} />
      </div>
      <ul className={classes['invalidList']}>
        {notRead.map(({ line, text, reason }) => (
          <li key={line}>
            <button type="button" className={classes['invalidLine']} onClick={() => onGoTo(line)}>
              <span className={classes['invalidNumber']}>{formatCount(line)}</span>
              <span className={classes['invalidText']}>{text}</span>
              <span className={classes['invalidReason']}>{reason}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
