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
  readonly onShow: () => void;
}

/**
 * The page of the line as it was kept: the page itself, its headers and its source, read from the disk when they are
 * wanted.
 */
export function KeptPage({ runId, requestId, onShow }: KeptPageProps) {
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
      <div className={classes['buttons']}>
        {page?.kind !== 'not-kept' && (
          <Button variant="default" size="compact-sm" onClick={onShow}>
            Show the page
          </Button>
        )}
        {page === null && (
          <Button variant="default" size="compact-sm" onClick={show}>
            Show headers and source
          </Button>
        )}
      </div>
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
      <Text name="Response headers" isFirst>
        {headers.map(([name, value]) => `${name}: ${value}\n`).join('')}
      </Text>
      <h4 className={classes['heading']}>Source</h4>
      {source === null ? (
        <p className={classes['muted']}>It is no text.</p>
      ) : (
        <Text name="Source">{source}</Text>
      )}
      {isCut && <p className={classes['muted']}>The source is longer; this is its beginning.</p>}
    </>
  );
}

interface TextProps {
  readonly name: string;
  /** The first one takes the keyboard from the button that has brought it, and is gone. */
  readonly isFirst?: boolean;
  readonly children: string;
}

/** A text that is scrolled by keys as well. */
function Text({ name, isFirst = false, children }: TextProps) {
  return (
    <section
      ref={isFirst ? takeKeys : undefined}
      className={classes['source']}
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      tabIndex={0}
      data-selectable
    >
      {children}
    </section>
  );
}

const takeKeys = (text: HTMLElement | null): void => text?.focus();
