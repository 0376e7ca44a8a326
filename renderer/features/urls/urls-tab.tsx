import { EditorView } from '@codemirror/view';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { takePaste } from '#renderer/bridge/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { CountsBar } from './counts-bar.tsx';
import { ListEditor } from './list-editor.tsx';
import { ReadingBar, type ReadingBarProps } from './reading-bar.tsx';
import { type ReportKind, ReportPanel } from './report-panel.tsx';
import classes from './urls.module.css';
import { usePasteAnywhere } from './use-paste-anywhere.ts';
import { WorkBar } from './work-bar.tsx';

interface UrlsTabProps extends ReadingBarProps {
  /** Reads the list again after a failed attempt. */
  readonly onRetry: () => void;
}

export function UrlsTab({ onRetry, ...bar }: UrlsTabProps) {
  const { document } = bar;
  const view = useRef<EditorView | null>(null);
  const [report, setReport] = useState<ReportKind | null>(null);
  const phase = useStore(document.store, (state) => state.phase);
  const problem = useStore(document.store, (state) => state.problem);
  usePasteAnywhere(() => {
    view.current?.focus();
    document
      .append(takePaste)
      .catch((error: unknown) => toastError('The text could not be pasted.', error));
  });

  if (phase === 'failed') {
    return (
      <EmptyState action={{ label: 'Read it again', onClick: onRetry }}>
        The list could not be read. {problem}
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the report wherever the focus is in here
    <div
      className={classes['tab']}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) setReport(null);
      }}
    >
      <ReadingBar {...bar} />
      <WorkBar document={document} />
      <ListEditor document={document} view={view} />
      {report !== null && (
        <ReportPanel
          document={document}
          kind={report}
          onGoTo={(line) => goTo(view.current, line)}
          onClose={() => setReport(null)}
        />
      )}
      <CountsBar document={document} shown={report} onShow={setReport} />
    </div>
  );
}

function goTo(editor: EditorView | null, number: number) {
  if (!editor || number > editor.state.doc.lines) return;
  const { from, to } = editor.state.doc.line(number);
  editor.dispatch({
    selection: { anchor: from, head: to },
    effects: EditorView.scrollIntoView(from, { y: 'center' }),
  });
  editor.focus();
}
