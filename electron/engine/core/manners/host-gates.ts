import { HostGate } from './host-gate.ts';

/** The number of hosts whose robots.txt is remembered. Hosts with work near keep theirs in any case. */
const mostGates = 1000;

/** The state of the robots.txt of each host of a run. */
export class HostGates {
  readonly #obeys: boolean;
  /** By scheme://host:port; the most recently requested one is the last. */
  readonly #gates = new Map<string, HostGate>();

  constructor(obeys: boolean) {
    this.#obeys = obeys;
  }

  /** Null if nothing is known about the host. */
  known(key: string): HostGate | null {
    return this.#gates.get(key) ?? null;
  }

  of(key: string): HostGate {
    const gate = this.#gates.get(key) ?? new HostGate(this.#obeys);
    this.keep(key, gate);
    return gate;
  }

  keep(key: string, gate: HostGate): void {
    if (!this.#obeys) return;
    this.#gates.delete(key);
    this.#gates.set(key, gate);
    const [oldest] = this.#gates.keys();
    if (oldest !== undefined && this.#gates.size > mostGates) this.#gates.delete(oldest);
  }
}
