/**
 * Collects messages and sends them as one in each turn of the event loop: a message between threads costs
 * about as much for one item as for many.
 */
export class Outbox<Item> {
  readonly #send: (items: readonly Item[]) => void;
  #items: Item[] = [];
  #sinceMs = 0;

  constructor(send: (items: readonly Item[]) => void) {
    this.#send = send;
  }

  add(item: Item): void {
    if (this.#items.length === 0) {
      this.#sinceMs = performance.now();
      setImmediate(() => this.flush());
    }
    this.#items.push(item);
  }

  /** The time that the oldest item has waited, in milliseconds; 0: nothing waits. */
  get waitedMs(): number {
    return this.#items.length === 0 ? 0 : performance.now() - this.#sinceMs;
  }

  flush(): void {
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    this.#send(items);
  }
}
