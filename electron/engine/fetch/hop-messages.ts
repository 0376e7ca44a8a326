import type { RequestNote } from '#shared/engine-protocol/results.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ExtractedPage } from '../ports.ts';
import type { Reach } from './addresses/reach.ts';
import type { FollowedRefresh } from './refresh-hop.ts';

/**
 * One hop of a fetch, a request and its answer, as data: it may be made here or in a worker. Whatever
 * has an owner (cookies, robots.txt, which proxy is next, where a redirect leads) is settled before and
 * after it by the fetch, so that a worker has no state but its connections.
 */
export interface HopOrder {
  readonly url: string;
  /** All that is sent, cookies included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly reach: Reach;
  /** The time limit of a whole fetch, which its failure names, and what is left of it. */
  readonly limitMs: number;
  readonly remainingMs: number;
  /** The longest silence in the middle of a body. */
  readonly silenceMs: number;
  readonly maxBytes: number;
  /** The whole body of an answer with an error status is wanted. */
  readonly errorPages: boolean;
  readonly refresh: FollowedRefresh;
  /** A page has led here by itself; where this is a download, that page counts. */
  readonly ledByRefresh: boolean;
}

/** What is kept of an answer's headers. */
export interface HopHeaders {
  readonly contentType: string | null;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
  readonly setCookie: readonly string[];
}

export type HopContent =
  /** A page that leads on by itself, and is the page that counts if it leads to none. */
  | {
      readonly kind: 'refresh';
      /** An absolute address of any scheme. */
      readonly to: string;
      readonly by: 'header' | 'meta';
      readonly body: Uint8Array;
      readonly notes: readonly RequestNote[];
    }
  /** A page has led here by itself, to a download or to nothing: browsers go on to show that page. */
  | { readonly kind: 'no-page' }
  /** A redirect, whose body is not needed. */
  | { readonly kind: 'none' }
  /** An answer with an error status: its title, or how its text begins. */
  | { readonly kind: 'said'; readonly said: string | null }
  | { readonly kind: 'damaged'; readonly failure: Failure }
  | {
      readonly kind: 'body';
      /** Content codings undone. */
      readonly body: Uint8Array;
      readonly notes: readonly RequestNote[];
      /** What an answer with an error status says, as in `said` above. */
      readonly said?: string | null;
    }
  /** The body was read where it arrived. */
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
  /** The certificate of the site is wrong, and was let pass. */
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

/** Makes a hop; rejects by the signal alone, with its reason. */
export type MakeHop = (order: HopOrder, signal: AbortSignal) => Promise<HopResult>;
