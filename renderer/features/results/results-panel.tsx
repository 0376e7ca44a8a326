import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { call } from '#renderer/bridge/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { toastError, toastInfo } from '#renderer/ui/toast.tsx';
import type {
  ColumnFilter,
  RequestDetail,
  ResultLine,
  ResultView,
} from '#shared/engine-protocol/results.ts';
import { formatCount } from '#shared/format.ts';
import { copiedSentence } from './copied-sentence.ts';
import { DetailPane } from './detail-pane.tsx';
import type { HealthStore } from './health-header.ts';
import classes from './results-panel.module.css';
import { idleLines, type ResultsEvents, ResultsSession } from './results-session.ts';
import { type ErrorChoice, ResultsToolbar } from './results-toolbar.tsx';
import { ShownPage } from './shown-page.tsx';

interface ResultsPanelProps {
  readonly jobId: string;
  readonly runId: string;
  /** The failure cause by which the lines are filtered; null: all lines. */
  readonly errorCode: string | null;
  readonly onErrorCode: (code: string | null) => void;
  /** The causes to choose from. */
  readonly errors: readonly ErrorChoice[];
  /** The rows that are shown, by a column; null: all. */
  readonly column: ColumnFilter | null;
  readonly onColumn: (column: ColumnFilter | null) => void;
  /** A text to search for, given by another part of the window. */
  readonly search: { readonly text: string } | null;
  /** How good the columns are. */
  readonly health: HealthStore;
  /** The area over which main places a page. */
  readonly pageHolder: ReactNode;
  /** Fields are to be picked in the page with this address. */
  readonly onPoint: (url: string) => void;
}

/** The most lines that fit a clipboard. */
const mostCopied = 100_000;
const typingPauseMs = 250;

/** The table of one run: searched and filtered by the engine, shown by a grid, with one line in detail. */
export function ResultsPanel(props: ResultsPanelProps) {
  const { jobId, runId, errorCode, onErrorCode, errors, column, onColumn, search, health } = props;
  const { pageHolder, onPoint } = props;
  const host = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), typingPauseMs);
  const [state, setState] = useState<ResultView['filter']['state']>(null);
  const [focused, setFocused] = useState<ResultLine | null>(null);
  const [detailed, setDetailed] = useState(false);
  /** The line whose page takes the place of the table. */
  const [page, setPage] = useState<RequestDetail | null>(null);

  useEffect(() => {
    if (search === null) return;
    setText(search.text);
    setState(null);
    setPage(null);
  }, [search]);

  const session = useResultsSession(host, jobId, runId, health, {
    onFocus: setFocused,
    onOpen: (line) => {
      setFocused(line);
      setDetailed(true);
    },
    onCopyRows: (offset, rows) => void copyLines(offset, rows),
  });
  const { total, unseen, busy, problem, news } = useStore(session?.state ?? idleLines);
  useEffect(() => {
    session?.setFilter({ text: typed, state, errorCode, ...(column ? { column } : {}) });
  }, [session, typed, state, errorCode, column]);

  async function copyLines(offset: number, limit: number) {
    if (!session) return;
    try {
      const { lines, cut } = await call('results.copy', {
        runId,
        view: session.view,
        offset,
        limit: Math.min(limit, mostCopied),
      });
      toastInfo(copiedSentence({ asked: limit, lines, cut }));
    } catch (error) {
      toastError('The lines could not be copied.', error);
    }
  }

  const closeDetail = () => {
    setDetailed(false);
    session?.focusGrid();
  };
  const closePage = () => {
    setPage(null);
    session?.focusGrid();
  };
  const reload = () => void session?.reload();
  const filtered = typed !== '' || state !== null || errorCode !== null || column !== null;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the detail wherever the focus is in here
    <div
      className={classes['panel']}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        if (page !== null) closePage();
        else if (detailed) closeDetail();
      }}
    >
      <ResultsToolbar
        text={text}
        onText={setText}
        state={state}
        onState={setState}
        errorCode={errorCode}
        onErrorCode={onErrorCode}
        errors={errors}
        column={column}
        onColumn={onColumn}
        total={total}
        unseen={unseen}
        busy={busy}
        onReload={reload}
        onCopy={() => void copyLines(0, total ?? 0)}
        detailed={detailed}
        canDetail={focused !== null}
        onDetailed={() => (detailed ? closeDetail() : setDetailed(true))}
      />
      <div className={classes['body']}>
        <div className={classes['place']}>
          <div ref={host} className={classes['grid']} inert={page !== null} />
          {page !== null && (
            <ShownPage
              runId={runId}
              requestId={page.requestId}
              title={`Line ${formatCount(page.place)}`}
              holder={pageHolder}
              onPoint={() => onPoint(addressOf(page))}
              onClose={closePage}
            />
          )}
          {problem !== null && (
            <div className={classes['over']}>
              <EmptyState action={{ label: 'Try again', onClick: reload }}>
                The results could not be read: {problem}
              </EmptyState>
            </div>
          )}
          {problem === null && total === 0 && (
            <div className={classes['over']}>
              <EmptyState>
                {filtered ? 'No line matches this filter.' : 'Rows appear here as pages are done.'}
              </EmptyState>
            </div>
          )}
        </div>
        {detailed && focused && (
          <DetailPane
            runId={runId}
            line={focused}
            news={news}
            onShowPage={setPage}
            onClose={closeDetail}
          />
        )}
      </div>
    </div>
  );
}

/** A line with a login is another page than the same address without one. */
function addressOf({ url, fetchUrl }: RequestDetail): string {
  return url.includes(':***@') ? url : fetchUrl;
}

/** The session of the run for the element of the grid; its callbacks call the newest `events`. */
function useResultsSession(
  host: React.RefObject<HTMLDivElement | null>,
  jobId: string,
  runId: string,
  health: HealthStore,
  events: ResultsEvents,
): ResultsSession | null {
  const [session, setSession] = useState<ResultsSession | null>(null);
  const newest = useRef(events);
  useEffect(() => {
    newest.current = events;
  });
  useEffect(() => {
    const place = host.current;
    if (!place) return;
    const opened = new ResultsSession(jobId, runId, health, {
      onFocus: (line) => newest.current.onFocus(line),
      onOpen: (line) => newest.current.onOpen(line),
      onCopyRows: (offset, rows) => newest.current.onCopyRows(offset, rows),
    });
    setSession(opened);
    void opened.open(place);
    return () => opened.close();
  }, [host, jobId, runId, health]);
  return session;
}
