/** Values by the time at which they are due: the earliest first (a binary heap). */
export class TimeHeap<T> {
  readonly #times: number[] = [];
  readonly #values: T[] = [];

  get size(): number {
    return this.#times.length;
  }

  /** The time at which the earliest value is due; Infinity if there is none. */
  get earliestMs(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Undefined if there is none. */
  get earliest(): T | undefined {
    return this.#values[0];
  }

  push(atMs: number, value: T): void {
    let index = this.#times.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const parentMs = this.#times[parent] as number;
      if (parentMs <= atMs) break;
      this.#times[index] = parentMs;
      this.#values[index] = this.#values[parent] as T;
      index = parent;
    }
    this.#times[index] = atMs;
    this.#values[index] = value;
  }

  /** Removes the earliest value. Only for a heap that is not empty (`earliestMs` says so). */
  pop(): T {
    const first = this.#values[0] as T;
    const lastMs = this.#times.pop() as number;
    const last = this.#values.pop() as T;
    if (this.#times.length > 0) this.#sink(lastMs, last);
    return first;
  }

  #sink(atMs: number, value: T): void {
    const size = this.#times.length;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && (this.#times[right] as number) < (this.#times[child] as number)) {
        child = right;
      }
      const childMs = this.#times[child] as number;
      if (childMs >= atMs) break;
      this.#times[index] = childMs;
      this.#values[index] = this.#values[child] as T;
      index = child;
    }
    this.#times[index] = atMs;
    this.#values[index] = value;
  }
}
