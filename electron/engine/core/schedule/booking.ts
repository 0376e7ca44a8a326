import type { Failure } from '#shared/errors/error-codes.ts';
import type { QueuedRequest } from '../../ports.ts';
import type { HostQueue } from './host-queue.ts';

/**
 * page, robots: occupies a slot until it is settled; `robots` is the robots.txt of the host, which
 * stands in no list. ruled-out: the request is over, untried, for the reason of `failure`; it occupies
 * no slot and is not settled, only stored.
 */
export type Booking = Booked &
  (
    | { readonly kind: 'page' | 'robots' }
    | { readonly kind: 'ruled-out'; readonly failure: Failure }
  );

interface Booked {
  readonly request: QueuedRequest;
  readonly host: HostQueue;
  /** From 1; of one that is ruled out, the tries before. */
  readonly attempt: number;
  /** By the clock of the scheduler. */
  readonly startedMs: number;
}

export type Settlement =
  | { readonly kind: 'fetched' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Given up by us: neither stored nor tried again by this scheduler. */
  | { readonly kind: 'aborted' }
  /** To be tried again as if it had not been: the host is not to blame. */
  | { readonly kind: 'put-back' };
