import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports.ts';
import type { Booking } from '../schedule/booking.ts';
import { isAnswer } from './failure-kinds.ts';

/** Nothing is started for so long after a connection found no room; twice as long each time. */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;
/** After so many waits in a row, some three minutes, without one page: the failures count. */
const mostWaits = 10;
/** So long without a shortage, and half as many again are tried at once. */
const easeMs = 10_000;

interface SocketShortageDeps {
  readonly clock: Clock;
  /** How many requests the job or the person wants under way at once. */
  readonly wanted: number;
  /** How many are. */
  readonly active: () => number;
  readonly setConcurrency: (concurrency: number) => void;
  /** The request is tried again, and no try is counted. */
  readonly putBack: (booking: Booking) => void;
  /** The wait is over. */
  readonly onReady: () => void;
}

/**
 * Goes slower where this computer has no room for another connection (its limit of open files): that is no
 * fault of a host, so it costs no try. Fewer requests are made at once, and nothing for a while; later a
 * little more again, as far as it goes.
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

  /** How many requests at once there seems to be room for; null where nothing is short. */
  get allowed(): number | null {
    return this.#allowed;
  }

  /** Nothing should be started now. */
  get waits(): boolean {
    return this.#cancel !== null;
  }

  /** What the person wants from now on. */
  want(concurrency: number): void {
    this.#wanted = concurrency;
    this.#deps.setConcurrency(Math.min(concurrency, this.#allowed ?? concurrency));
  }

  /** A try has failed. True where it was for want of room: the request is put back. */
  takes(booking: Booking, { code }: Failure): boolean {
    if (code !== 'OUT_OF_SOCKETS') {
      if (isAnswer(code)) this.answered(booking);
      return false;
    }
    if (this.#waits >= mostWaits) return false;
    // Those that began together fail together: they are one sign and not many.
    if (this.#allowed === null || booking.startedMs >= this.#changedMs) this.#slowDown();
    this.#deps.putBack(booking);
    return true;
  }

  /** A page has come. */
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
