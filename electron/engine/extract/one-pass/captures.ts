/** A value that is taken from an element; a text is known when the element has ended. */
export interface Taken {
  text: string;
  readonly kind: 'value' | 'link' | 'text' | 'contents';
}

/** Gathers the texts of elements that are open. */
export class Captures {
  readonly #pieces: string[] = [];
  readonly #open: { readonly depth: number; readonly from: number; readonly taken: Taken }[] = [];

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** The deepest element whose text is gathered; 0: none, or the page. */
  get watched(): number {
    return this.#open.at(-1)?.depth ?? 0;
  }

  /** From here on to the end of the element at `depth`; 0 is the page. */
  open(depth: number, taken: Taken): void {
    this.#open.push({ depth, from: this.#pieces.length, taken });
  }

  add(text: string): void {
    this.#pieces.push(text);
  }

  /** The element at `depth` has ended. */
  close(depth: number): void {
    while (this.#open.length > 0 && this.watched >= depth) {
      const capture = this.#open.pop();
      if (capture === undefined) return;
      const { from, taken } = capture;
      const { length } = this.#pieces;
      // One piece by far most of the time.
      taken.text =
        length - from === 1 ? (this.#pieces[from] ?? '') : this.#pieces.slice(from).join('');
    }
    if (this.#open.length === 0) this.#pieces.length = 0;
  }
}
