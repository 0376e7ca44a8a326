import { HostGate } from './host-gate.ts';

/** The robots.txt of so many hosts is remembered. Hosts with work near hold on to their own. */
const mostGates = 1000;

/** What a run knows of the robots.txt of hosts. */
export class HostGates {
  readonly #obeys: boolean;
  /** By scheme://host:port; what was asked for last comes last. */
  readonly #gates = new Map<string, HostGate>();

  constructor(obeys: boolean) {
    this.#obeys = obeys;
  }

  /** Null where nothing is known of it. */
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
