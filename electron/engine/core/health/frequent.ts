import type { Frequent } from '../../ports/stored-health.ts';

/**
 * The most frequent keys of a stream, in memory that does not grow: "space saving" (Metwally et al., 2005). A
 * key that makes up more than one part in `size` is never missing.
 */
export class FrequentKeys<Example> {
  readonly #size: number;
  readonly #all = new Map<string, { count: number; over: number; example: Example }>();

  constructor(size: number, stored: readonly Frequent<Example>[] = []) {
    this.#size = size;
    for (const { key, ...rest } of stored) this.#all.set(key, { ...rest });
  }

  /** In the order in which the keys came, which decides the next one that is dropped. */
  get stored(): readonly Frequent<Example>[] {
    return [...this.#all].map(([key, one]) => ({ key, ...one }));
  }

  /** Most frequent first. */
  get sorted(): readonly Frequent<Example>[] {
    return [...this.stored].sort((a, b) => b.count - a.count);
  }

  add(key: string, example: () => Example): void {
    const known = this.#all.get(key);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    const over = this.#all.size < this.#size ? 0 : this.#drop();
    this.#all.set(key, { count: over + 1, over, example: example() });
  }

  /** At least so many; 0 for a key that is not among those that are kept. */
  countOf(key: string): number {
    const known = this.#all.get(key);
    return known === undefined ? 0 : known.count - known.over;
  }

  /** Drops the rarest key, and returns its count. */
  #drop(): number {
    let rarest = '';
    let least = Number.POSITIVE_INFINITY;
    for (const [key, { count }] of this.#all) {
      if (count < least) {
        least = count;
        rarest = key;
        if (least === 1) break;
      }
    }
    this.#all.delete(rarest);
    return least;
  }
}
