import type { Failure } from '#shared/errors/error-codes.ts';
import type { QueuedRequest } from '../../ports/request-source.ts';
import type { HostQueue } from './host-queue.ts';

/**
 * page, robots: occupies a slot until it is settled; `robots` is the robots.txt of the host, which is in no
 * list. ruled-out: the request is over, untried, for the reason in `failure`; it occupies no slot and is
 * stored without being settled.
 */
export type Booking = Booked &
  (
    | { readonly kind: 'page' | 'robots' }
    | { readonly kind: 'ruled-out'; readonly failure: Failure }
  );

interface Booked {
  readonly request: QueuedRequest;
  readonly host: HostQueue;
  /** From 1; for a request that is ruled out, the number of tries before. */
  readonly attempt: number;
  /** By the clock of the scheduler. */
  readonly startedMs: number;
}

export type Settlement =
  | { readonly kind: 'fetched' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Aborted by the run: neither stored nor tried again by this scheduler. */
  | { readonly kind: 'aborted' }
  /** To be tried again, and the try does not count: the host is not the cause. */
  | { readonly kind: 'put-back' };
