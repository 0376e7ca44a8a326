import { ActionIcon, Button, Tabs } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconChartAreaLine, IconDownload } from '@tabler/icons-react';
import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { call, on } from '#renderer/bridge/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { toastError, toastInfo } from '#renderer/ui/toast.tsx';
import { assertNever } from '#shared/assert-never.ts';
import { isUnderWay } from '#shared/engine-protocol/leading-run.ts';
import type { ColumnFilter } from '#shared/engine-protocol/results.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { failedPages } from '#shared/engine-protocol/run-tone.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatCompact, formatQuantity } from '#shared/format.ts';
import { keptSentence, notKeptSentences } from '#shared/kept-pages.ts';
import { chainSentence } from '#shared/run-chain-words.ts';
import { ColumnHealthSession, type ColumnHealthStore } from './column-health-store.ts';
import { ColumnList } from './column-list.tsx';
import { ErrorList } from './error-list.tsx';
import { HostTable } from './host-table.tsx';
import { limitSentence } from './limit-sentence.ts';
import { LimitSlider } from './limit-slider.tsx';
import { useSampled } from './live.tsx';
import { newFieldsSentence, type TypedRules } from './new-fields.ts';
import { ProgressStrip } from './progress-strip.tsx';
import { ProxyTable } from './proxy-table.tsx';
import { RateChart } from './rate-chart.tsx';
import { type Overrule, RenderingTable } from './rendering-table.tsx';
import type { RunFeed } from './run-feed.ts';
import { type NoticeAction, RunNotice } from './run-notice.tsx';
import { RunSession } from './run-session.ts';
import { RunTiles } from './run-tiles.tsx';
import classes from './run-view.module.css';
import { useNewFields } from './use-new-fields.ts';
import type { WarningAction } from './warning-actions.ts';
import { WarningBadge, WarningLine, WarningList } from './warning-list.tsx';
import { waySentence } from './way-sentence.ts';

/** The parts of the run's screen that other features provide. */
export interface RunSlots {
  /** The table of results; `errorCode` is the cause of failure by which it is filtered. */
  readonly results: (slot: ResultsSlot) => ReactNode;
  readonly onExport: (runId: string) => void;
  /** Keeps the decision of a person on the pages of a template for the runs to come. */
  readonly onOverrule: Overrule;
  /** The fields of the job as they are now. */
  readonly rules: TypedRules;
  /** The person wants to log in at the site again. */
  readonly onLogIn: () => void;
  /** Opens the fields, at one of them; the options; or the list. */
  readonly onField: (field: string | null) => void;
  readonly onOptions: () => void;
  readonly onList: () => void;
}

interface ResultsSlot {
  readonly runId: string;
  readonly errorCode: string | null;
  readonly onErrorCode: (code: string | null) => void;
  readonly errors: readonly { readonly code: string; readonly title: string }[];
  /** The rows that are shown, by a column; null: all. */
  readonly column: ColumnFilter | null;
  readonly onColumn: (column: ColumnFilter | null) => void;
  /** The text that is searched for first; a new object searches again. */
  readonly search: { readonly text: string } | null;
  readonly health: ColumnHealthStore;
}

interface RunViewProps extends RunSlots {
  readonly runId: string;
  /** The kept pages of the run are to be read again. */
  readonly onReadAgain: (runId: string) => void;
  /** The window's own buttons act on the newest run. */
  readonly newest: boolean;
  readonly runsMenu: ReactNode;
}

export function RunView(props: RunViewProps) {
  const { runId } = props;
  const [sessions, setSessions] = useState<Sessions | null>(null);
  useEffect(() => {
    const session = new RunSession(runId, call, on);
    const columns = new ColumnHealthSession(runId, session.feed, call);
    startTransition(() => setSessions({ session, health: columns.store }));
    return () => {
      columns.close();
      session.close();
    };
  }, [runId]);
  return sessions && <OpenRun {...props} {...sessions} />;
}

function OpenRun(props: OpenRunProps) {
  const { runId, newest, runsMenu, session, health, results, onExport, onOverrule } = props;
  const { rules, onReadAgain, onLogIn, onField, onOptions, onList } = props;
  const { feed } = session;
  const [part, setPart] = useState<string | null>('results');
  const [errorCode, setErrorCode] = useState<string | null>(null);
  const [column, setColumn] = useState<ColumnFilter | null>(null);
  const [search, setSearch] = useState<{ readonly text: string } | null>(null);
  const [chart, setChart] = useLocalStorage({
    key: 'trawl.run-chart',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const problem = useProblem(feed);
  const goesOn = useSampled(
    feed,
    500,
    (snapshot) => snapshot !== null && isUnderWay(snapshot.state),
  );
  const hasNewFields = useNewFields(runId, goesOn, rules);
  const errors = useSampled(feed, 500, errorsOf, sameErrors);
  const hasProxies = useSampled(feed, 500, (snapshot) => (snapshot?.proxies.length ?? 0) > 0);

  const renders = useSampled(feed, 500, (snapshot) => snapshot?.rendering != null);

  const overrule: Overrule = (template, decision) => {
    onOverrule(template, decision);
    call('run.overrule', { runId, template, decision }).catch((error: unknown) => {
      // The run is over: what was said is kept in the job.
      const isOver = error instanceof TrawlError && error.code === 'NOT_FOUND';
      if (isOver) toastInfo('Your decision holds from the next run on.');
      else
        toastError('This run could not take your decision; it holds from the next run on.', error);
    });
  };
  const retry = (code: ErrorCode | null) => {
    call('run.retry-failed', { runId, errorCode: code }).then(
      ({ queued }) => toastInfo(`${formatQuantity(queued, 'page')} will be tried again.`),
      (error: unknown) => toastError('The failed pages could not be queued again.', error),
    );
  };
  /** These rows alone: what was filtered before would hide some of them. */
  const showRows = (filter: ColumnFilter) => {
    setErrorCode(null);
    setSearch({ text: '' });
    setColumn(filter);
    setPart('results');
  };
  const help = (action: WarningAction): void => {
    switch (action.kind) {
      case 'fields':
        onField(action.field);
        break;
      case 'log-in':
        onLogIn();
        break;
      case 'options':
        onOptions();
        break;
      case 'list':
        onList();
        break;
      case 'rows':
        showRows(action.column);
        break;
      case 'text':
        setErrorCode(null);
        setColumn(null);
        setSearch({ text: action.text });
        setPart('results');
        break;
      default:
        assertNever(action);
    }
  };
  const act = (action: NoticeAction) => {
    if (action === 'log-in') return onLogIn();
    if (action === 'fields') return onField(null);
    call(`run.${action}`, { runId }).catch((error: unknown) =>
      toastError(
        action === 'stop' ? 'The run could not be stopped.' : 'The run could not be resumed.',
        error,
      ),
    );
  };

  return (
    <div className={classes['view']}>
      {problem === null ? (
        <>
          <RunNotice feed={feed} offer={!newest} onAct={act} />
          <WarningLine feed={feed} onAct={help} onAll={() => setPart('warnings')} />
          <div className={classes['top']}>
            <ProgressStrip feed={feed}>
              <div className={classes['limits']}>
                <LimitSlider runId={runId} feed={feed} option="concurrency" />
                <LimitSlider runId={runId} feed={feed} option="perHost" />
              </div>
            </ProgressStrip>
            <LimitLine feed={feed} />
            <ChainsLine feed={feed} />
            <PagesLine
              feed={feed}
              goesOn={goesOn}
              hasNewFields={hasNewFields}
              onReadAgain={() => onReadAgain(runId)}
            />
            {chart && (
              <div className={classes['board']}>
                <RateChart session={session} />
                <RunTiles feed={feed} />
              </div>
            )}
          </div>
        </>
      ) : (
        <EmptyState action={{ label: 'Try again', onClick: () => void session.refresh() }}>
          This run cannot be shown: {problem}
        </EmptyState>
      )}
      <Tabs className={classes['parts']} value={part} onChange={setPart} keepMounted>
        <div className={classes['bar']}>
          <Tabs.List className={classes['tabs']} aria-label="Parts of the run">
            <Tabs.Tab value="results">Results</Tabs.Tab>
            <Tabs.Tab value="columns">Columns</Tabs.Tab>
            <Tabs.Tab value="warnings">
              Warnings
              <WarningBadge feed={feed} />
            </Tabs.Tab>
            <Tabs.Tab value="errors">
              Errors
              <ErrorBadge feed={feed} />
            </Tabs.Tab>
            <Tabs.Tab value="hosts">Hosts</Tabs.Tab>
            {renders && <Tabs.Tab value="rendering">Rendering</Tabs.Tab>}
            {hasProxies && <Tabs.Tab value="proxies">Proxies</Tabs.Tab>}
          </Tabs.List>
          <ActionIcon
            variant={chart ? 'light' : 'subtle'}
            color="gray"
            size={30}
            aria-pressed={chart}
            aria-label="Chart and figures"
            title={chart ? 'Hide the chart and figures' : 'Show the chart and figures'}
            onClick={() => setChart(!chart)}
          >
            <IconChartAreaLine size={17} />
          </ActionIcon>
          {runsMenu}
          <Button
            className={classes['export'] ?? ''}
            variant="default"
            leftSection={<IconDownload size={15} />}
            title="Save the rows as a file"
            onClick={() => onExport(runId)}
          >
            Export…
          </Button>
        </div>
        <Tabs.Panel value="results" className={classes['panel']}>
          {results({
            ...{ runId, errorCode, onErrorCode: setErrorCode, errors, health },
            ...{ column, onColumn: setColumn, search },
          })}
        </Tabs.Panel>
        <Tabs.Panel value="columns" className={classes['panel']}>
          <ColumnList store={health} onShow={showRows} onField={onField} />
        </Tabs.Panel>
        <Tabs.Panel value="warnings" className={classes['panel']}>
          <WarningList feed={feed} onAct={help} />
        </Tabs.Panel>
        <Tabs.Panel value="errors" className={classes['panel']}>
          <ErrorList
            feed={feed}
            onRetry={retry}
            onShow={(code) => {
              setColumn(null);
              setSearch({ text: '' });
              setErrorCode(code);
              setPart('results');
            }}
          />
        </Tabs.Panel>
        <Tabs.Panel value="hosts" className={classes['panel']}>
          <HostTable feed={feed} />
        </Tabs.Panel>
        {renders && (
          <Tabs.Panel value="rendering" className={classes['panel']}>
            <RenderingTable feed={feed} onOverrule={overrule} />
          </Tabs.Panel>
        )}
        {hasProxies && (
          <Tabs.Panel value="proxies" className={classes['panel']}>
            <ProxyTable feed={feed} />
          </Tabs.Panel>
        )}
      </Tabs>
    </div>
  );
}

interface Sessions {
  readonly session: RunSession;
  readonly health: ColumnHealthStore;
}

type OpenRunProps = RunViewProps & Sessions;

const noErrors: ResultsSlot['errors'] = [];
const errorsOf = (snapshot: RunSnapshot | null) => snapshot?.errors ?? noErrors;
const sameErrors = (a: ResultsSlot['errors'], b: ResultsSlot['errors']) =>
  a.length === b.length && a.every(({ code }, index) => code === b[index]?.code);

function useProblem(feed: RunFeed): string | null {
  const [problem, setProblem] = useState(() => feed.getState().problem);
  useEffect(() => feed.subscribe((state) => setProblem(state.problem)), [feed]);
  return problem;
}

/** The current limit of the run's speed, and its way of running. */
function LimitLine({ feed }: { readonly feed: RunFeed }) {
  const sentence = useSampled(feed, 1000, (snapshot) => snapshot && sentenceOf(snapshot));
  // The sentence changes slowly enough to be read, and disappears at the end of the run.
  const isRunning = useSampled(feed, 0, (snapshot) => snapshot?.state === 'running');
  if (sentence === null || !isRunning) return null;
  return (
    <p className={classes['limit']} title={sentence}>
      {sentence}
    </p>
  );
}

function sentenceOf(snapshot: RunSnapshot): string | null {
  const limit = limitSentence(snapshot);
  if (limit === null || snapshot.way === null) return limit;
  // For one request at a time, that is the only limit.
  if (snapshot.way.way === 'sequential') return waySentence(snapshot.way);
  return `${limit} ${waySentence(snapshot.way)}`;
}

/** The next pages that the run has followed, and why they ended. */
function ChainsLine({ feed }: { readonly feed: RunFeed }) {
  const sentence = useSampled(
    feed,
    1000,
    (snapshot) => snapshot?.chains && chainSentence(snapshot.chains),
  );
  return sentence ? <p className={classes['limit']}>{sentence}</p> : null;
}

interface PagesLineProps {
  readonly feed: RunFeed;
  readonly goesOn: boolean;
  /** The job has fields that this run has not had. */
  readonly hasNewFields: boolean;
  readonly onReadAgain: () => void;
}

/** How many pages the run has kept, or that it has read those of another run; they can be read again. */
function PagesLine({ feed, goesOn, hasNewFields, onReadAgain }: PagesLineProps) {
  const sentence = useSampled(feed, 1000, (snapshot) => snapshot && pagesSentence(snapshot));
  const canRead = useSampled(feed, 500, hasPages);
  if (sentence === null) return null;
  return (
    <p className={classes['limit']}>
      {sentence} {canRead && hasNewFields && `${newFieldsSentence(goesOn, 'This run')} `}
      {canRead && (
        <Button
          variant="default"
          size="compact-xs"
          title="Reads the kept pages by the fields as they are now, and asks no site for anything"
          onClick={onReadAgain}
        >
          Read again
        </Button>
      )}
    </p>
  );
}

function hasPages(snapshot: RunSnapshot | null): boolean {
  if (snapshot === null || snapshot.state === 'importing') return false;
  return snapshot.readsFrom !== null || (snapshot.pages?.kept ?? 0) > 0;
}

function pagesSentence(snapshot: RunSnapshot): string | null {
  const own = snapshot.readsFrom === null ? [] : ['The kept pages of an earlier run, read again.'];
  const kept = keptSentence(snapshot);
  const all = [...own, ...(kept === null ? [] : [kept]), ...notKeptSentences(snapshot)];
  return all.length === 0 ? null : all.join(' ');
}

function ErrorBadge({ feed }: { readonly feed: RunFeed }) {
  const failed = useSampled(feed, 500, (snapshot) => (snapshot ? failedPages(snapshot) : 0));
  if (failed === 0) return null;
  return <span className={classes['badge']}>{formatCompact(failed)}</span>;
}
