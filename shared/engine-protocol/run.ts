import type { ErrorCode } from '../errors/error-codes.ts';
import type { Way } from '../job/way.ts';

export const requestStates = ['queued', 'active', 'done', 'failed', 'skipped'] as const;
export type RequestState = (typeof requestStates)[number];

/**
 * importing: the list is being read into the run. running, paused: by their names. stopping: what is in
 * flight is let go, then stopped. finished: nothing is left to fetch. interrupted: neither finished
 * nor stopped, and no process owns it any more. halted: the run cannot go on (disk full, say).
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
  /** How long this host still has to wait (delay, Retry-After), in milliseconds; 0: not at all. */
  readonly waitMs: number;
  /** Why it waits. */
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
  /** How many requests it may have at once now: `perHost`, or fewer where the pace is polite. */
  readonly allowed: number;
}

/** A proxy of the run and how it does. Never with its login. */
export interface ProxyLine {
  readonly proxy: string;
  readonly state: 'ok' | 'resting';
  readonly active: number;
  readonly done: number;
  readonly failed: number;
  /** Until it is tried again, in milliseconds; 0 where it does not rest. */
  readonly restMs: number;
  /** The sentence of its last failure. */
  readonly lastFailure: string | null;
}

/** Who paused a run: the person, or the run itself because of the network or of its safeguard. */
export const pausers = ['person', 'network', 'safeguard'] as const;
export type PausedBy = (typeof pausers)[number];

export interface ErrorGroup {
  readonly code: ErrorCode;
  readonly title: string;
  readonly count: number;
  /** One example: the URL and the whole sentence. */
  readonly exampleUrl: string;
  readonly exampleMessage: string;
}

/** What keeps the run from being faster, right now. The page turns it into a sentence. */
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
  /** This computer allows no more open connections: so many at once are tried. */
  | { readonly kind: 'open-files'; readonly concurrency: number }
  | { readonly kind: 'network' }
  | { readonly kind: 'parsing' }
  | { readonly kind: 'disk' }
  | { readonly kind: 'few-left' };

/**
 * The way of running now, and why it is this one. asked: the job says so. enough: `auto`, and one event
 * loop keeps up. loop-busy: `auto`, and one loop did not keep up. one-core: `auto`, and threads would
 * share one core. no-processes: the job says processes, and none can be started here.
 */
export interface WayNow {
  readonly way: Way;
  readonly why: 'asked' | 'enough' | 'loop-busy' | 'one-core' | 'no-processes';
}

export type StatusClass = '2xx' | '3xx' | '4xx' | '5xx' | 'none';

/** The state of a live run, at most 10 times a second. Its size does not depend on the list. */
export interface RunSnapshot {
  readonly runId: string;
  readonly jobId: string | null;
  /** Rises by one with every snapshot of a run; an older one that arrives late is dropped. */
  readonly seq: number;
  readonly state: RunState;
  /** Why the state is what it is, where that needs saying ("The disk is full …"). */
  readonly stateReason: string | null;
  /** Null while the run is not paused. */
  readonly pausedBy: PausedBy | null;
  readonly counts: RequestCounts;
  readonly rows: number;
  /** Finished requests a second, over the last 5 seconds. */
  readonly ratePerSecond: number;
  readonly failedPerSecond: number;
  /** Null while nothing can be said. */
  readonly etaMs: number | null;
  /** Time spent running, pauses left out; carried on over a resume. */
  readonly elapsedMs: number;
  /** Body bytes as they came over the network. */
  readonly bytes: number;
  readonly statusClasses: Readonly<Record<StatusClass, number>>;
  readonly retries: number;
  readonly concurrency: number;
  /** The busiest hosts, at most 50. */
  readonly hosts: readonly HostLine[];
  readonly hostCount: number;
  /** Skipped because robots.txt does not allow them. */
  readonly skippedByRobots: number;
  /** At most 50, those in trouble first; empty for a run without proxies. */
  /** Pages that are done and gave no row, since nothing in them matches `each`. */
  readonly unmatched: number;
  readonly proxies: readonly ProxyLine[];
  readonly errors: readonly ErrorGroup[];
  readonly limit: Limit;
  /** Null for a run that is not live. */
  readonly way: WayNow | null;
  /** While importing: how far. */
  readonly importing: {
    readonly lines: number;
    readonly bytes: number;
    readonly totalBytes: number;
  } | null;
}

/** A run as the list of runs shows it. */
export interface RunSummary {
  readonly runId: string;
  readonly jobId: string | null;
  readonly jobName: string;
  readonly state: RunState;
  readonly createdMs: number;
  readonly finishedMs: number | null;
  readonly elapsedMs: number;
  readonly counts: RequestCounts;
  readonly rows: number;
  readonly bytes: number;
  readonly fileBytes: number;
  /** Set when the file cannot be read; the counts are then zero. */
  readonly problem: string | null;
}

/** A point of the chart of a run: what finished in `[tMs, tMs + stepMs)` since its start. */
export interface HistoryPoint {
  readonly tMs: number;
  readonly done: number;
  readonly failed: number;
}

export interface RunHistory {
  readonly stepMs: number;
  readonly points: readonly HistoryPoint[];
}
