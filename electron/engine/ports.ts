import type { ListAccount, ListNote, ListReading } from '#shared/engine-protocol/input.ts';
import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { RedirectHop, RequestNote } from '#shared/engine-protocol/results.ts';
import type {
  ErrorGroup,
  PausedBy,
  ProxyLine,
  RequestState,
  RunState,
  StatusClass,
} from '#shared/engine-protocol/run.ts';
import type { ErrorCode, Failure } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';

/** What the core asks of the world. The adapters beside it implement these; tests bring their own. */

export interface Clock {
  /** Milliseconds that never go back (not the time of day). */
  now(): number;
  /** Calls back once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** A number in [0, 1), for jitter. */
export type Random = () => number;

/** One request as the scheduler and the fetcher see it. */
export interface QueuedRequest {
  readonly id: number;
  readonly hostId: number;
  /** The normalised URL that is fetched, without a login. */
  readonly url: string;
  /** What stood as `user:password@` in its line; absent for nearly all. */
  readonly login?: Login;
}

/** Where the scheduler draws from. Reads must be cheap; they are synchronous by intent (booking). */
export interface RequestSource {
  /** Hosts that have queued requests, with ids above `afterHostId`, in rising order. */
  hosts(afterHostId: number, limit: number): readonly SourceHost[];
  /** Queued requests of a host with ids above `afterId`, in rising order. */
  take(hostId: number, afterId: number, limit: number): readonly QueuedRequest[];
}

export interface SourceHost {
  readonly id: number;
  /** scheme://host:port */
  readonly key: string;
}

export interface FetchRules {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Lower-case names; `user-agent` included. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent to the origin of the URL alone (Basic, RFC 7617). */
  readonly login?: Login;
  /** Pages that lead on by themselves are followed, as redirects are. */
  readonly refresh?: boolean;
  /** What a page with an error status holds is wanted too. */
  readonly errorPages?: boolean;
  /** Its rows are what is wanted: a worker that fetches the page may read it as well. */
  readonly forRows?: boolean;
  /** The URL whose redirect leads here: no more is reached or sent than if that were followed. */
  readonly ledBy?: string;
  /**
   * Asked before a redirect is followed, within the time limit. The fetch ends with the failure where
   * there is one.
   */
  mayFollow?(from: string, to: string): Failure | null | Promise<Failure | null>;
}

export type FetchOutcome =
  | { readonly kind: 'page'; readonly page: FetchedPage }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly trace: FetchTrace;
      /** What came with an error status, where the rules want that. */
      readonly page?: FetchedPage;
    };

/** What is known of a fetch, however it ended. */
export interface FetchTrace {
  readonly finalUrl: string;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly redirects: readonly RedirectHop[];
  readonly contentType: string | null;
  /** Body bytes as they came over the network. */
  readonly wireBytes: number;
  readonly headersMs: number;
  readonly bodyMs: number;
  /** What was odd about an answer that was taken all the same. */
  readonly notes: readonly RequestNote[];
  /** The title of a page that failed by its status, or how its text begins. */
  readonly said?: string;
}

export interface FetchedPage {
  /** The address that it came from. That of the trace may have a secret in it masked. */
  readonly url: string;
  readonly trace: FetchTrace;
  /** The body, content codings undone. It may share its buffer with other pages: see `owned.ts`. */
  readonly body: Uint8Array;
  /** Where a worker has read the page at once; `body` is empty then. */
  readonly extracted?: ExtractedPage;
}

export interface Fetcher {
  /** Never rejects but by `signal`, with its reason. */
  fetch(url: string, rules: FetchRules, signal: AbortSignal): Promise<FetchOutcome>;
  close(): Promise<void>;
}

/** What a robots.txt means for the pages of its host. */
export interface RobotsRules {
  /** Between two starts, in milliseconds; 0: none is asked for. */
  readonly crawlDelayMs: number;
  /** Why a page may not be fetched; null where it may. */
  forbids(url: string): Failure | null;
}

export interface RobotsAnswer {
  /** The failure for which it is worth asking again; null where there is none. */
  readonly again: Failure | null;
  /** What counts where it is not asked for again. */
  readonly rules: RobotsRules;
}

export interface RobotsReader {
  /** @param outcome of fetching the robots.txt of a host */
  read(outcome: FetchOutcome): RobotsAnswer;
}

/**
 * Asks the system how an origin is reached: the URLs of proxies, in the order in which they are to be
 * tried, and `direct` where no proxy is needed. Rejects where the system cannot say.
 */
export type FindProxies = (origin: string) => Promise<readonly string[]>;

/** Whose fetches these are: what a job's options and a person's secrets make of them. */
export interface Identity {
  readonly options: Pick<
    ResolvedOptions,
    'cookies' | 'allowPrivate' | 'ignoreTlsErrors' | 'proxies' | 'proxyRotation'
  >;
  readonly secrets?: RunSecrets | undefined;
  /** Where the cookies outlive the session; absent: nowhere. */
  readonly cookieStore?: CookieStore;
}

/** The fetcher of one run. It has to be closed by the code that opened it. */
export interface FetchSession extends Fetcher {
  /** The proxies that it goes through, and how they do; empty for none. */
  proxies(): readonly ProxyLine[];
  /** Writes the cookies that have changed to their store. */
  saveCookies(): void;
}

export interface FetchSessions {
  /** @throws TrawlError BAD_INPUT where the cookies or the proxies cannot be used */
  session(identity: Identity): FetchSession;
}

/** A login that goes with one request: `user:password@` of its line. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** One cookie as it is kept; `json` is null for one that is no more. */
export interface StoredCookie {
  readonly id: string;
  readonly json: string | null;
}

/** Where the cookies of a run outlive it. */
export interface CookieStore {
  /** The digest of the cookies.txt that was last taken in; null for none. */
  readonly given: string | null;
  load(): readonly StoredCookie[];
  /** All or none, with the digest of the cookies.txt where it is new. */
  save(changes: readonly StoredCookie[], given: string | null): void;
}

export type ExtractOutcome =
  | {
      readonly kind: 'rows';
      /** One list of values a row, in the order of the fields. */
      readonly rows: readonly (readonly string[])[];
      readonly encoding: string;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A page that was read, and how long that took. */
export interface ExtractedPage {
  readonly outcome: ExtractOutcome;
  readonly extractMs: number;
}

export interface Extractor {
  /** Takes `body` over (it may be transferred). Never rejects. */
  extract(page: {
    readonly body: Uint8Array;
    readonly url: string;
    readonly contentType: string | null;
  }): Promise<ExtractOutcome>;
  close(): Promise<void>;
}

/** What became of a request, to be committed with its rows. */
export interface Outcome {
  readonly requestId: number;
  readonly hostId: number;
  readonly attempts: number;
  /** `skipped`: not fetched, since robots.txt does not allow it; `failure` says so. */
  readonly state: 'done' | 'failed' | 'skipped';
  readonly failure: Failure | null;
  readonly rows: readonly (readonly string[])[];
  readonly trace: FetchTrace | null;
  readonly encoding: string | null;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly extractMs: number;
}

export interface Logger {
  info(message: string): void;
  error(message: string, error: unknown): void;
}

/** What a run's file holds. `counts` adds up to the items of the list that were imported. */
export interface RunTotals {
  readonly counts: Readonly<Record<Exclude<RequestState, 'active'>, number>>;
  /** Hosts of the whole list. */
  readonly hosts: number;
  readonly rows: number;
  /** Requests that are done and have no rows. */
  readonly unmatched: number;
  readonly bytes: number;
  /** Tries beyond the first of each request. */
  readonly retries: number;
  /** Over finished requests; `none`: no answer came. Lines that are no URL count nowhere. */
  readonly statusClasses: Readonly<Record<StatusClass, number>>;
  readonly errors: readonly ErrorGroup[];
}

export interface HostCounts {
  readonly queued: number;
  readonly done: number;
  readonly failed: number;
}

/** The writing side of a run's file, as the run drives it. Every method is one transaction. */
export interface RunLedger extends RequestSource {
  /**
   * Outcomes and their rows, all or none. `elapsedMs`: how long the run has been running by then; a
   * run that is cut off knows it from here.
   */
  commit(outcomes: readonly Outcome[], elapsedMs?: number): void;
  /** Cheap, at any moment. */
  counts(): RunTotals['counts'];
  /** May read every request: to be asked when a run begins, not while it runs. */
  totals(): RunTotals;
  hostCounts(hostId: number): HostCounts;
  /** Adds the items of a piece of the list, in order, all or none. */
  import(batch: InputBatch): void;
  /** The whole list is in. */
  importDone(): void;
  /** The state, its reason, how long the run has run so far, and who has paused it. */
  setState(
    state: RunState,
    reason: string | null,
    elapsedMs: number,
    pausedBy?: PausedBy | null,
  ): void;
  /** Queues failed requests again (all, or of one code), their rows and failures gone. Returns how many. */
  requeueFailed(code: ErrorCode | null): number;
  /** How many requests may have ended the engine; while any may, `hosts` and `take` give only these. */
  readonly suspects: number;
  /** They have been run alone: `hosts` and `take` give all again. */
  acquit(): void;
  /** A request is on its way, or is no more: known even after a crash. Cheap. */
  started(requestId: number): void;
  ended(requestId: number): void;
}

/** One line of the input list (patterns expanded: one item each). */
export interface InputItem {
  /** The line in the file or text, from 1. */
  readonly line: number;
  /**
   * The URL as it stands in the line or cell, a password masked: what the `url` column of an export
   * shows.
   */
  readonly text: string;
  /** The URL that is fetched, without a login; null where the line is none. */
  readonly url: string | null;
  /** Equal for URLs that are the same page: normalised, without the fragment. */
  readonly key: string | null;
  /** scheme://host:port, without the port where it is the scheme's own. */
  readonly host: string | null;
  /** Why it is no URL, as a sentence; null where it is one. */
  readonly problem: string | null;
  readonly carried: readonly string[];
  /** What stood as `user:password@` in the line; absent for nearly all. */
  readonly login?: Login;
}

/** A piece of the list, at most a few thousand items, with how far the reading has come. */
export interface InputBatch {
  readonly items: readonly InputItem[];
  /** What became of all records so far. */
  readonly account: ListAccount;
  /** Records since the last batch that are not used whole, at most the first 1,000 of the list. */
  readonly partlyUsed: readonly ListNote[];
  readonly lines: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Reads a list as a stream: memory does not follow its size. */
export interface InputReader {
  readonly reading: ListReading;
  /** Names of the carried columns, in order; empty for plain lines. */
  readonly carried: readonly string[];
  batches(signal: AbortSignal): AsyncIterable<InputBatch>;
}
