import type { Clock } from '../../ports/clock.ts';
import type { Booking } from '../schedule/booking.ts';

const firstGapMs = 1000;
const longestGapMs = 30_000;

/**
 * The probes while the network is down: one request of the run at a time, in growing gaps, tests whether
 * the network is back.
 */
export class Probes {
  readonly #clock: Clock;
  readonly #start: () => Booking | null;
  #count = 0;
  #underWay: Booking | null = null;
  #cancel = (): void => undefined;

  /** @param start starts one request; null if none can start */
  constructor(clock: Clock, start: () => Booking | null) {
    this.#clock = clock;
    this.#start = start;
  }

  /** The number of probes since the network failed. */
  get count(): number {
    return this.#count;
  }

  begin(): void {
    this.end();
    this.next();
  }

  /** Schedules the next probe after the current gap. */
  next(): void {
    const gapMs = Math.min(longestGapMs, firstGapMs * 2 ** this.#count);
    this.#cancel = this.#clock.after(gapMs, () => {
      this.#count += 1;
      this.#underWay = this.#start();
      if (this.#underWay === null) this.next();
    });
  }

  /** Returns whether this booking is the probe, which is then over. */
  ended(booking: Booking): boolean {
    if (booking !== this.#underWay) return false;
    this.#underWay = null;
    return true;
  }

  end(): void {
    this.#cancel();
    this.#underWay = null;
    this.#count = 0;
  }
}
