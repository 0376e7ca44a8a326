import type { OpenElements } from './open-elements.ts';

/** A formatting element, or a marker if `serial` is 0. */
export interface FormattingElement {
  readonly id: number;
  /** The position of its start tag in the page. */
  readonly at: number;
  /** Its last depth, and the serial number that distinguishes it from other elements there. */
  depth: number;
  serial: number;
}

const none: readonly FormattingElement[] = [];
const marker: FormattingElement = { id: 0, at: 0, depth: 0, serial: 0 };

/** The list of active formatting elements (13.2.4.3), the last one last. */
export class FormattingElements {
  readonly #open: OpenElements;
  readonly #list: FormattingElement[] = [];
  /** The index of each marker in it. */
  readonly #markers: number[] = [];
  /** The index behind the last marker. */
  #from = 0;
  #serials = 0;

  constructor(open: OpenElements) {
    this.#open = open;
  }

  /** A number that no other element has. */
  newSerial(): number {
    this.#serials += 1;
    return this.#serials;
  }

  /** The number of elements since the last marker. */
  get length(): number {
    return this.#list.length - this.#from;
  }

  add(element: FormattingElement): void {
    this.#list.push(element);
  }

  insertBehind(before: FormattingElement, element: FormattingElement): void {
    this.#list.splice(this.#list.lastIndexOf(before) + 1, 0, element);
  }

  addMarker(): void {
    this.#markers.push(this.#list.length);
    this.#list.push(marker);
    this.#from = this.#list.length;
  }

  clearToMarker(): void {
    const { length } = this.#list;
    // Setting a length costs more than this, and most often the marker is the only element.
    for (let count = length - (this.#markers.pop() ?? 0); count > 0; count--) this.#list.pop();
    const last = this.#markers.at(-1);
    this.#from = last === undefined ? 0 : last + 1;
  }

  remove(element: FormattingElement): void {
    if (this.#list[this.#list.length - 1] === element) {
      this.#list.pop();
      return;
    }
    // Only those since the last marker are ever removed one by one.
    const index = this.#list.lastIndexOf(element);
    if (index >= this.#from) this.#list.splice(index, 1);
  }

  isOpen({ depth, serial }: FormattingElement): boolean {
    return this.#open.serialAt(depth) === serial;
  }

  /** The outermost of these elements that is open, behind whichever markers; null if there is none. */
  firstOpen(): FormattingElement | null {
    return this.#list.find((entry) => entry.serial !== 0 && this.isOpen(entry)) ?? null;
  }

  /** Whether a text would reopen elements that have ended. */
  get mustReopen(): boolean {
    const { length } = this.#list;
    if (length === this.#from) return false;
    const last = this.#list[length - 1];
    return last !== undefined && !this.isOpen(last);
  }

  /** The elements to be opened again (13.2.4.3, "reconstruct"), the outermost first. */
  toReopen(): readonly FormattingElement[] {
    let from = this.#list.length;
    for (; from > this.#from; from--) {
      const entry = this.#list[from - 1];
      if (entry === undefined || this.isOpen(entry)) break;
    }
    return this.#list.slice(from);
  }

  /** The last element of this name since the last marker. */
  last(id: number): FormattingElement | null {
    for (let index = this.#list.length - 1; index >= this.#from; index--) {
      const entry = this.#list[index];
      if (entry?.id === id) return entry;
    }
    return null;
  }

  /** The entry for this element; null if it has none. */
  withSerial(serial: number): FormattingElement | null {
    if (serial === 0) return null;
    return this.#list.findLast((entry) => entry.serial === serial) ?? null;
  }

  /**
   * All elements of this name since the last marker, the first one first; an empty list if there are fewer
   * than three.
   */
  all(id: number): readonly FormattingElement[] {
    if (this.length < 3) return none;
    return this.#list.slice(this.#from).filter((entry) => entry.id === id);
  }
}
