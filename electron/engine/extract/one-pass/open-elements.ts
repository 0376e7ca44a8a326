import type { TagNames } from './tag-names.ts';

/** Told of every element that ends, while `depth` says how deep it stands; the outermost has 1. */
export type OnClose = (depth: number) => void;

/** Which elements are open, by the rules of htmlparser2's Parser. */
export class OpenElements {
  /** How many elements are open. */
  depth = 0;
  readonly #known: TagNames;
  readonly #onClose: OnClose;
  /** Numbers of names: of the open elements, outermost first. */
  readonly #open: number[] = [];
  /** How many elements of a name are open: end tags of others must not search through all. */
  readonly #counts: number[];
  /** Whether "/>" closes elements: for every element that says something else. */
  readonly #foreign: boolean[] = [false];
  /** How many of them say yes. */
  #inForeign = 0;
  /** The deepest open element whose end matters. */
  watched = 0;
  /** How many beginnings and ends there were of elements whose text stands apart. */
  edges = 0;

  constructor(known: TagNames, onClose: OnClose) {
    this.#known = known;
    this.#onClose = onClose;
    this.#counts = known.names.map(() => 0);
  }

  /** A start tag's name is read: what it closes is closed, and it is open unless it is void. */
  begin(id: number): void {
    const closes = this.#known.closes[id] ?? 0;
    if (closes !== 0) {
      const { closedBy } = this.#known;
      while (((closedBy[this.#open[this.depth - 1] ?? 0] ?? 0) & closes) !== 0) this.#pop();
    }
    this.edges += this.#known.standsApart[id] ?? 0;
    if (this.#known.isVoid[id] === 1) return;
    this.#push(id);
    const foreign = this.#known.foreign[id] ?? 0;
    if (foreign === 0) return;
    this.#foreign.push(foreign === 1);
    if (foreign === 1) this.#inForeign += 1;
  }

  /** Whether what follows stands in SVG or MathML, or could come to. */
  get isForeign(): boolean {
    return this.#inForeign > 0;
  }

  #push(id: number): void {
    this.#open[this.depth] = id;
    this.depth += 1;
    this.#counts[id] = (this.#counts[id] ?? 0) + 1;
  }

  /** Closes the innermost element; gives its name's number. */
  #pop(): number {
    const { depth } = this;
    const id = this.#open[depth - 1] ?? 0;
    this.#counts[id] = (this.#counts[id] ?? 0) - 1;
    this.depth = depth - 1;
    this.edges += this.#known.standsApart[id] ?? 0;
    if (depth === this.watched) this.#onClose(depth);
    return id;
  }

  /** The start tag has ended: void elements end with it, and so do others with "/>" in SVG and MathML. */
  finish(id: number, selfClosing: boolean): void {
    if (this.#known.isVoid[id] === 1) {
      if (this.watched > this.depth) this.#onClose(this.depth + 1);
    } else if (selfClosing && this.#foreign.at(-1) === true) {
      this.#pop();
    }
  }

  /** An end tag: closes the innermost element of that name with all that is open inside. */
  close(id: number): boolean {
    if ((this.#known.foreign[id] ?? 0) !== 0 && this.#foreign.pop() === true) this.#inForeign -= 1;
    if ((this.#counts[id] ?? 0) === 0) return false;
    while (this.#pop() !== id);
    return true;
  }

  /** The page has ended, and all that is open with it. */
  closeAll(): void {
    while (this.depth > 0) this.#pop();
  }
}
