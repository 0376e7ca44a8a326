import { Button, CloseButton, Loader, SegmentedControl } from '@mantine/core';
import { IconKeyboard, IconPlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { on } from '#renderer/bridge/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { PreviewPage } from '#shared/engine-protocol/preview.ts';
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
  readonly onClose: () => void;
}

const modes = [
  { value: 'pick', label: 'Pick' },
  { value: 'browse', label: 'Browse' },
];

/** The page of the preview as a person sees it, to point at what becomes a field. */
export function PagePane({ pointing, page, onUsePage, onClose }: PagePaneProps) {
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
        {view !== 'tree' && (
          <SegmentedControl
            size="xs"
            aria-label="What a click does"
            data={modes}
            value={mode}
            onChange={(value) => void pointing.setMode(value === 'browse' ? 'browse' : 'pick')}
          />
        )}
        {view !== 'tree' && (
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
      {problem !== null && (
        <div className={classes['problem']} role="alert">
          {problem}
        </div>
      )}
      <div className={classes['page']}>
        {view === 'shown' && <PageHolder />}
        {view === 'tree' && page !== null && <JsonPage pointing={pointing} page={page} />}
        {view === 'loading' && <Loader size={20} aria-label="Showing the page" />}
        {view === 'none' && problem === null && (
          <EmptyState>
            Fetch one of your pages: it shows here, and a click on it makes a field.
          </EmptyState>
        )}
      </div>
      <PageFoot pointing={pointing} page={page} />
    </section>
  );
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
