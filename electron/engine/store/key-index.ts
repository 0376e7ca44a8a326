const startSlots = 1 << 12;
const fullAt = 0.7;

/**
 * Finds the request that has a key already. It stores a 32-bit hash and the id of each request, 8 bytes a
 * slot, about 16 MB for a million requests, and the caller, with the keys on disk, makes the comparison.
 * (An index in the file was tried: a million lines took 15 s instead of 6, since hashes come in no order
 * and every batch rewrites most pages of the index.)
 */
export class KeyIndex {
  #hashes = new Uint32Array(startSlots);
  /** 0: the slot is free. */
  #ids = new Uint32Array(startSlots);
  #size = 0;

  /**
   * The id of the entry with this key; if there is none, `id` is entered and 0 is returned.
   *
   * @param isSame compares the key with that of an entry of the same hash
   */
  claim(key: string, id: number, isSame: (entry: number) => boolean): number {
    if (this.#size >= this.#ids.length * fullAt) this.#grow();
    const hash = hashOf(key);
    let slot = hash & (this.#ids.length - 1);
    for (let entry = this.#ids[slot]; entry; entry = this.#ids[slot]) {
      if (this.#hashes[slot] === hash && isSame(entry)) return entry;
      slot = (slot + 1) & (this.#ids.length - 1);
    }
    this.#put(slot, hash, id);
    return 0;
  }

  #put(slot: number, hash: number, id: number): void {
    this.#hashes[slot] = hash;
    this.#ids[slot] = id;
    this.#size++;
  }

  #grow(): void {
    const [hashes, ids] = [this.#hashes, this.#ids];
    this.#hashes = new Uint32Array(ids.length * 2);
    this.#ids = new Uint32Array(ids.length * 2);
    this.#size = 0;
    ids.forEach((id, old) => {
      const hash = hashes[old];
      if (id === 0 || hash === undefined) return;
      let slot = hash & (this.#ids.length - 1);
      while (this.#ids[slot]) slot = (slot + 1) & (this.#ids.length - 1);
      this.#put(slot, hash, id);
    });
  }
}

/** The mixing steps of MurmurHash3 over the UTF-16 units of `key`. */
function hashOf(key: string): number {
  let hash = key.length;
  for (let index = 0; index < key.length; index++) {
    const mixed = Math.imul(key.charCodeAt(index), 0xcc9e2d51);
    hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
