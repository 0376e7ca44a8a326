import type {
  ErrorGroup,
  PausedBy,
  RequestState,
  RunPages,
  RunState,
  StatusClass,
} from '#shared/engine-protocol/run.ts';
import type { RunChains } from '#shared/engine-protocol/run-chains.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import type { InputBatch } from './input-reader.ts';
import type { Outcome } from './outcome.ts';
import type { RequestSource, SourceHost } from './request-source.ts';
import type { StoredHealth } from './stored-health.ts';
import type { StoredTemplate } from './stored-template.ts';

/** The requests that were added because pages of the run led to them. */
export interface Growth {
  readonly found: number;
  /** Hosts that the run did not have before. */
  readonly newHosts: number;
  /** The hosts of these requests. */
  readonly hosts: readonly SourceHost[];
}

/**
 * The totals of a run's file. The sum of `counts` is the number of its requests: the items of the list, and the
 * pages that others led to.
 */
export interface RunTotals {
  readonly counts: Readonly<Record<Exclude<RequestState, 'active'>, number>>;
  /** Hosts of the whole list. */
  readonly hosts: number;
  readonly rows: number;
  /** Finished requests whose outcome comes from a browser window. */
  readonly inBrowser: number;
  /** Requests that are done and have no rows. */
  readonly unmatched: number;
  readonly bytes: number;
  /** Tries beyond the first of each request. */
  readonly retries: number;
  /**
   * The answers to finished requests, with each redirect that was followed; `none`: there was no answer. Lines
   * that are no URL are not counted.
   */
  readonly statusClasses: Readonly<Record<StatusClass, number>>;
  readonly errors: readonly ErrorGroup[];
}

export interface HostCounts {
  readonly queued: number;
  readonly done: number;
  readonly failed: number;
}

/** The values of a field that stay text although the field has a type. */
export interface UnreadValues {
  /** They cannot be read as the type. */
  readonly misfits: number;
  /** They can be read in several ways, and nothing decides. */
  readonly undecided: number;
}

/** The writing side of a run's file, for the run. Every method is one transaction. */
export interface RunLedger extends RequestSource {
  /**
   * Outcomes, their rows and the requests that they lead to, the changed templates, and the health of the run
   * with these rows, all or none.
   *
   * `elapsedMs`: the running time so far, which is restored from here after an interruption.
   */
  commit(
    outcomes: readonly Outcome[],
    elapsedMs?: number,
    templates?: readonly StoredTemplate[],
    health?: StoredHealth,
  ): Growth;
  /** Cheap, may be called at any moment. Null for a run whose pages lead to no others. */
  chains(): RunChains | null;
  /** Cheap, may be called at any moment. Null if no page was to be kept so far. */
  pages(): RunPages | null;
  /** What earlier engines of the run have learnt on rendering; at most 10,000 templates. */
  templates(): readonly StoredTemplate[];
  /** The health that was last committed; null for none. */
  health(): StoredHealth | null;
  /** For each field, its values that are not of its type. Cheap, may be called at any moment. */
  unread(): readonly UnreadValues[];
  /** The values of a column so far, by the number of its field. May read every row. */
  valuesOf(field: number): Iterable<string>;
  /** Cheap, may be called at any moment. */
  counts(): RunTotals['counts'];
  /** The number of items of the list that were added so far. Cheap. */
  imported(): number;
  /** May read every request: to be called when a run begins, not while it runs. */
  totals(): RunTotals;
  hostCounts(hostId: number): HostCounts;
  /** Adds the items of a piece of the list, in order, all or none. */
  import(batch: InputBatch): void;
  /** The whole list is imported. */
  importDone(): void;
  /** The state, its reason, the running time so far, and the cause of a pause. */
  setState(
    state: RunState,
    reason: string | null,
    elapsedMs: number,
    pausedBy?: PausedBy | null,
  ): void;
  /**
   * Queues failed requests again (all, or of one code), and deletes their rows and failures. Returns their
   * number.
   */
  requeueFailed(code: ErrorCode | null): number;
  /**
   * The kinds of pages (see `kindOf`) that came without a field for a password, in a run with a log-in. They
   * outlive the process.
   */
  readonly plainKinds: readonly string[];
  keepPlainKind(kind: string): void;
  /**
   * The number of requests that may have crashed the engine; while there are any, `hosts` and `take` return
   * only these.
   */
  readonly suspects: number;
  /** The suspects have been run alone: `hosts` and `take` return all requests again. */
  acquit(): void;
  /** Records that a request is under way or no longer; the record survives a crash. Cheap. */
  started(requestId: number): void;
  ended(requestId: number): void;
}
