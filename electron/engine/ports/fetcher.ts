import type { DataAnswer } from '#shared/engine-protocol/rendering.ts';
import type { RedirectHop, RequestNote } from '#shared/engine-protocol/results.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ExtractedPage } from './extractor.ts';
import type { HeaderLines } from './header-lines.ts';
import type { KeepRules } from './kept-page.ts';
import type { Login } from './request-source.ts';

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
  /** The page is to be kept. */
  readonly keep?: boolean;
  /** The URL whose page or redirect leads here: the same limits on addresses and data apply as to a redirect. */
  readonly ledBy?: string;
  /** With `ledBy`: the only origin that gets the job's own headers; null: none does. Absent: that of `ledBy`. */
  readonly ownOrigin?: string | null;
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
  /** All headers of the last answer; empty if there was none. */
  readonly headers: HeaderLines;
  readonly contentType: string | null;
  /** Unix time at which the headers of the last answer had arrived; null if there was none. */
  readonly answeredAtMs: number | null;
  /** Body bytes as received over the network. */
  readonly wireBytes: number;
  readonly headersMs: number;
  readonly bodyMs: number;
  /** Irregularities of an answer that was accepted all the same. */
  readonly notes: readonly RequestNote[];
  /** The title of a page that failed by its status, or the beginning of its text. */
  readonly said?: string;
  /** The try that brought the page, where it is read again from what was kept. */
  readonly attempt?: number;
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
  /**
   * Set if the page is to be kept: gathers what has to be known for that. To be called when the page is packed,
   * since its scripts may have set cookies by then.
   */
  readonly keep?: () => KeepRules;
  /** The body is the page as a browser window showed it. */
  readonly isRendered?: true;
  /** The JSON that its scripts have fetched, where the rules of rendering ask for it. */
  readonly answers?: readonly DataAnswer[];
  /** Set if a worker has extracted the page already; `body` is empty then. */
  readonly extracted?: ExtractedPage;
}

export interface Fetcher {
  /**
   * Rejects only when `signal` aborts, with its reason.
   *
   * @param requestId the request of the run whose page it is; absent for all else, such as a robots.txt
   */
  fetch(
    url: string,
    rules: FetchRules,
    signal: AbortSignal,
    requestId?: number,
  ): Promise<FetchOutcome>;
  close(): Promise<void>;
}
