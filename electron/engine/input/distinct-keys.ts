/**
 * The set of keys so far, in some 20 bytes for each key regardless of its length: a key is stored as 53 bits
 * of hash. Among a million keys two collide with a probability of 1 in 18,000, and then a count in the window
 * is off by one; a run compares the keys themselves.
 */
export class DistinctKeys {
  readonly #hashes = new Set<number>();

  /** True when the key is new. */
  add(key: string): boolean {
    const before = this.#hashes.size;
    this.#hashes.add(hash53(key));
    return this.#hashes.size > before;
  }
}

/** Two rounds of FNV-1a with different offsets and primes, cut to the bits that a number holds exactly. */
function hash53(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 15;
  }
  low ^= low >>> 16;
  return (high >>> 0) * 0x200000 + ((low >>> 0) & 0x1fffff);
}
