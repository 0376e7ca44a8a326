import type { RunState } from '#shared/engine-protocol/run.ts';
import type { Clock, FetchSession, Logger } from '../ports.ts';

/** A run that is killed may forget the cookies of so long. */
const intervalMs = 1000;

/**
 * Saves the cookies of a run with its news: at every change of its state, and else once a second. A
 * disk that takes no cookies takes no results either, and those halt the run.
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
