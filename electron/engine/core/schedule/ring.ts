/** A queue, first in, first out, both in constant time. */
export class Ring<T> {
  #slots: (T | undefined)[] = new Array<T | undefined>(16);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(value: T): void {
    if (this.#size === this.#slots.length) this.#grow();
    this.#slots[(this.#head + this.#size) & (this.#slots.length - 1)] = value;
    this.#size += 1;
  }

  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const value = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.#size -= 1;
    return value;
  }

  /** The length stays a power of two, so that a mask wraps the index. */
  #grow(): void {
    const old = this.#slots;
    const grown = new Array<T | undefined>(old.length * 2);
    for (let index = 0; index < old.length; index += 1) {
      grown[index] = old[(this.#head + index) & (old.length - 1)];
    }
    this.#slots = grown;
    this.#head = 0;
  }
}
