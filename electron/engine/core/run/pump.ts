import type { Clock } from '../../ports.ts';
import type { Booking } from '../schedule/booking.ts';

/** Requests that are started in one go: so many, then those before them get to send and to answer. */
const mostStarted = 16;
/** Requests that are over untried cost less: so many, then other work gets its turn. */
const mostRuledOut = 1000;

/** Starts bookings, in helpings that leave time for other work. */
export class Pump {
  readonly #clock: Clock;
  readonly #next: () => Booking | null;
  readonly #start: (booking: Booking) => void;
  readonly #onTurn: () => void;
  #cancelTurn = (): void => undefined;

  constructor(deps: {
    readonly clock: Clock;
    /** Null where none may start now. */
    readonly next: () => Booking | null;
    readonly start: (booking: Booking) => void;
    /** The other work has had its turn: `run` is to be called again. */
    readonly onTurn: () => void;
  }) {
    this.#clock = deps.clock;
    this.#next = deps.next;
    this.#start = deps.start;
    this.#onTurn = deps.onTurn;
  }

  /** Returns true once none is left that may start now, false where it has only paused for a turn. */
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
