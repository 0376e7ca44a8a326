import type { WayNow } from '#shared/engine-protocol/run.ts';
import type { Way } from '#shared/job/way.ts';

export interface Machine {
  readonly cores: number;
  /** Whether this host can start processes for the engine. */
  readonly processes: boolean;
}

/** The event loop counts as too slow after it was busy at this number of checks in a row. */
const busyLooks = 3;
/** With less idle capacity than this, more workers would only share the same cores. */
const leastIdleCores = 0.5;

/**
 * Chooses the way of a run. `auto` begins with the event loop, which is the cheapest if the sites take most
 * of the time or all cores are in use. If the loop itself is the limit while cores are idle, the run
 * continues in threads; it does not change back, since the list is the same.
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

  /**
   * @param busy the event loop was fully busy since the last check
   * @param idleCores the number of cores that were idle meanwhile
   */
  looked(busy: boolean, idleCores: number): void {
    if (this.#busy >= busyLooks) return;
    this.#busy = busy && idleCores >= leastIdleCores ? this.#busy + 1 : 0;
  }
}
