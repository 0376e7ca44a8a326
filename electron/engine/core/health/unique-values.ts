import { hashOf } from './text-hash.ts';

/** 32 MB or so. In larger columns, later duplicates of values that came after these are not found. */
const mostKept = 1_000_000;

/** The values of a column whose field is marked as unique, as hashes of 53 bits. */
export class UniqueValues {
  readonly #known = new Set<number>();

  constructor(values: Iterable<string>) {
    for (const value of values) this.has(value);
  }

  /** Whether an earlier row has this value. */
  has(value: string): boolean {
    const key = hashOf(value) * 0x200000 + (hashOf(`${value}\0`) & 0x1fffff);
    if (this.#known.has(key)) return true;
    if (this.#known.size < mostKept) this.#known.add(key);
    return false;
  }
}
