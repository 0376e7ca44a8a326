import type { Clock } from '../../ports/clock.ts';

/** The shortest gap between two snapshots. */
const leastGapMs = 100;

/** Decides when a snapshot is due: soon after a change, never in quick succession. */
export class Beat {
  readonly #clock: Clock;
  readonly #emit: () => void;
  #lastMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, emit: () => void) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** Called after a change: `emit` follows within a tenth of a second. */
  changed(): void {
    const inMs = Math.max(0, this.#lastMs + leastGapMs - this.#clock.now());
    this.#cancel ??= this.#clock.after(inMs, () => this.now());
  }

  /** Calls `emit` at once. */
  now(): void {
    this.close();
    this.#lastMs = this.#clock.now();
    this.#emit();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
