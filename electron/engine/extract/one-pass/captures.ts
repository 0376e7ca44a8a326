import type { SourceText } from './source-text.ts';

/** A value that is taken from an element; what stands inside is known when the element has ended. */
export interface Taken {
  text: string;
  readonly kind: 'value' | 'link' | 'text' | 'html';
}

interface Capture {
  readonly depth: number;
  readonly taken: Taken;
  /** Of texts: the first piece. Of HTML: where it begins in the page. */
  readonly from: number;
  /** Of HTML: the element's name; null: the page. */
  readonly name: string | null;
  readonly gathers: 'text' | 'html' | 'raw text';
}

/** Gathers texts and HTML of elements that are open. */
export class Captures {
  readonly #source: SourceText;
  readonly #pieces: string[] = [];
  /** By piece: how deep the innermost element stands that is not shown, around that piece; 0: none. */
  readonly #hiddenAt: number[] = [];
  #holdsHidden = false;
  readonly #open: Capture[] = [];
  #texts = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  get wantsText(): boolean {
    return this.#texts > 0;
  }

  /** The deepest element that is gathered from; 0: none, or the page. */
  get watched(): number {
    return this.#open.at(-1)?.depth ?? 0;
  }

  /** Gathers the text from here on to the end of the element at `depth`; 0 is the page. */
  openText(depth: number, taken: Taken): void {
    this.#texts += 1;
    this.#open.push({ depth, taken, from: this.#pieces.length, name: null, gathers: 'text' });
  }

  /** Gathers the HTML from `from` on. `raw`: it is text by the element's kind. */
  openHtml(depth: number, taken: Taken, name: string | null, from: number, raw: boolean): void {
    if (raw) this.#texts += 1;
    const gathers = raw ? 'raw text' : 'html';
    this.#open.push({ depth, taken, from: raw ? this.#pieces.length : from, name, gathers });
  }

  /** `hiddenAt`: how deep the innermost element stands that is not shown and holds this text; 0: none. */
  add(text: string, hiddenAt: number): void {
    // It is text for those alone that are inside what is not shown, or are that.
    if (hiddenAt > this.watched) return;
    this.#pieces.push(text);
    this.#hiddenAt.push(hiddenAt);
    this.#holdsHidden ||= hiddenAt > 0;
  }

  /** The element at `depth` has ended, by what stands at `at`. */
  close(depth: number, at: number): void {
    while (this.#open.length > 0 && this.watched >= depth) {
      const capture = this.#open.pop();
      if (capture === undefined) return;
      capture.taken.text = this.#gathered(capture, at);
      if (capture.gathers !== 'html') this.#texts -= 1;
    }
    if (this.#texts > 0) return;
    this.#pieces.length = 0;
    this.#hiddenAt.length = 0;
    this.#holdsHidden = false;
  }

  #gathered({ gathers, from, name, depth }: Capture, at: number): string {
    switch (gathers) {
      case 'text':
      case 'raw text':
        return this.#textFrom(from, depth);
      case 'html':
        return at <= from || name === null ? '' : this.#source.slice(from, at);
    }
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
