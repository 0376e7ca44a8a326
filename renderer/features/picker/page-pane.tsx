import { Button, CloseButton, Loader, SegmentedControl } from '@mantine/core';
import { IconKeyboard, IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { call, on } from '#renderer/bridge/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { DataAnswerInfo, PreviewPage } from '#shared/engine-protocol/preview.ts';
import { DataBar, likeliestFirst } from './data-bar.tsx';
import { DataLook } from './data-look.tsx';
import { JsonPage } from './json-page.tsx';
import { ListOfferBar } from './list-offer-bar.tsx';
import { PageHolder } from './page-holder.tsx';
import classes from './picker.module.css';
import type { Pointing } from './pointing.ts';

interface PagePaneProps {
  readonly pointing: Pointing;
  /** The page of the preview; null before one is fetched. */
  readonly page: PreviewPage | null;
  /** The page was reached by its links and is no line of the list yet. */
  readonly onUsePage: (() => void) | null;
  /** Data that the page gets takes the place of the page; a sentence says why it cannot. */
  readonly onUseAddress: (page: PreviewPage, answer: DataAnswerInfo) => Promise<string | null>;
  readonly onClose: () => void;
}

const modes = [
  { value: 'pick', label: 'Pick' },
  { value: 'browse', label: 'Browse' },
];

/** The page of the preview as a person sees it, to point at what becomes a field. */
export function PagePane({ pointing, page, onUsePage, onUseAddress, onClose }: PagePaneProps) {
  const answers = useAnswers(pointing, page);
  const [looked, setLooked] = useState<DataAnswerInfo | null>(null);
  const [isLooking, setLooking] = useState(false);
  const lookedLast = looked !== null && answers.includes(looked) ? looked : null;
  const lookedAt = isLooking ? lookedLast : null;
  const mode = useStore(pointing.store, (state) => state.mode);
  const view = useStore(pointing.store, (state) => state.view);
  const problem = useStore(pointing.store, (state) => state.problem);
  const keys = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    const off = on('page-view', (event) => {
      void pointing.hear(event);
      // The keyboard comes back to the button that gave it away.
      if (event.kind === 'left') keys.current?.focus();
    });
    return () => {
      off();
      void pointing.hide();
    };
  }, [pointing]);
  useEffect(() => {
    if (page !== null) void pointing.show();
  }, [pointing, page]);

  return (
    <section className={classes['pane']} aria-label="Page">
      <div className={classes['bar']}>
        {view !== 'tree' && lookedAt === null && (
          <SegmentedControl
            size="xs"
            aria-label="What a click does"
            data={modes}
            value={mode}
            onChange={(value) => void pointing.setMode(value === 'browse' ? 'browse' : 'pick')}
          />
        )}
        {view !== 'tree' && lookedAt === null && (
          <Button
            ref={keys}
            variant="subtle"
            leftSection={<IconKeyboard size={14} />}
            disabled={view !== 'shown'}
            title="Arrow keys go to parent, child and neighbours, Enter picks, Esc comes back here"
            onClick={() => void pointing.takeKeys()}
          >
            Pick by keyboard
          </Button>
        )}
        {view === 'tree' && (
          <span className={classes['keysHint']}>
            Click a value, or go to it by the arrow keys and press Enter.
          </span>
        )}
        <span className={classes['space']} />
        {onUsePage && (
          <Button variant="light" leftSection={<IconPlus size={14} />} onClick={onUsePage}>
            Use this page
          </Button>
        )}
        <CloseButton
          size="sm"
          aria-label="Close the page and show the table of fields"
          title="Back to the table of fields"
          onClick={onClose}
        />
      </div>
      <ListOfferBar pointing={pointing} />
      {page !== null && answers.length > 0 && lookedAt === null && (
        <DataBar
          answers={answers}
          backFrom={lookedLast}
          onLook={(answer) => {
            setLooked(answer);
            setLooking(true);
          }}
          onUse={(answer) => onUseAddress(page, answer)}
        />
      )}
      {problem !== null && (
        <div className={classes['problem']} role="alert">
          {problem}
        </div>
      )}
      <div className={classes['page']}>
        {view === 'shown' && lookedAt === null && <PageHolder />}
        {view === 'shown' && lookedAt !== null && page !== null && (
          <DataLook
            jobId={pointing.jobId}
            page={page}
            answer={lookedAt}
            onBack={() => setLooking(false)}
          />
        )}
        {view === 'tree' && page !== null && <JsonPage pointing={pointing} page={page} />}
        {view === 'loading' && <Loader size={20} aria-label="Showing the page" />}
        {view === 'none' && problem === null && (
          <EmptyState>
            Fetch one of your pages: it shows here, and a click on it makes a field.
          </EmptyState>
        )}
      </div>
      {lookedAt === null && <PageFoot pointing={pointing} page={page} />}
    </section>
  );
}

/** The data that the page has fetched; it is forgotten when the pane goes. */
function useAnswers(pointing: Pointing, page: PreviewPage | null): readonly DataAnswerInfo[] {
  const view = useStore(pointing.store, (state) => state.view);
  const [found, setFound] = useState<{
    readonly page: PreviewPage;
    readonly answers: readonly DataAnswerInfo[];
  } | null>(null);
  const isRendered = page?.rendering?.kind === 'rendered';
  useEffect(() => {
    if (page === null || !isRendered || view !== 'shown') return;
    let isOver = false;
    // Where they cannot be had, the page is shown without them.
    call('preview.answers', { key: pointing.jobId })
      .catch(() => [])
      .then((answers) => {
        if (!isOver) setFound({ page, answers: likeliestFirst(answers) });
      });
    return () => {
      isOver = true;
    };
  }, [pointing, page, isRendered, view]);
  return found !== null && found.page === page ? found.answers : [];
}

function formOf(page: PreviewPage | null): string {
  if (page?.isJson === true) {
    return page.isKept ? 'The page is JSON, as it was kept' : 'The page is JSON';
  }
  if (page?.isKept === true) return 'The page as it was kept, without style sheets and pictures';
  return page?.rendering?.kind === 'rendered'
    ? 'The page as rendered'
    : 'The page as it was fetched, scripts off';
}

/** The form in which the page is shown, and what the pointer is on. */
function PageFoot({
  pointing,
  page,
}: {
  readonly pointing: Pointing;
  readonly page: PreviewPage | null;
}) {
  const hovered = useStore(pointing.store, (state) => state.hovered);
  const mode = useStore(pointing.store, (state) => state.mode);
  const anew = useStore(pointing.store, (state) => state.anew);
  const hint =
    mode === 'browse'
      ? 'Links lead to other pages.'
      : anew === null
        ? 'Click what you want; it becomes a field.'
        : 'Click what the field is to take instead.';
  return (
    <footer className={classes['foot']}>
      <span>{formOf(page)}</span>
      <span className={classes['hovered']} aria-live="polite">
        {hovered === '' ? hint : hovered}
      </span>
    </footer>
  );
}
