import { Button, CloseButton, Loader } from '@mantine/core';
import { IconPointer } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { call, on } from '#renderer/bridge/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import classes from './results-panel.module.css';

interface ShownPageProps {
  readonly runId: string;
  readonly requestId: number;
  /** "Line 7". */
  readonly title: string;
  /** The area over which main places the page. */
  readonly holder: ReactNode;
  readonly onPoint: () => void;
  readonly onClose: () => void;
}

/** The page of a line as it was kept, in place of the table: what stands in it, and nothing that it refers to. */
export function ShownPage({ runId, requestId, title, holder, onPoint, onClose }: ShownPageProps) {
  const [view, setView] = useState<'loading' | 'shown' | 'none'>('loading');
  const [problem, setProblem] = useState<string | null>(null);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    let isLeft = false;
    const show = async () => {
      setView('loading');
      setProblem(null);
      await call('page-view.open', { runId, requestId });
      if (isLeft) return;
      await call('page-view.mode', { mode: 'look' });
      setView('shown');
      // The keys scroll it; Esc and Tab come back.
      await call('page-view.focus', {});
    };
    const fail = (message: string) => {
      setView('none');
      setProblem(message);
    };
    show().catch((error: unknown) => !isLeft && fail(toErrorReply(error).message));
    const off = on('page-view', (event) => {
      if (event.kind === 'left') close.current?.focus();
      if (event.kind === 'gone') fail('The view of the page has ended. Show the page again.');
    });
    return () => {
      isLeft = true;
      off();
      // A view that is gone already shows nothing.
      call('page-view.close', {}).catch(() => undefined);
    };
  }, [runId, requestId]);
  return (
    <section className={classes['shown']} aria-label="Page of the line">
      <header className={classes['shownHead']}>
        <h3 className={classes['shownTitle']}>{title}, as it was kept</h3>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPointer size={14} />}
          disabled={view !== 'shown'}
          title="Opens the fields beside this page: a click in it makes or mends a field"
          onClick={onPoint}
        >
          Point in this page
        </Button>
        <CloseButton
          ref={close}
          size="sm"
          aria-label="Close the page and show the table"
          title="Back to the table (Esc)"
          onClick={onClose}
        />
      </header>
      <div className={classes['shownBody']}>
        {view === 'shown' && holder}
        {view === 'loading' && <Loader size={20} aria-label="Showing the page" />}
        {problem !== null && <EmptyState>The page cannot be shown: {problem}</EmptyState>}
      </div>
      <footer className={classes['shownFoot']}>
        Style sheets and pictures are not kept, and no site is asked for them.
      </footer>
    </section>
  );
}
