import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Booking } from '../schedule/booking.ts';
import { isAnswer } from './failure-kinds.ts';

/**
 * Nothing starts for this long after a connection failed for want of room; the time doubles at each
 * failure.
 */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;
/** After this number of waits in a row (about three minutes) without one page, the failures count. */
const mostWaits = 10;
/** After this time without a shortage, half as many requests again are tried at once. */
const easeMs = 10_000;

interface SocketShortageDeps {
  readonly clock: Clock;
  /** The number of requests under way at once that the job or the person has set. */
  readonly wanted: number;
  /** The number of requests under way now. */
  readonly active: () => number;
  readonly setConcurrency: (concurrency: number) => void;
  /** Puts the request back for another try; the failed try is not counted. */
  readonly putBack: (booking: Booking) => void;
  /** Called at the end of a wait. */
  readonly onReady: () => void;
}

/**
 * Reduces the speed when this computer has no room for another connection (its limit of open files). The
 * host is not the cause, so the failure costs no try. Fewer requests run at once, and none for a while;
 * later their number rises again, up to the room there is.
 */
export class SocketShortage {
  readonly #deps: SocketShortageDeps;
  #wanted: number;
  /** Null: there is no shortage. */
  #allowed: number | null = null;
  #waits = 0;
  #changedMs = 0;
  #cancel: (() => void) | null = null;

  constructor(deps: SocketShortageDeps) {
    this.#deps = deps;
    this.#wanted = deps.wanted;
  }

  /** The number of requests at once for which there seems to be room; null if there is no shortage. */
  get allowed(): number | null {
    return this.#allowed;
  }

  /** Whether starts have to wait now. */
  get waits(): boolean {
    return this.#cancel !== null;
  }

  /** Sets the number of requests at once that the person has chosen. */
  want(concurrency: number): void {
    this.#wanted = concurrency;
    this.#deps.setConcurrency(Math.min(concurrency, this.#allowed ?? concurrency));
  }

  /** Called for a failed try. Returns true if the cause was want of room: the request is put back. */
  takes(booking: Booking, { code }: Failure): boolean {
    if (code !== 'OUT_OF_SOCKETS') {
      if (isAnswer(code)) this.answered(booking);
      return false;
    }
    if (this.#waits >= mostWaits) return false;
    // Requests that began together fail together: they count as one sign.
    if (this.#allowed === null || booking.startedMs >= this.#changedMs) this.#slowDown();
    this.#deps.putBack(booking);
    return true;
  }

  /** Called for every page that has arrived. */
  answered({ startedMs }: Pick<Booking, 'startedMs'>): void {
    if (this.#allowed === null || startedMs < this.#changedMs) return;
    this.#waits = 0;
    const nowMs = this.#deps.clock.now();
    if (nowMs - this.#changedMs < easeMs) return;
    this.#changedMs = nowMs;
    const more = this.#allowed + Math.ceil(this.#allowed / 2);
    this.#allowed = more < this.#wanted ? more : null;
    this.#deps.setConcurrency(this.#allowed ?? this.#wanted);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #slowDown(): void {
    const { clock, active, setConcurrency, onReady } = this.#deps;
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#waits);
    this.#waits += 1;
    this.#allowed = Math.max(1, Math.floor(active() / 2));
    this.#changedMs = clock.now() + waitMs;
    setConcurrency(this.#allowed);
    this.close();
    this.#cancel = clock.after(waitMs, () => {
      this.#cancel = null;
      onReady();
    });
  }
}
