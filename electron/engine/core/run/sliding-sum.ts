const bucketMs = 100;
const bucketCount = 50;

/** The sum of the values added over the last five seconds, in buckets of a tenth of a second. */
export class SlidingSum {
  readonly #buckets = new Float64Array(bucketCount);
  #sum = 0;
  /** The bucket of the latest time seen. */
  #latest = 0;

  add(nowMs: number, amount: number): void {
    this.#forget(nowMs);
    const index = this.#latest % bucketCount;
    this.#buckets[index] = (this.#buckets[index] ?? 0) + amount;
    this.#sum += amount;
  }

  sum(nowMs: number): number {
    this.#forget(nowMs);
    return this.#sum;
  }

  /** The length of time that `sum` covers: the bucket of this moment is not full yet. */
  static spanMs(nowMs: number): number {
    return bucketMs * (bucketCount - 1) + (nowMs % bucketMs);
  }

  clear(): void {
    this.#buckets.fill(0);
    this.#sum = 0;
  }

  #forget(nowMs: number): void {
    const bucket = Math.floor(nowMs / bucketMs);
    if (bucket - this.#latest >= bucketCount) {
      this.#buckets.fill(0);
      this.#sum = 0;
    } else {
      for (let passed = this.#latest + 1; passed <= bucket; passed += 1) {
        const index = passed % bucketCount;
        this.#sum -= this.#buckets[index] ?? 0;
        this.#buckets[index] = 0;
      }
    }
    this.#latest = Math.max(this.#latest, bucket);
  }
}
