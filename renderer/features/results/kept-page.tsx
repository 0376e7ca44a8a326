import { Button } from '@mantine/core';
import { useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import type { KeptPageView } from '#shared/engine-protocol/results.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { formatTimeOfDay } from '#shared/format.ts';
import classes from './detail-pane.module.css';

interface KeptPageProps {
  readonly runId: string;
  readonly requestId: number;
}

/** The page of the line as it was kept: its headers and its source, read from the disk when they are wanted. */
export function KeptPage({ runId, requestId }: KeptPageProps) {
  const [page, setPage] = useState<KeptPageView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const show = () => {
    setProblem(null);
    call('results.page', { runId, requestId }).then(setPage, (error: unknown) =>
      setProblem(toErrorReply(error).message),
    );
  };
  return (
    <section className={classes['section']} aria-label="Kept page">
      <h4 className={classes['heading']}>Kept page</h4>
      {page === null && (
        <Button variant="default" size="compact-sm" onClick={show}>
          Show headers and source
        </Button>
      )}
      {problem !== null && (
        <p className={classes['muted']} role="alert">
          The page could not be read: {problem}
        </p>
      )}
      {page?.kind === 'not-kept' && (
        <p className={classes['muted']}>This page is not kept: {page.reason}.</p>
      )}
      {page?.kind === 'kept' && <Contents page={page} />}
    </section>
  );
}

function Contents({ page }: { readonly page: Extract<KeptPageView, { kind: 'kept' }> }) {
  const { headers, source, isCut, isRendered, answeredAtMs } = page;
  return (
    <>
      <p className={classes['muted']}>
        {isRendered ? 'As a browser window showed it' : 'As it was fetched'} at{' '}
        {formatTimeOfDay(answeredAtMs)}.
      </p>
      <h4 className={classes['heading']}>Response headers</h4>
      {/* What a site sent is shown as text and nothing else. */}
      <pre className={classes['source']} data-selectable>
        {headers.map(([name, value]) => `${name}: ${value}\n`)}
      </pre>
      <h4 className={classes['heading']}>Source</h4>
      {source === null ? (
        <p className={classes['muted']}>It is no text.</p>
      ) : (
        <pre className={classes['source']} data-selectable>
          {source}
        </pre>
      )}
      {isCut && <p className={classes['muted']}>The source is longer; this is its beginning.</p>}
    </>
  );
}
