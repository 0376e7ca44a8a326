/** A value that is taken from an element; what stands inside is known when the element has ended. */
export interface Taken {
  text: string;
  readonly kind: 'value' | 'link' | 'text';
}

interface Capture {
  readonly depth: number;
  readonly taken: Taken;
  /** The first of its pieces. */
  readonly from: number;
}

/** Gathers texts of elements that are open. */
export class Captures {
  readonly #pieces: string[] = [];
  /** By piece: how deep the innermost element stands that is not shown, around that piece; 0: none. */
  readonly #hiddenAt: number[] = [];
  #holdsHidden = false;
  readonly #open: Capture[] = [];

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** The deepest element that is gathered from; 0: none, or the page. */
  get watched(): number {
    return this.#open.at(-1)?.depth ?? 0;
  }

  /** Gathers the text from here on to the end of the element at `depth`; 0 is the page. */
  open(depth: number, taken: Taken): void {
    this.#open.push({ depth, taken, from: this.#pieces.length });
  }

  /** `hiddenAt`: how deep the innermost element stands that is not shown and holds this text; 0: none. */
  add(text: string, hiddenAt: number): void {
    // Such text counts only for elements that are hidden themselves, or stand inside a hidden one.
    if (hiddenAt > this.watched) return;
    this.#pieces.push(text);
    this.#hiddenAt.push(hiddenAt);
    this.#holdsHidden ||= hiddenAt > 0;
  }

  /** The element at `depth` has ended. */
  close(depth: number): void {
    while (this.#open.length > 0 && this.watched >= depth) {
      const capture = this.#open.pop();
      if (capture === undefined) return;
      capture.taken.text = this.#textFrom(capture.from, capture.depth);
    }
    if (this.isOpen) return;
    this.#pieces.length = 0;
    this.#hiddenAt.length = 0;
    this.#holdsHidden = false;
  }

  #textFrom(from: number, depth: number): string {
    const { length } = this.#pieces;
    if (this.#holdsHidden) {
      const isShown = (_: string, index: number) => (this.#hiddenAt[from + index] ?? 0) <= depth;
      return this.#pieces.slice(from).filter(isShown).join('');
    }
    // One piece by far most of the time.
    return length - from === 1 ? (this.#pieces[from] ?? '') : this.#pieces.slice(from).join('');
  }
}
