import { assertNever } from '#shared/assert-never.ts';
import type {
  HostLine,
  RequestCounts,
  RunSnapshot,
  RunState,
} from '#shared/engine-protocol/run.ts';
import type { RunTone } from '#shared/engine-protocol/run-warnings.ts';
import { formatDuration, formatQuantity } from '#shared/format.ts';

const stateWords: Readonly<Record<RunState, string>> = {
  importing: 'Reading the list',
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
  finished: 'Finished',
  interrupted: 'Interrupted',
  halted: 'Halted',
};

export const stateWord = (state: RunState): string => stateWords[state];

/** What is wrong with a finished run, beside its state; empty for nothing. */
export function troubleWords(state: RunState, tone: RunTone, failed: number): string {
  if (state !== 'finished' || tone === 'good') return '';
  if (tone === 'bad') return 'with most pages failed';
  return failed > 0 ? 'with failures' : 'with warnings';
}

/** A message about a run that needs the person's attention or action. */
export interface Notice {
  readonly tone: 'plain' | 'warn' | 'bad';
  readonly text: string;
  readonly action: 'unpause' | 'resume' | null;
  /** The run needs a decision: the possible actions are offered beside the text. */
  readonly asks?: boolean;
  /** A new log-in is one of them. */
  readonly offersLogIn?: boolean;
  /** A look at the fields is one of them. */
  readonly offersFields?: boolean;
}

export function noticeOf(
  snapshot: Pick<RunSnapshot, 'state' | 'stateReason' | 'pausedBy' | 'counts' | 'importing'>,
): Notice | null {
  const { state, stateReason, pausedBy, counts, importing } = snapshot;
  const reason = stateReason === null ? '' : ` ${stateReason}`;
  switch (state) {
    case 'importing':
    case 'running':
    case 'finished':
      return stateReason === null ? null : { tone: 'plain', text: stateReason, action: null };
    case 'stopping':
      return {
        tone: 'plain',
        text: `Stopping: what is done is being stored.${reason}`,
        action: null,
      };
    case 'paused':
      if (pausedBy === 'network') return waitsForNetwork(stateReason);
      if (pausedBy === 'safeguard') return safeguardAsks(stateReason);
      if (pausedBy === 'results') return resultsAsk(stateReason);
      if (pausedBy === 'login') return siteAsks(stateReason);
      return {
        tone: 'plain',
        text: `Paused with ${left(counts)} left. Pages that were under way are finished first.${reason}`,
        action: 'unpause',
      };
    case 'stopped':
      return {
        tone: 'plain',
        text: `Stopped ${rest(counts, importing)}${reason}`,
        action: 'resume',
      };
    case 'interrupted':
      return {
        tone: 'warn',
        text: `This run was cut off ${rest(counts, importing)}${reason}`,
        action: 'resume',
      };
    case 'halted':
      return {
        tone: 'bad',
        text: stateReason ?? 'The run could not go on. Everything fetched so far is kept.',
        action: 'resume',
      };
    default:
      return assertNever(state);
  }
}

const waitsForNetwork = (reason: string | null): Notice => ({
  tone: 'warn',
  text: reason ?? 'The network is down. The run goes on by itself when it is back.',
  action: null,
});

const safeguardAsks = (reason: string | null): Notice => ({
  tone: 'warn',
  text: reason ?? 'Most of the last pages failed, so the run was paused.',
  action: 'unpause',
  asks: true,
});

const resultsAsk = (reason: string | null): Notice => ({
  tone: 'warn',
  text: reason ?? 'The last pages gave no good rows, so the run was paused.',
  action: 'unpause',
  asks: true,
  offersFields: true,
});

const siteAsks = (reason: string | null): Notice => ({
  tone: 'warn',
  text: reason ?? 'The site asks for a log-in again.',
  action: 'unpause',
  asks: true,
  offersLogIn: true,
});

/** The progress of a run that ended too early; unknown where the list was not read completely. */
const rest = (counts: RequestCounts, importing: RunSnapshot['importing']) =>
  importing === null
    ? `with ${left(counts)} left. Everything fetched so far is kept.`
    : `after ${formatQuantity(importing.lines, 'line')} of its list were read. Resume reads on.`;

const left = ({ queued, active }: RequestCounts) => formatQuantity(queued + active, 'page');

/** The reason and the length of a host's wait; empty where there is none. */
export function waitWords({ waits, waitMs }: Pick<HostLine, 'waits' | 'waitMs'>): string {
  const time = waitMs > 0 ? ` ${formatDuration(waitMs)}` : '';
  switch (waits) {
    case 'none':
      return '';
    case 'delay':
      return `pause${time}`;
    case 'retry-after':
      return `asked to wait${time}`;
    case 'backoff':
      return `tries again in${time || ' a moment'}`;
    case 'per-host':
      return 'at its limit';
    case 'polite':
      return 'asked gently';
    case 'per-minute':
      return `minute is full${time}`;
    case 'robots':
      return `robots.txt${time}`;
    case 'failing':
      return `keeps failing${time}`;
    default:
      return assertNever(waits);
  }
}

/** A run in one line, for the list of runs: "9,800 done, 12 failed, 40 left". */
export function countWords(counts: RequestCounts): string {
  const open = counts.queued + counts.active;
  const parts = [formatQuantity(counts.done, 'done', 'done')];
  if (counts.failed > 0) parts.push(formatQuantity(counts.failed, 'failed', 'failed'));
  if (open > 0) parts.push(formatQuantity(open, 'left', 'left'));
  return parts.join(', ');
}
