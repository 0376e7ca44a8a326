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
import type { RenderDecision } from '#shared/engine-protocol/run-rendering.ts';
import type { ErrorCode, Failure } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';

/** The interfaces that the core needs. The adapters beside it implement them; tests supply their own. */

export interface Clock {
  /** Milliseconds that never decrease (not the time of day). */
  now(): number;
  /** Calls back once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** A number in [0, 1), for jitter. */
export type Random = () => number;

/** One request in the form that the scheduler and the fetcher use. */
export interface QueuedRequest {
  readonly id: number;
  readonly hostId: number;
  /** The normalised URL that is fetched, without a login. */
  readonly url: string;
  /** The login from `user:password@` in its line; absent for nearly all requests. */
  readonly login?: Login;
}

/** The source of the scheduler's requests. Reads must be cheap; they are synchronous on purpose (booking). */
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
  /** Pages with a refresh are followed, like redirects. */
  readonly refresh?: boolean;
  /** The contents of a page with an error status are wanted too. */
  readonly errorPages?: boolean;
  /** The rows of the page are wanted: a worker that fetches the page may extract them too. */
  readonly forRows?: boolean;
  /** The URL whose redirect leads here: the same limits on addresses and data apply as if it were followed. */
  readonly ledBy?: string;
  /**
   * Called before a redirect is followed, within the time limit. If it returns a failure, the fetch ends
   * with it.
   */
  mayFollow?(from: string, to: string): Failure | null | Promise<Failure | null>;
}

export type FetchOutcome =
  | { readonly kind: 'page'; readonly page: FetchedPage }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly trace: FetchTrace;
      /** The page with an error status, if the rules request it. */
      readonly page?: FetchedPage;
    };

/** The data about a fetch, however it ended. */
export interface FetchTrace {
  readonly finalUrl: string;
  /** Null if there was no answer. */
  readonly status: number | null;
  readonly redirects: readonly RedirectHop[];
  readonly contentType: string | null;
  /** Body bytes as received over the network. */
  readonly wireBytes: number;
  readonly headersMs: number;
  readonly bodyMs: number;
  /** Irregularities of an answer that was accepted all the same. */
  readonly notes: readonly RequestNote[];
  /** The title of a page that failed by its status, or the beginning of its text. */
  readonly said?: string;
  /** The target of a redirect that was not followed, since the rules did not allow it. */
  readonly notFollowed?: string;
}

export interface FetchedPage {
  /** The address from which the page came. In the trace, a secret in it may be masked. */
  readonly url: string;
  readonly trace: FetchTrace;
  /**
   * The body, after decoding of the content codings. It may share its buffer with other pages: see
   * `owned.ts`.
   */
  readonly body: Uint8Array;
  /** Set if a worker has extracted the page already; `body` is empty then. */
  readonly extracted?: ExtractedPage;
}

export interface Fetcher {
  /** Rejects only when `signal` aborts, with its reason. */
  fetch(url: string, rules: FetchRules, signal: AbortSignal): Promise<FetchOutcome>;
  close(): Promise<void>;
}

/** How a browser window turns a fetched page into the page that a person would see. */
export interface RenderRules {
  readonly timeoutMs: number;
  /** The largest document, and the largest rendered page. */
  readonly maxBytes: number;
  /** Lower-case names; `user-agent` included. */
  readonly headers: Readonly<Record<string, string>>;
  /** The selectors of the fields and of `each`: the page is ready once they match. */
  readonly wanted: readonly string[];
  /** The selector that the job waits for. */
  readonly waitFor?: string;
  /** Images, fonts and media are loaded. */
  readonly media: boolean;
  /** The contents of frames are part of the page. */
  readonly frames: boolean;
  /**
   * Fetches a document to which the script of a page leads, by all rules of the run (robots.txt too).
   *
   * @param from the page that leads there: not always the first one
   */
  follow(from: string, url: string, signal: AbortSignal): Promise<FetchOutcome>;
}

/** Runs the scripts of fetched pages in browser windows. It has to be closed by the code that opened it. */
export interface Renderer {
  /**
   * The page as it stands once its scripts have run, as UTF-8; its `trace` is that of the fetch, with notes
   * added. Takes ownership of the body. Rejects only when `signal` aborts, with its reason.
   */
  render(page: FetchedPage, rules: RenderRules, signal: AbortSignal): Promise<FetchOutcome>;
  close(): Promise<void>;
}

/** What the browser windows of a run, or of a preview, have to keep to. */
export interface Browsing {
  readonly options: ResolvedOptions;
  /** The session in which the pages are fetched. */
  readonly session: FetchSession;
  /** The most pages at once. */
  readonly windows: number;
}

export type CreateRenderer = (browsing: Browsing) => Renderer;

/** The rules of a robots.txt for the pages of its host. */
export interface RobotsRules {
  /** Between two starts, in milliseconds; 0: the file sets none. */
  readonly crawlDelayMs: number;
  /** The reason why a page may not be fetched; null if it may. */
  forbids(url: string): Failure | null;
}

export interface RobotsAnswer {
  /** The failure after which another try may help; null if there is none. */
  readonly again: Failure | null;
  /** The rules that apply if there is no further try. */
  readonly rules: RobotsRules;
}

export interface RobotsReader {
  /** @param outcome of fetching the robots.txt of a host */
  read(outcome: FetchOutcome): RobotsAnswer;
}

/**
 * Returns the system's way to an origin: the URLs of proxies, in the order in which they are to be tried,
 * and `direct` if no proxy is needed. Rejects if the system has no answer.
 */
export type FindProxies = (origin: string) => Promise<readonly string[]>;

/** The options of a job and the secrets of a person on which the fetches of a session depend. */
export interface Identity {
  readonly options: Pick<
    ResolvedOptions,
    'cookies' | 'allowPrivate' | 'ignoreTlsErrors' | 'proxies' | 'proxyRotation'
  >;
  readonly secrets?: RunSecrets | undefined;
  /** The store in which the cookies outlive the session; absent: none. */
  readonly cookieStore?: CookieStore;
}

/** The fetcher of one run. It has to be closed by the code that opened it. */
export interface FetchSession extends Fetcher {
  /** The proxies that it uses, with their state; empty for none. */
  proxies(): readonly ProxyLine[];
  /** Writes the changed cookies to their store. */
  saveCookies(): void;
}

export interface FetchSessions {
  /** @throws TrawlError BAD_INPUT if the cookies or the proxies cannot be used */
  session(identity: Identity): FetchSession;
}

/** A login that is sent with one request: `user:password@` of its line. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** One cookie in its stored form; `json` is null for a deleted one. */
export interface StoredCookie {
  readonly id: string;
  readonly json: string | null;
}

/** The store in which the cookies of a run outlive it. */
export interface CookieStore {
  /** The digest of the cookies.txt that was last loaded; null for none. */
  readonly given: string | null;
  load(): readonly StoredCookie[];
  /** All or none, with the digest of the cookies.txt if it is new. */
  save(changes: readonly StoredCookie[], given: string | null): void;
}

export type ExtractOutcome =
  | {
      readonly kind: 'rows';
      /** One list of values a row, in the order of the fields. */
      readonly rows: readonly (readonly string[])[];
      readonly encoding: string;
      /** Whether the page has a field for a password; absent if it is no HTML, or if nothing depends on it. */
      readonly hasPassword?: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The result of reading a page, and the time it took. */
export interface ExtractedPage {
  readonly outcome: ExtractOutcome;
  readonly extractMs: number;
}

export interface Extractor {
  /** Takes ownership of `body` (it may be transferred). Never rejects. */
  extract(page: {
    readonly body: Uint8Array;
    readonly url: string;
    readonly contentType: string | null;
  }): Promise<ExtractOutcome>;
  close(): Promise<void>;
}

/** What a run has learnt on whether the pages of a host and shape of address need rendering. */
export interface StoredTemplate {
  /** scheme://host:port */
  readonly host: string;
  /** "/product/…" */
  readonly shape: string;
  readonly decision: RenderDecision;
  /** Null where what is stored cannot be read: it is found out again. */
  readonly evidence: StoredEvidence | null;
}

/** The observations of one field in pages where it was empty when they were fetched. */
export interface FieldEvidence {
  /** Pages that were rendered, and those of them in which the field had more values then. */
  readonly looked: number;
  readonly filled: number;
  /** Rendered pages in a row, up to the last one, in which it had not. */
  readonly vain: number;
}

/** The evidence on a template; see `Template`. */
export interface StoredEvidence {
  readonly pages: number;
  readonly rendered: number;
  readonly full: number;
  readonly quiet: number;
  readonly check: number;
  /** For pages in which `each` matched nothing when they were fetched. */
  readonly rows: FieldEvidence | null;
  readonly fields: Readonly<Record<string, FieldEvidence>>;
}

/** The result of a request, to be committed with its rows. */
export interface Outcome {
  readonly requestId: number;
  readonly hostId: number;
  readonly attempts: number;
  /** `skipped`: not fetched, since robots.txt does not allow it; `failure` gives the rule. */
  readonly state: 'done' | 'failed' | 'skipped';
  readonly failure: Failure | null;
  readonly rows: readonly (readonly string[])[];
  readonly trace: FetchTrace | null;
  readonly encoding: string | null;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly extractMs: number;
  /** The page was rendered, or its rendering failed. */
  readonly inBrowser: boolean;
}

export interface Logger {
  info(message: string): void;
  error(message: string, error: unknown): void;
}

/** What a run knows of the log-in of its job; its cookies are with the fetcher. */
export interface LogIn {
  /** The domains of its cookies, with all hosts below them; null: unknown, so any host may be meant. */
  readonly domains: readonly string[] | null;
  /** A run was resumed without a log-in: the person has decided to go on with the one that it has. */
  readonly isOld?: boolean;
  /** The pages on which the person logged in: origin and path. */
  readonly addresses: readonly string[];
}

/** The totals of a run's file. The sum of `counts` is the number of imported items of the list. */
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
  /** Over finished requests; `none`: there was no answer. Lines that are no URL are not counted. */
  readonly statusClasses: Readonly<Record<StatusClass, number>>;
  readonly errors: readonly ErrorGroup[];
}

export interface HostCounts {
  readonly queued: number;
  readonly done: number;
  readonly failed: number;
}

/** The writing side of a run's file, for the run. Every method is one transaction. */
export interface RunLedger extends RequestSource {
  /**
   * Outcomes and their rows, and the changed templates, all or none. `elapsedMs`: the running time so far,
   * which is restored from here after an interruption.
   */
  commit(
    outcomes: readonly Outcome[],
    elapsedMs?: number,
    templates?: readonly StoredTemplate[],
  ): void;
  /** What earlier engines of the run have learnt on rendering; at most 10,000 templates. */
  templates(): readonly StoredTemplate[];
  /** Cheap, may be called at any moment. */
  counts(): RunTotals['counts'];
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

/** One line of the input list (patterns expanded: one item each). */
export interface InputItem {
  /** The line in the file or text, from 1. */
  readonly line: number;
  /**
   * The URL as written in the line or cell, with a masked password: the `url` column of an export shows it.
   */
  readonly text: string;
  /** The URL that is fetched, without a login; null if the line is no URL. */
  readonly url: string | null;
  /** Equal for URLs that are the same page: normalised, without the fragment. */
  readonly key: string | null;
  /** scheme://host:port, without the port if it is the default of the scheme. */
  readonly host: string | null;
  /** The reason why it is no URL, as a sentence; null if it is one. */
  readonly problem: string | null;
  readonly carried: readonly string[];
  /** The login from `user:password@` in the line; absent for nearly all lines. */
  readonly login?: Login;
}

/** A piece of the list, at most a few thousand items, with the position of the reading. */
export interface InputBatch {
  readonly items: readonly InputItem[];
  /** The results of all records so far, as counts. */
  readonly account: ListAccount;
  /** Records since the last batch that are only partly used, at most the first 1,000 of the list. */
  readonly partlyUsed: readonly ListNote[];
  readonly lines: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Reads a list as a stream: memory use does not grow with its size. */
export interface InputReader {
  readonly reading: ListReading;
  /** Names of the carried columns, in order; empty for plain lines. */
  readonly carried: readonly string[];
  batches(signal: AbortSignal): AsyncIterable<InputBatch>;
}
