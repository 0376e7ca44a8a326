/** A host that is not known yet gets two requests at once, as a browser's first connections. */
const initial = 2;
/** Latency counts as flat up to here, and as clearly rising from there, against the long average. */
const flat = { factor: 1.25, ms: 20 };
const rising = { factor: 2, ms: 100 };
const shortWeight = 0.3;
const longWeight = 0.05;
/** Before that many answers an average says nothing. */
const leastAnswers = 8;

/**
 * How many requests at once a host takes well: one more for every round of answers while its latency
 * stays flat, half as many when it is strained, and never under one. What TCP does to a network
 * (RFC 5681), done to a server.
 */
export class HostPace {
  #allowed = initial;
  /** Answers since the last rise, with all that is allowed in use. */
  #round = 0;
  #answers = 0;
  #shortMs = 0;
  #longMs = 0;
  #halvedMs = Number.NEGATIVE_INFINITY;

  get allowed(): number {
    return this.#allowed;
  }

  /**
   * @param full all that was allowed was in use: otherwise the answer says nothing about more
   * @param most what the job allows
   */
  answered(startedMs: number, nowMs: number, full: boolean, most: number): void {
    const tookMs = nowMs - startedMs;
    this.#answers += 1;
    const first = this.#answers === 1;
    this.#shortMs = first ? tookMs : mixed(this.#shortMs, tookMs, shortWeight);
    this.#longMs = first ? tookMs : mixed(this.#longMs, tookMs, longWeight);
    if (this.#answers >= leastAnswers && this.#exceeds(rising)) {
      if (this.strained(startedMs, nowMs)) this.#longMs = this.#shortMs;
      return;
    }
    if (!full || this.#exceeds(flat)) return;
    this.#round += 1;
    if (this.#round < this.#allowed || this.#allowed >= most) return;
    this.#allowed += 1;
    this.#round = 0;
  }

  /**
   * Halves, but once for all that was under way together: those answers tell of the same strain.
   * Returns whether it did.
   */
  strained(startedMs: number, nowMs: number): boolean {
    if (startedMs <= this.#halvedMs) return false;
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
    this.#round = 0;
    this.#halvedMs = nowMs;
    return true;
  }

  #exceeds({ factor, ms }: typeof flat): boolean {
    return this.#shortMs > this.#longMs * factor + ms;
  }
}

function mixed(average: number, value: number, weight: number): number {
  return average * (1 - weight) + value * weight;
}
