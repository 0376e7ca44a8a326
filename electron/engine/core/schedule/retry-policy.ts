import type { Failure } from '#shared/errors/error-codes.ts';
import type { Random } from '../../ports/clock.ts';

const baseMs = 500;
const longestBackoffMs = 30_000;
/** A server may request a wait of hours; it is better to show the failure and leave the retry to the person. */
const longestHostWaitMs = 300_000;

/**
 * The time until the next try: exponential backoff with full jitter, so that requests that failed together
 * are not repeated together.
 *
 * @param attempt the try that has just failed, from 1
 */
export function backoffMs(attempt: number, random: Random): number {
  return random() * Math.min(longestBackoffMs, baseMs * 2 ** (attempt - 1));
}

/** A wait that a failure imposes on its whole host. */
export interface HostWait {
  readonly kind: 'retry-after' | 'backoff' | 'failing';
  readonly ms: number;
}

/**
 * Retry-After on 429 and 503 applies to the host, not to one page (RFC 9110, section 10.2.3). A 429 without
 * it is a request to slow down all the same: the host then waits as long as the request.
 */
export function hostWait(failure: Failure, retryInMs: number): HostWait | null {
  const asks = failure.code === 'HTTP_429' || failure.code === 'HTTP_503';
  if (asks && failure.retryAfterMs !== undefined) {
    return { kind: 'retry-after', ms: Math.min(failure.retryAfterMs, longestHostWaitMs) };
  }
  return failure.code === 'HTTP_429' ? { kind: 'backoff', ms: retryInMs } : null;
}
