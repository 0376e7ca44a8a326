import type { Flight } from './hop-worker.ts';

/** Hops that wait for a worker. Suspects, which may end the worker that makes them, come first. */
export class FlightQueue {
  #suspects: Flight[] = [];
  #others: Flight[] = [];

  get isEmpty(): boolean {
    return this.#suspects.length === 0 && this.#others.length === 0;
  }

  get hasSuspects(): boolean {
    return this.#suspects.length > 0;
  }

  add(flight: Flight): void {
    (flight.suspect ? this.#suspects : this.#others).push(flight);
  }

  /**
   * Adds the hops of a worker that has ended.
   *
   * @param hung it was ended because it sent no message; then each of its hops is a suspect at once
   */
  addAgain(left: readonly Flight[], hung: boolean): void {
    for (const flight of left) {
      flight.ends += 1;
      flight.suspect = hung || flight.ends > 1;
      this.add(flight);
    }
  }

  next(): Flight | undefined {
    return this.#suspects.shift() ?? this.#others.shift();
  }

  forget(id: number): void {
    this.#suspects = this.#suspects.filter((flight) => flight.id !== id);
    this.#others = this.#others.filter((flight) => flight.id !== id);
  }

  /** Removes all hops from the queue and returns them. */
  takeAll(): readonly Flight[] {
    const all = [...this.#others, ...this.#suspects];
    this.#others = [];
    this.#suspects = [];
    return all;
  }
}
