import type { WayNow } from '#shared/engine-protocol/run.ts';
import type { Way } from '#shared/job/way.ts';

export interface Machine {
  readonly cores: number;
  /** Whether this host can start processes for the engine. */
  readonly processes: boolean;
}

/** The event loop has kept up no more once it was busy at so many looks in a row. */
const busyLooks = 3;

/**
 * Which way a run takes. `auto` begins with the event loop, which is the cheapest where sites are what
 * takes time. Where the loop itself becomes the limit, and there are cores that could help, the run
 * goes on in threads; it does not go back, since the list is the same.
 */
export class WayChoice {
  readonly #option: 'auto' | Way;
  readonly #machine: Machine;
  #busy = 0;

  constructor(option: 'auto' | Way, machine: Machine) {
    this.#option = option;
    this.#machine = machine;
  }

  get now(): WayNow {
    const option = this.#option;
    if (option === 'processes' && !this.#machine.processes) {
      return { way: 'threads', why: 'no-processes' };
    }
    if (option !== 'auto') return { way: option, why: 'asked' };
    if (this.#machine.cores === 1) return { way: 'event-loop', why: 'one-core' };
    return this.#busy >= busyLooks
      ? { way: 'threads', why: 'loop-busy' }
      : { way: 'event-loop', why: 'enough' };
  }

  /** @param busy the event loop had all hands full since the last look */
  looked(busy: boolean): void {
    if (this.#busy >= busyLooks) return;
    this.#busy = busy ? this.#busy + 1 : 0;
  }
}
