import type { Clock } from '../../ports/clock.ts';
import type { UrlOutcome } from './counters.ts';
import { SlidingSum } from './sliding-sum.ts';

/** A rate over less time than this would vary too much. */
const leastSpanMs = 1000;

/** The speed of a run over the last five seconds or since it last began, whichever is shorter. */
export class RunRates {
  readonly #clock: Clock;
  readonly #finished = new SlidingSum();
  readonly #failed = new SlidingSum();
  readonly #commitMs = new SlidingSum();
  #beganMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#beganMs = clock.now();
  }

  /** The run begins or is resumed: earlier values are dropped. */
  restart(): void {
    this.#beganMs = this.#clock.now();
    for (const sum of [this.#finished, this.#failed, this.#commitMs]) sum.clear();
  }

  committed(outcomes: readonly UrlOutcome[], tookMs: number): void {
    const nowMs = this.#clock.now();
    this.#finished.add(nowMs, outcomes.length);
    this.#failed.add(nowMs, outcomes.filter(({ state }) => state === 'failed').length);
    this.#commitMs.add(nowMs, tookMs);
  }

  get finishedPerSecond(): number {
    return this.#perSecond(this.#finished);
  }

  get failedPerSecond(): number {
    return this.#perSecond(this.#failed);
  }

  /** Share of the time that was spent on commits, from 0 to 1. */
  get diskShare(): number {
    return this.#perSecond(this.#commitMs) / 1000;
  }

  #perSecond(sum: SlidingSum): number {
    const nowMs = this.#clock.now();
    const spanMs = Math.min(SlidingSum.spanMs(nowMs), Math.max(leastSpanMs, nowMs - this.#beganMs));
    return (sum.sum(nowMs) / spanMs) * 1000;
  }
}
