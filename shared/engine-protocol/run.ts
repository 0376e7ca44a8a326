import type { ErrorCode } from '../errors/error-codes.ts';
import type { Field } from '../job/job.ts';
import type { Each } from '../job/v2/source.ts';
import type { Way } from '../job/way.ts';
import type { RunChains } from './run-chains.ts';
import type { RunRendering } from './run-rendering.ts';
import type { RunTone, RunWarning } from './run-warnings.ts';

export const requestStates = ['queued', 'active', 'done', 'failed', 'skipped'] as const;
export type RequestState = (typeof requestStates)[number];

/**
 * importing: the list is being read into the run. stopping: requests in flight are cancelled, then the run is
 * stopped. finished: all requests are done. interrupted: neither finished nor stopped, and no process owns
 * the run any more. halted: the run cannot continue (the disk is full, for example).
 */
export const runStates = [
  'importing',
  'running',
  'paused',
  'stopping',
  'stopped',
  'finished',
  'interrupted',
  'halted',
] as const;
export type RunState = (typeof runStates)[number];

export type RequestCounts = Readonly<Record<RequestState, number>> & { readonly total: number };

export interface HostLine {
  /** scheme://host:port, without the port where it is the scheme's own. */
  readonly host: string;
  readonly queued: number;
  readonly active: number;
  readonly done: number;
  readonly failed: number;
  /** Smoothed time from start to last byte, in milliseconds; null before the first answer. */
  readonly latencyMs: number | null;
  /** The time until this host may be requested again (delay, Retry-After), in milliseconds; 0: no wait. */
  readonly waitMs: number;
  /** The reason of the wait. */
  readonly waits:
    | 'none'
    | 'delay'
    | 'retry-after'
    | 'backoff'
    | 'per-host'
    | 'polite'
    | 'per-minute'
    | 'robots'
    | 'failing';
  /**
   * The number of requests that the host may have at once now: `perHost`, or fewer where the pace is polite.
   */
  readonly allowed: number;
}

/** A proxy of the run and its state. Never with its login. */
export interface ProxyLine {
  readonly proxy: string;
  readonly state: 'ok' | 'resting';
  readonly active: number;
  readonly done: number;
  readonly failed: number;
  /** The time until the next attempt, in milliseconds; 0 where the proxy is in use. */
  readonly restMs: number;
  /** The sentence of the last failure. */
  readonly lastFailure: string | null;
}

/**
 * The cause of a pause: the person, or the run itself because of the network, of its safeguard, of pages that
 * ask for a log-in although the job has one, or of results that are empty or are not what was asked for.
 */
export const pausers = ['person', 'network', 'safeguard', 'login', 'results'] as const;
export type PausedBy = (typeof pausers)[number];

export interface ErrorGroup {
  readonly code: ErrorCode;
  readonly title: string;
  readonly count: number;
  /** One example: the URL and the whole sentence. */
  readonly exampleUrl: string;
  readonly exampleMessage: string;
}

/** The reason why the run is not faster now. The page turns it into a sentence. */
export type Limit =
  | { readonly kind: 'none' }
  | { readonly kind: 'importing' }
  | { readonly kind: 'slots'; readonly concurrency: number }
  | {
      readonly kind: 'per-host';
      readonly host: string;
      readonly perHost: number;
      readonly hosts: number;
    }
  | { readonly kind: 'delay'; readonly host: string; readonly delayMs: number }
  | { readonly kind: 'retry-after'; readonly host: string; readonly waitMs: number }
  | { readonly kind: 'backoff'; readonly waitMs: number }
  | {
      readonly kind: 'polite';
      readonly host: string;
      readonly allowed: number;
      readonly hosts: number;
    }
  | { readonly kind: 'per-minute'; readonly host: string; readonly perMinute: number }
  | { readonly kind: 'robots'; readonly host: string; readonly delayMs: number }
  | { readonly kind: 'failing'; readonly host: string; readonly waitMs: number }
  | { readonly kind: 'proxies'; readonly resting: number }
  /** The operating system allows no more open connections: this is the number that is used at once. */
  | { readonly kind: 'open-files'; readonly concurrency: number }
  | { readonly kind: 'network' }
  /** Pages wait for one of the browser windows in which they are rendered. */
  | { readonly kind: 'windows'; readonly windows: number }
  | { readonly kind: 'parsing' }
  | { readonly kind: 'disk' }
  | { readonly kind: 'few-left' };

/**
 * The current way of running, and the reason for it. asked: the job says so. enough: `auto`, and one event
 * loop is fast enough. loop-busy: `auto`, and one loop was too slow. one-core: `auto`, and threads would
 * share one core. no-processes: the job says processes, and none can be started here.
 */
export interface WayNow {
  readonly way: Way;
  readonly why: 'asked' | 'enough' | 'loop-busy' | 'one-core' | 'no-processes';
}

/** The pages that a run has kept beside its file. */
export interface RunPages {
  readonly kept: number;
  /** Those that were not: beyond the limit of the run, with no room on the disk, or too large by themselves. */
  readonly notKept: Readonly<Record<'limit' | 'disk' | 'size', number>>;
  /** The size of their file. */
  readonly bytes: number;
}

export type StatusClass = '2xx' | '3xx' | '4xx' | '5xx' | 'none';

/** The state of a live run, at most 10 times a second. Its size does not depend on the list. */
export interface RunSnapshot {
  readonly runId: string;
  readonly jobId: string | null;
  /** The run whose kept pages are read again; null for a run that fetches its pages. */
  readonly readsFrom: string | null;
  /** Rises by one with every snapshot of a run; an older one that arrives late is dropped. */
  readonly seq: number;
  readonly state: RunState;
  /** The reason of the state, where it needs one ("The disk is full …"). */
  readonly stateReason: string | null;
  /** Null while the run is not paused. */
  readonly pausedBy: PausedBy | null;
  readonly counts: RequestCounts;
  readonly rows: number;
  /** Finished requests a second, over the last 5 seconds. */
  readonly ratePerSecond: number;
  readonly failedPerSecond: number;
  /** Null while no estimate is possible. */
  readonly etaMs: number | null;
  /** Time spent running, without pauses; continued after a resume. */
  readonly elapsedMs: number;
  /** Body bytes as received over the network. */
  readonly bytes: number;
  readonly statusClasses: Readonly<Record<StatusClass, number>>;
  readonly retries: number;
  readonly concurrency: number;
  readonly perHost: number;
  /** The busiest hosts, at most 50. */
  readonly hosts: readonly HostLine[];
  readonly hostCount: number;
  /** Skipped because robots.txt does not allow them. */
  readonly skippedByRobots: number;
  /** Lines of the list that are no URLs: they count as failed, but no page did. */
  readonly notUrls: number;
  /** At most 50, those first that may explain the others; see `toneOf`. */
  readonly warnings: readonly RunWarning[];
  /** Pages that are done and gave no row, since nothing in them matches `each`. */
  readonly unmatched: number;
  /** Null for a run whose pages lead to no others. */
  readonly chains: RunChains | null;
  /** Null if no page was to be kept so far. */
  readonly pages: RunPages | null;
  /** Null for a run that renders no pages. */
  readonly rendering: RunRendering | null;
  /** At most 50, those in trouble first; empty for a run without proxies. */
  readonly proxies: readonly ProxyLine[];
  readonly errors: readonly ErrorGroup[];
  readonly limit: Limit;
  /** Null for a run that is not live. */
  readonly way: WayNow | null;
  /** The progress of the import, while there is one. */
  readonly importing: {
    readonly lines: number;
    readonly bytes: number;
    readonly totalBytes: number;
  } | null;
}

/** What a run takes from its pages, and whether some of these are kept, so that they can be read again. */
export interface RunFields {
  readonly each: Each | null;
  readonly fields: readonly Field[];
  readonly hasPages: boolean;
}

/** A run in the list of runs. */
export interface RunSummary {
  readonly runId: string;
  readonly jobId: string | null;
  readonly jobName: string;
  /** See `RunSnapshot`. */
  readonly readsFrom: string | null;
  /** See `RunPages`. */
  readonly keptPages: number;
  readonly state: RunState;
  readonly createdMs: number;
  readonly finishedMs: number | null;
  readonly elapsedMs: number;
  readonly counts: RequestCounts;
  /** Lines of the list that are no URLs; they count as failed. */
  readonly notUrls: number;
  readonly tone: RunTone;
  readonly rows: number;
  readonly bytes: number;
  readonly fileBytes: number;
  /** Set when the file cannot be read; the counts are then zero. */
  readonly problem: string | null;
}

/** A point of the chart of a run: the requests that finished in `[tMs, tMs + stepMs)` since its start. */
export interface HistoryPoint {
  readonly tMs: number;
  readonly done: number;
  readonly failed: number;
}

export interface RunHistory {
  readonly stepMs: number;
  readonly points: readonly HistoryPoint[];
}
