import type { Clock } from '../../ports/clock.ts';

/** Measures the time spent running, without the pauses, starting from the time spent before. */
export class Stopwatch {
  readonly #clock: Clock;
  #spentMs: number;
  #startedMs: number | null = null;

  constructor(clock: Clock, beforeMs: number) {
    this.#clock = clock;
    this.#spentMs = beforeMs;
  }

  get elapsedMs(): number {
    const sinceMs = this.#startedMs === null ? 0 : this.#clock.now() - this.#startedMs;
    return this.#spentMs + sinceMs;
  }

  start(): void {
    this.#startedMs ??= this.#clock.now();
  }

  stop(): void {
    this.#spentMs = this.elapsedMs;
    this.#startedMs = null;
  }
}
