import { ActionIcon, Button } from '@mantine/core';
import { IconCopy, IconExternalLink, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import type { RequestDetail, ResultLine } from '#shared/engine-protocol/results.ts';
import { formatCount } from '#shared/format.ts';
import { copyValue } from './clipboard.ts';
import classes from './detail-pane.module.css';
import { FieldValues } from './field-values.tsx';
import { KeptPage } from './kept-page.tsx';
import type { LineNews } from './line-news.ts';
import { OutcomeFacts } from './outcome-facts.tsx';
import { ResizeHandle, usePaneWidth } from './resize-handle.tsx';
import { rowOfLine } from './row-of-line.ts';
import { useDetail } from './use-detail.ts';

interface DetailPaneProps {
  readonly runId: string;
  readonly line: ResultLine;
  readonly news: LineNews;
  /** The page of the line is to be shown as it was kept. */
  readonly onShowPage: (detail: RequestDetail) => void;
  readonly onClose: () => void;
}

/** One request in detail: its outcome, its times, and its fields with whole values. */
export function DetailPane({ runId, line, news, onShowPage, onClose }: DetailPaneProps) {
  const { detail, problem } = useDetail(runId, line.requestId, news);
  const { width, resize } = usePaneWidth();
  return (
    <>
      <ResizeHandle width={width} onResize={resize} />
      <aside className={classes['pane']} style={{ width }} aria-label="Details of the line">
        <header className={classes['head']}>
          <h3 className={classes['title']}>
            {detail ? `Line ${formatCount(detail.place)}` : 'Details'}
          </h3>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Close the details"
            title="Close (Esc)"
            onClick={onClose}
          >
            <IconX size={15} />
          </ActionIcon>
        </header>
        <div className={classes['scroll']}>
          {problem !== null && <EmptyState>This line cannot be shown: {problem}</EmptyState>}
          {detail && (
            <DetailBody
              key={detail.requestId}
              runId={runId}
              line={line}
              detail={detail}
              onShowPage={() => onShowPage(detail)}
            />
          )}
        </div>
      </aside>
    </>
  );
}

interface DetailBodyProps {
  readonly runId: string;
  readonly line: ResultLine;
  readonly detail: RequestDetail;
  readonly onShowPage: () => void;
}

function DetailBody({ runId, line, detail, onShowPage }: DetailBodyProps) {
  const { url, fetchUrl, carried, rows, duplicateOfPlace } = detail;
  // The row of the line is shown first; all rows of a page with several rows follow at the end.
  const chosen = rows.length === 1 ? 0 : rowOfLine(line, detail);
  return (
    <>
      <section className={classes['section']}>
        <UrlLine url={url} openUrl={fetchUrl} />
        {duplicateOfPlace !== null && (
          <p className={classes['muted']}>
            The same page as line {formatCount(duplicateOfPlace)}, which was fetched in its stead.
          </p>
        )}
      </section>
      {chosen !== null && <Row rows={rows} index={chosen} />}
      <OutcomeFacts detail={detail} />
      <KeptPage runId={runId} requestId={detail.requestId} onShow={onShowPage} />
      {carried.length > 0 && (
        <section className={classes['section']}>
          <h4 className={classes['heading']}>From the list</h4>
          <FieldValues values={carried} />
        </section>
      )}
      {rows.length > 1 && <Rows rows={rows} />}
    </>
  );
}

/** The number of rows shown at first; thousands of rows would take long to lay out. */
const firstRows = 20;

function Rows({ rows }: { readonly rows: RequestDetail['rows'] }) {
  const [shown, setShown] = useState(firstRows);
  return (
    <>
      {rows.slice(0, shown).map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <Row key={index} rows={rows} index={index} />
      ))}
      {rows.length > shown && (
        <div className={classes['section']}>
          <Button variant="default" size="compact-sm" onClick={() => setShown(shown + 100)}>
            Show more rows
          </Button>
        </div>
      )}
    </>
  );
}

interface RowProps {
  readonly rows: RequestDetail['rows'];
  readonly index: number;
}

function Row({ rows, index }: RowProps) {
  const only = rows.length === 1;
  return (
    <section className={classes['section']}>
      <h4 className={classes['heading']}>
        {only ? 'Fields' : `Row ${formatCount(index + 1)} of ${formatCount(rows.length)}`}
      </h4>
      <FieldValues values={rows[index] ?? []} />
    </section>
  );
}

interface UrlLineProps {
  readonly url: string;
  readonly openUrl: string;
}

function UrlLine({ url, openUrl }: UrlLineProps) {
  const canOpen = /^https?:\/\//i.test(openUrl);
  return (
    <div className={classes['url']}>
      <span className={classes['value']} data-selectable>
        {url}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label="Copy the URL"
        title="Copy"
        onClick={() => copyValue(url)}
      >
        <IconCopy size={14} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        disabled={!canOpen}
        aria-label="Open in the browser"
        title="Open in the browser"
        onClick={() => {
          call('app.open-external', { url: openUrl }).catch((error: unknown) =>
            toastError('The page could not be opened.', error),
          );
        }}
      >
        <IconExternalLink size={14} />
      </ActionIcon>
    </div>
  );
}
