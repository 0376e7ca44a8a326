import { type ErrorCode, type Failure, failure } from '#shared/errors/error-codes.ts';

const mostInARow = 10;
/** After each pause, one request tests whether the host is back. The sum is 8.5 minutes. */
const pausesMs = [30_000, 60_000, 120_000, 300_000];

const failedLookUps: ReadonlySet<ErrorCode> = new Set(['DNS_TIMEOUT', 'DNS_FAILED']);

const untried = 'its host gave no answer for so long that this page was not tried any more';

/**
 * Whether a host answers at all. A host that gives no answer ten times in a row is left alone for a while,
 * longer each time; after the last pause it is given up, so that a run always ends.
 */
export class HostHealth {
  #inARow = 0;
  #pauses = 0;
  #pausedMs = Number.NEGATIVE_INFINITY;
  #lookUpFailedMs = Number.NEGATIVE_INFINITY;
  #givenUp: Failure | null = null;

  /** The reason why a host is not tried any more: its last failure. */
  get givenUp(): Failure | null {
    return this.#givenUp;
  }

  /** The host was paused and has not answered since: one request at a time is enough for a test. */
  get onProbation(): boolean {
    return this.#pauses > 0;
  }

  answered(): void {
    this.#inARow = 0;
    this.#pauses = 0;
  }

  /** Called for a try without an answer. Returns how long the host is to be left alone; 0: not at all. */
  failed(reason: Failure, startedMs: number, nowMs: number): number {
    // Requests that were under way when the pause began are no new evidence.
    if (startedMs <= this.#pausedMs) return 0;
    if (failedLookUps.has(reason.code)) {
      // Requests that wait at the same time share one look-up: it counts as one failure, not one for each.
      if (startedMs < this.#lookUpFailedMs) return 0;
      this.#lookUpFailedMs = nowMs;
    }
    this.#inARow += 1;
    if (this.#inARow < mostInARow && !this.onProbation) return 0;
    const pauseMs = pausesMs[this.#pauses];
    if (pauseMs === undefined) {
      this.#givenUp = failure(reason.code, untried);
      return 0;
    }
    this.#pauses += 1;
    this.#pausedMs = nowMs;
    return pauseMs;
  }
}
