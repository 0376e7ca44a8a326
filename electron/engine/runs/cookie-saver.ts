import type { RunState } from '#shared/engine-protocol/run.ts';
import type { Clock } from '../ports/clock.ts';
import type { FetchSession } from '../ports/fetch-sessions.ts';
import type { Logger } from '../ports/logger.ts';

/** A run that is killed may lose the cookies of this time. */
const intervalMs = 1000;

/**
 * Saves the cookies of a run with its snapshots: at every change of its state, and otherwise once a second.
 * If the disk cannot store cookies, it cannot store results either, and that halts the run.
 */
export function cookieSaver(
  session: Pick<FetchSession, 'saveCookies'>,
  logger: Logger,
  clock: Clock,
): (state: RunState) => void {
  let savedMs = Number.NEGATIVE_INFINITY;
  let last: RunState | null = null;
  return (state) => {
    const nowMs = clock.now();
    if (state === last && nowMs - savedMs < intervalMs) return;
    last = state;
    savedMs = nowMs;
    try {
      session.saveCookies();
    } catch (error) {
      logger.error('The cookies of a run could not be saved.', error);
    }
  };
}
