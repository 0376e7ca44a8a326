import { Button, Progress } from '@mantine/core';
import { useStore } from 'zustand';
import type { InputAnalysis } from '#shared/engine-protocol/input.ts';
import { formatQuantity } from '#shared/format.ts';
import type { ListDocument, ListState } from './list-document.ts';
import classes from './urls.module.css';

interface CountsBarProps {
  readonly document: ListDocument;
  readonly invalidShown: boolean;
  readonly onToggleInvalid: () => void;
}

/** What the list holds, as the engine counts it, and whether it is on the disk. */
export function CountsBar({ document, invalidShown, onToggleInvalid }: CountsBarProps) {
  const analysis = useStore(document.store, (state) => state.analysis);
  const counting = useStore(document.store, (state) => state.counting);
  const problem = useStore(document.store, (state) => state.analysisProblem);
  const save = useStore(document.store, (state) => state.save);
  const invalid = analysis?.account.notRead ?? 0;
  return (
    <footer className={classes['counts']}>
      <div className={classes['countsTexts']} aria-live="polite">
        {problem === null ? (
          countsOf(analysis).map((text) => <span key={text}>{text}</span>)
        ) : (
          <span className={classes['bad']}>The list could not be counted: {problem}</span>
        )}
        {invalid > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="red"
            aria-expanded={invalidShown}
            onClick={onToggleInvalid}
          >
            {invalidShown ? 'Hide' : 'Show'} {formatQuantity(invalid, 'invalid line')}
          </Button>
        )}
      </div>
      {counting !== null && (
        <Progress
          className={classes['counting']}
          aria-label="Counting"
          size="sm"
          value={counting * 100}
        />
      )}
      <SaveNote save={save} onRetry={() => document.flush().catch(() => undefined)} />
    </footer>
  );
}

function countsOf(analysis: InputAnalysis | null): readonly string[] {
  if (!analysis) return ['Counting…'];
  const { account, duplicates, hosts, assumed } = analysis;
  const { urls } = account;
  if (urls === 0) return ['No URLs yet'];
  return [
    formatQuantity(urls, 'URL'),
    formatQuantity(hosts, 'host'),
    ...(duplicates > 0 ? [formatQuantity(duplicates, 'duplicate')] : []),
    ...(assumed.https > 0 ? [`https assumed in ${formatQuantity(assumed.https, 'line')}`] : []),
  ];
}

function SaveNote({
  save,
  onRetry,
}: {
  readonly save: ListState['save'];
  readonly onRetry: () => void;
}) {
  switch (save.kind) {
    case 'saved':
      return null;
    case 'unsaved':
    case 'saving':
      return <span className={classes['muted']}>Saving…</span>;
    case 'failed':
      return (
        <span className={classes['bad']} role="alert">
          Not saved: {save.message}{' '}
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </span>
      );
  }
}
