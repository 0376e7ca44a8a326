import type { StoredDistinct } from '../../ports/stored-health.ts';

/** Up to here the count is exact, as far as 32-bit hashes are: the chance of one that collides is 1 in 500,000. */
const mostExact = 128;
/** 1,024 registers: the count is right within about 3 %. */
const registerBits = 10;
const registers = 1 << registerBits;
const correction = 0.7213 / (1 + 1.079 / registers);
/** Registers are stored as characters from here on, which need no escaping in JSON. */
const zero = 48;

/**
 * The number of different values, in memory that does not grow with it: exact while there are few, then by
 * HyperLogLog (Flajolet et al., 2007).
 */
export class DistinctCount {
  #hashes: Set<number> | null;
  #registers: Uint8Array | null;

  constructor({ hashes, registers: text }: StoredDistinct = { hashes: [], registers: '' }) {
    this.#hashes = hashes === null ? null : new Set(hashes);
    this.#registers =
      hashes === null ? Uint8Array.from(text, (one) => one.charCodeAt(0) - zero) : null;
  }

  get stored(): StoredDistinct {
    return {
      hashes: this.#hashes === null ? null : [...this.#hashes],
      registers: String.fromCharCode(...(this.#registers ?? []).map((rank) => rank + zero)),
    };
  }

  /** False: the count is an estimate. */
  get isExact(): boolean {
    return this.#hashes !== null;
  }

  get count(): number {
    if (this.#hashes !== null) return this.#hashes.size;
    let sum = 0;
    let empty = 0;
    for (const rank of this.#registers ?? []) {
      sum += 2 ** -rank;
      if (rank === 0) empty += 1;
    }
    const estimate = (correction * registers * registers) / sum;
    const few = estimate <= 2.5 * registers && empty > 0;
    return Math.round(few ? registers * Math.log(registers / empty) : estimate);
  }

  add(hash: number): void {
    if (this.#hashes !== null) {
      this.#hashes.add(hash);
      if (this.#hashes.size <= mostExact) return;
      this.#registers = new Uint8Array(registers);
      for (const known of this.#hashes) register(this.#registers, known);
      this.#hashes = null;
      return;
    }
    if (this.#registers !== null) register(this.#registers, hash);
  }
}

/** Keeps the most zeros with which a hash of this register began. */
function register(all: Uint8Array, hash: number): void {
  const index = hash >>> (32 - registerBits);
  const rest = (hash << registerBits) | (1 << (registerBits - 1));
  const rank = Math.clz32(rest) + 1;
  if (rank > (all[index] ?? 0)) all[index] = rank;
}
