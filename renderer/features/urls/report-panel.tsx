import { CloseButton } from '@mantine/core';
import { useStore } from 'zustand';
import { assertNever } from '#shared/assert-never.ts';
import type { InputAnalysis, ListNote } from '#shared/engine-protocol/input.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import type { ListDocument } from './list-document.ts';
import classes from './urls.module.css';

/** The problem of a reported line: nothing of it is read, or only a part. */
export type ReportKind = 'not-read' | 'partly-used';

interface ReportPanelProps {
  readonly document: ListDocument;
  readonly kind: ReportKind;
  readonly onGoTo: (line: number) => void;
  readonly onClose: () => void;
}

/** The reported lines, at most the first 1,000, each with its reason; a click moves to the line. */
export function ReportPanel({ document, kind, onGoTo, onClose }: ReportPanelProps) {
  const analysis = useStore(document.store, (state) => state.analysis);
  const { count, notes, sentence } = reportOf(analysis, kind);
  if (count === 0) return null;
  return (
    <section className={classes['report']} data-kind={kind} aria-label={titles[kind]}>
      <div className={classes['reportHead']}>
        <span>
          {sentence}
          {count > notes.length && `; the first ${formatCount(notes.length)} are shown`}
        </span>
        <CloseButton size="sm" aria-label={`Hide: ${titles[kind]}`} onClick={onClose} />
      </div>
      <ul className={classes['reportList']}>
        {notes.map(({ line, text, reason }) => (
          <li key={line}>
            <button type="button" className={classes['reportLine']} onClick={() => onGoTo(line)}>
              <span className={classes['reportNumber']}>Line {formatCount(line)}</span>
              <span className={classes['reportText']}>{text}</span>
              <span className={classes['reportReason']}>{reason}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const titles: Readonly<Record<ReportKind, string>> = {
  'not-read': 'Lines that are not read',
  'partly-used': 'Lines that are not used whole',
};

interface Report {
  readonly count: number;
  readonly notes: readonly ListNote[];
  readonly sentence: string;
}

function reportOf(analysis: InputAnalysis | null, kind: ReportKind): Report {
  if (analysis === null) return { count: 0, notes: [], sentence: '' };
  const { account, notRead, partlyUsed } = analysis;
  switch (kind) {
    case 'not-read':
      return {
        count: account.notRead,
        notes: notRead,
        sentence: `${formatQuantity(account.notRead, 'line names', 'lines name')} no URL that can be fetched; a run counts ${account.notRead === 1 ? 'it' : 'them'} as failed`,
      };
    case 'partly-used':
      return {
        count: account.partlyUsed,
        notes: partlyUsed,
        sentence: `Something of ${formatQuantity(account.partlyUsed, 'line')} is not used; the URLs are fetched`,
      };
    default:
      return assertNever(kind);
  }
}
