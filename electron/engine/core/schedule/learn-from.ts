import type { Failure } from '#shared/errors/error-codes.ts';
import { isAnswer, isSilent, isStrained } from '../guards/failure-kinds.ts';
import type { Booking } from './booking.ts';
import type { HostLimits } from './limits.ts';

/**
 * Applies the end of a try to the data about its host: its speed, its capacity, its availability. To be
 * called while the slot is still in use.
 *
 * @param reason null if the page was fetched
 */
export function learnFrom(
  { host, startedMs }: Booking,
  reason: Failure | null,
  nowMs: number,
  limits: HostLimits,
): void {
  if (reason === null || isAnswer(reason.code)) {
    host.answered(nowMs - startedMs);
    host.health.answered();
  }
  if (reason !== null && isStrained(reason.code)) {
    host.pace.strained(startedMs, nowMs);
  } else if (reason === null || isAnswer(reason.code)) {
    host.pace.answered(startedMs, nowMs, host.active >= host.allowed(limits), limits.perHost);
  }
  if (reason !== null && isSilent(reason.code) && !host.isLocal) {
    const pauseMs = host.health.failed(reason, startedMs, nowMs);
    if (pauseMs > 0) host.wait(nowMs, { kind: 'failing', ms: pauseMs });
  }
}
