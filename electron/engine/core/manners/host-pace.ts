/** A new host gets two requests at once, as many as the first connections of a browser. */
const initial = 2;
/**
 * The short average of the latency against the long one: above each of these limits, the latency is no
 * longer flat, no longer bearable, or has risen.
 */
const flat = { factor: 1.25, ms: 20 };
const bearable = { factor: 1.5, ms: 50 };
const risen = { factor: 2, ms: 100 };
const shortWeight = 0.3;
/**
 * The long average stands for the host without load: it falls quickly and rises so slowly that an
 * overloaded host cannot make its own slowness the measure.
 */
const fallingWeight = 0.3;
const risingWeight = 0.002;
/** An average of fewer answers than this is not used. */
const leastAnswers = 8;

/**
 * The number of requests at once that a host handles well: one more after every round of answers while its
 * latency stays flat, one fewer when it grows, half as many when it has clearly risen or the host is
 * strained, and never less than one. TCP Reno and Vegas treat a network in the same way.
 */
export class HostPace {
  #allowed = initial;
  /** Answers since the last change while all allowed requests were in use. */
  #round = 0;
  #answers = 0;
  #shortMs = 0;
  #longMs = 0;
  #halvedMs = Number.NEGATIVE_INFINITY;

  get allowed(): number {
    return this.#allowed;
  }

  /**
   * @param full all allowed requests were in use; otherwise the answer gives no reason to allow more
   * @param most the limit of the job
   */
  answered(startedMs: number, nowMs: number, full: boolean, most: number): void {
    const tookMs = nowMs - startedMs;
    this.#answers += 1;
    if (this.#answers === 1) {
      this.#shortMs = tookMs;
      this.#longMs = tookMs;
    } else {
      this.#shortMs = mixed(this.#shortMs, tookMs, shortWeight);
      const weight = this.#shortMs < this.#longMs ? fallingWeight : risingWeight;
      this.#longMs = mixed(this.#longMs, this.#shortMs, weight);
    }
    if (this.#answers >= leastAnswers && this.#exceeds(risen)) {
      this.strained(startedMs, nowMs);
      return;
    }
    if (!full) return;
    this.#round += 1;
    if (this.#round < this.#allowed) return;
    this.#round = 0;
    if (!this.#exceeds(flat))
      this.#allowed = Math.max(this.#allowed, Math.min(most, this.#allowed + 1));
    else if (this.#exceeds(bearable)) this.#allowed = Math.max(1, this.#allowed - 1);
  }

  /**
   * Halves the number, but only once for all requests that were under way together: they show the same
   * strain.
   */
  strained(startedMs: number, nowMs: number): void {
    if (startedMs <= this.#halvedMs) return;
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
    this.#round = 0;
    this.#halvedMs = nowMs;
  }

  #exceeds({ factor, ms }: typeof flat): boolean {
    return this.#shortMs > this.#longMs * factor + ms;
  }
}

function mixed(average: number, value: number, weight: number): number {
  return average * (1 - weight) + value * weight;
}
