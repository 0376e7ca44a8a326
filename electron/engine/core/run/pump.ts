import type { Clock } from '../../ports/clock.ts';
import type { Booking } from '../schedule/booking.ts';

/** The number of requests started in one go; then those already started get time to send and to answer. */
const mostStarted = 16;
/** Requests that are ruled out cost less: after this number, other work gets time. */
const mostRuledOut = 1000;

/** Starts bookings in portions that leave time for other work. */
export class Pump {
  readonly #clock: Clock;
  readonly #next: () => Booking | null;
  readonly #start: (booking: Booking) => void;
  readonly #onTurn: () => void;
  #cancelTurn = (): void => undefined;

  constructor(deps: {
    readonly clock: Clock;
    /** Returns null if none may start now. */
    readonly next: () => Booking | null;
    readonly start: (booking: Booking) => void;
    /** The other work has had its time: `run` is to be called again. */
    readonly onTurn: () => void;
  }) {
    this.#clock = deps.clock;
    this.#next = deps.next;
    this.#start = deps.start;
    this.#onTurn = deps.onTurn;
  }

  /** Returns true once no more request may start now, false if it only pauses for other work. */
  run(): boolean {
    let ruledOut = 0;
    let started = 0;
    while (ruledOut < mostRuledOut && started < mostStarted) {
      const booking = this.#next();
      if (booking === null) return true;
      this.#start(booking);
      if (booking.kind === 'ruled-out') ruledOut += 1;
      else started += 1;
    }
    this.#cancelTurn();
    this.#cancelTurn = this.#clock.after(0, this.#onTurn);
    return false;
  }

  close(): void {
    this.#cancelTurn();
  }
}
