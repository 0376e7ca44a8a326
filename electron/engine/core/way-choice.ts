import type { WayNow } from '#shared/engine-protocol/run.ts';
import type { Way } from '#shared/job/way.ts';

export interface Machine {
  readonly cores: number;
  /** Whether this host can start processes for the engine. */
  readonly processes: boolean;
}

/** The event loop has kept up no more once it was busy at so many looks in a row. */
const busyLooks = 3;
/** Less of the machine than this at rest, and more workers would only share the cores there are. */
const leastIdleCores = 0.5;

/**
 * Which way a run takes. `auto` begins with the event loop, which is the cheapest where sites are what
 * takes time and where all cores are in use. Where the loop itself is the limit while cores have
 * nothing to do, the run goes on in threads; it does not go back, since the list is the same.
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
   * @param busy the event loop had all hands full since the last look
   * @param idleCores how much of the machine had nothing to do meanwhile
   */
  looked(busy: boolean, idleCores: number): void {
    if (this.#busy >= busyLooks) return;
    this.#busy = busy && idleCores >= leastIdleCores ? this.#busy + 1 : 0;
  }
}
