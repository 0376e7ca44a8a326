/** A value that is taken from an element; its contents are known when the element has ended. */
export interface Taken {
  text: string;
  readonly kind: 'value' | 'link' | 'text';
}

interface Capture {
  readonly depth: number;
  readonly taken: Taken;
  /** The index of its first piece. */
  readonly from: number;
}

/** Gathers texts of elements that are open. */
export class Captures {
  readonly #pieces: string[] = [];
  /** By piece: the depth of the innermost element around that piece that is not shown; 0: none. */
  readonly #hiddenAt: number[] = [];
  #holdsHidden = false;
  readonly #open: Capture[] = [];

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** The depth of the deepest element that is gathered from; 0: none, or the page. */
  get watched(): number {
    return this.#open.at(-1)?.depth ?? 0;
  }

  /** Gathers the text from here to the end of the element at `depth`; 0 is the page. */
  open(depth: number, taken: Taken): void {
    this.#open.push({ depth, taken, from: this.#pieces.length });
  }

  /** @param hiddenAt the depth of the innermost element that holds this text and is not shown; 0: none */
  add(text: string, hiddenAt: number): void {
    // Such text counts only for elements that are hidden themselves, or are inside a hidden one.
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
    // Mostly there is only one piece.
    return length - from === 1 ? (this.#pieces[from] ?? '') : this.#pieces.slice(from).join('');
  }
}
