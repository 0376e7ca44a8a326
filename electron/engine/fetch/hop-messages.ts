import type { RequestNote } from '#shared/engine-protocol/results.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ExtractedPage } from '../ports/extractor.ts';
import type { HeaderLines } from '../ports/header-lines.ts';
import type { KeepRules } from '../ports/kept-page.ts';
import type { Reach } from './addresses/reach.ts';
import type { FollowedRefresh } from './refresh-hop.ts';

/**
 * One hop of a fetch, a request and its answer, as data: it may be made here or in a worker. Everything
 * with shared state (cookies, robots.txt, the choice of the proxy, the target of a redirect) is handled by
 * the fetch before and after the hop, so that a worker has no state but its connections.
 */
export interface HopData {
  readonly url: string;
  /** All headers of the request, cookies included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly reach: Reach;
  /** The time limit of the whole fetch, for the text of its failure, and the time left of it. */
  readonly limitMs: number;
  readonly remainingMs: number;
  /** The longest gap within a body. */
  readonly silenceMs: number;
  readonly maxBytes: number;
  /** The whole body of an answer with an error status is wanted. */
  readonly errorPages: boolean;
  readonly refresh: FollowedRefresh;
  /** The refresh of a page has led here; if this is a download, that page counts. */
  readonly ledByRefresh: boolean;
}

export interface HopOrder extends HopData {
  /**
   * Gathers what has to be known to keep the page; absent if it is not to be kept. Only a hop that is made in
   * a worker needs it, since the worker packs the page as well.
   */
  readonly keep?: () => KeepRules;
}

/** The headers of an answer: all of them, and those that the fetch itself uses. */
export interface HopHeaders {
  readonly lines: HeaderLines;
  readonly contentType: string | null;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
  readonly setCookie: readonly string[];
}

export type HopContent =
  /** A page with a refresh that is followed; the page itself counts if the refresh leads to no page. */
  | {
      readonly kind: 'refresh';
      /** An absolute address of any scheme. */
      readonly to: string;
      readonly by: 'header' | 'meta';
      readonly body: Uint8Array;
      readonly notes: readonly RequestNote[];
    }
  /** The refresh of a page has led to a download or to nothing: browsers keep showing that page. */
  | { readonly kind: 'no-page' }
  /** A redirect, whose body is not needed. */
  | { readonly kind: 'none' }
  /** An answer with an error status: its title, or the beginning of its text. */
  | { readonly kind: 'said'; readonly said: string | null }
  | { readonly kind: 'damaged'; readonly failure: Failure }
  | {
      readonly kind: 'body';
      /** After decoding of the content codings. */
      readonly body: Uint8Array;
      readonly notes: readonly RequestNote[];
      /** The title or text of an answer with an error status, as in `said` above. */
      readonly said?: string | null;
    }
  /** The worker that received the body has extracted its rows. */
  | {
      readonly kind: 'rows';
      readonly extracted: ExtractedPage;
      readonly notes: readonly RequestNote[];
      readonly said?: string | null;
    };

interface HopFacts {
  readonly headers: HopHeaders;
  readonly wireBytes: number;
  /** From the start of the hop to the headers, and from there to the end. */
  readonly headersMs: number;
  readonly bodyMs: number;
  /** The certificate of the site is invalid, and was accepted because the job allows it. */
  readonly untrusted: boolean;
}

export type HopResult =
  | (HopFacts & {
      readonly kind: 'answer';
      readonly status: number;
      readonly content: HopContent;
    })
  | (HopFacts & {
      readonly kind: 'failed';
      readonly status: number | null;
      readonly failure: Failure;
    });

/** Makes a hop; rejects only when `signal` aborts, with its reason. */
export type MakeHop = (order: HopOrder, signal: AbortSignal) => Promise<HopResult>;
