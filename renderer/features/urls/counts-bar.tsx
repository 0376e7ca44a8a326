import { Button, Progress } from '@mantine/core';
import { useStore } from 'zustand';
import type { InputAnalysis } from '#shared/engine-protocol/input.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { accountParts, recordsOf } from '#shared/list-account.ts';
import type { ListDocument, ListState } from './list-document.ts';
import type { ReportKind } from './report-panel.tsx';
import classes from './urls.module.css';

interface CountsBarProps {
  readonly document: ListDocument;
  readonly shown: ReportKind | null;
  readonly onShow: (kind: ReportKind | null) => void;
}

/** The outcome of every line of the list, as counted by the engine, and whether the list is saved. */
export function CountsBar({ document, shown, onShow }: CountsBarProps) {
  const analysis = useStore(document.store, (state) => state.analysis);
  const counting = useStore(document.store, (state) => state.counting);
  const problem = useStore(document.store, (state) => state.analysisProblem);
  const save = useStore(document.store, (state) => state.save);
  return (
    <footer className={classes['counts']}>
      <div className={classes['countsTexts']} aria-live="polite">
        {problem !== null ? (
          <span className={classes['bad']}>The list could not be counted: {problem}</span>
        ) : analysis === null ? (
          <span>Counting…</span>
        ) : (
          <>
            <Account analysis={analysis} shown={shown} onShow={onShow} />
            {analysis.account.partlyUsed > 0 && (
              <ReportButton
                kind="partly-used"
                label={`${formatCount(analysis.account.partlyUsed)} not used whole`}
                shown={shown}
                onShow={onShow}
              />
            )}
            {urlCounts(analysis).map((text) => (
              <span key={text} className={classes['muted']}>
                {text}
              </span>
            ))}
          </>
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

interface AccountProps extends Omit<CountsBarProps, 'document'> {
  readonly analysis: InputAnalysis;
}

/** The sum of the list, "126 lines = 120 requests + 1 header + 3 blank + 2 not read". */
function Account({ analysis: { account, reading }, shown, onShow }: AccountProps) {
  if (account.records === 0) return null;
  const parts = accountParts({ ...account, notRead: 0 });
  return (
    <span className={classes['account']}>
      {recordsOf(account, reading)} = {parts.join(' + ')}
      {account.notRead > 0 && (
        <>
          {parts.length > 0 && ' + '}
          <ReportButton
            kind="not-read"
            label={`${formatCount(account.notRead)} not read`}
            shown={shown}
            onShow={onShow}
          />
        </>
      )}
    </span>
  );
}

interface ReportButtonProps extends Omit<CountsBarProps, 'document'> {
  readonly kind: ReportKind;
  readonly label: string;
}

function ReportButton({ kind, label, shown, onShow }: ReportButtonProps) {
  const isShown = shown === kind;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      className={classes['reportButton'] ?? ''}
      data-kind={kind}
      aria-expanded={isShown}
      onClick={() => onShow(isShown ? null : kind)}
    >
      {label}
    </Button>
  );
}

function urlCounts({ account, duplicates, hosts, assumed }: InputAnalysis): readonly string[] {
  const { urls } = account;
  if (urls === 0) return ['No URLs yet'];
  const assumptions = (['https', 'http'] as const)
    .filter((scheme) => assumed[scheme] > 0)
    .map((scheme) => `${scheme} assumed in ${formatQuantity(assumed[scheme], 'line')}`);
  return [
    formatQuantity(urls, 'URL'),
    formatQuantity(hosts, 'host'),
    ...(duplicates > 0 ? [formatQuantity(duplicates, 'duplicate')] : []),
    ...(assumptions.length > 0 ? [assumptions.join(', ')] : []),
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
