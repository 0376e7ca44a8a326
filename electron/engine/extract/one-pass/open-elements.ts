import { is, isForeign } from './element-rules.ts';
import type { TagNames } from './tag-names.ts';

/** Called for every element that ends, with its depth; `<html>` has 1. */
export type OnClose = (depth: number) => void;

/** The kinds of elements. `integration`: MathML, and an HTML integration point by its attribute. */
export const space = { html: 0, svg: 1, math: 2, integration: 3 } as const;

/** 13.2.4.2: the elements that end the search for an element in a scope, as bits of `is`. */
export const scope = {
  any: is.scope,
  listItem: is.scope | is.listScope,
  button: is.scope | is.buttonScope,
  table: is.tableScope,
} as const;

/** The stack of open elements (13.2.4.2). An element's place in it is its depth in the tree. */
export class OpenElements {
  /** The number of open elements. */
  depth = 0;
  /** The depth of the deepest open element whose end matters. */
  watched = 0;
  /** The number of open elements of SVG and MathML. */
  foreign = 0;
  /** The number of beginnings and ends so far of elements whose text is separate. */
  edges = 0;
  /** The number of elements that the searches have checked: in a hostile page the square of its length. */
  steps = 0;
  readonly #known: TagNames;
  readonly #standsApart: Uint8Array;
  readonly #onClose: OnClose;
  /**
   * Numbers of names, the outermost first: negative for SVG and MathML; 0 for an element that is no
   * longer on the standard's stack though elements inside it are.
   */
  readonly #ids: number[] = [];
  readonly #spaces: number[] = [];
  /** The serial number of the element, where it matters; otherwise 0. */
  readonly #serials: number[] = [];
  /** The number of open HTML elements of each name: most searches end here. */
  readonly #counts: number[];

  constructor(known: TagNames, onClose: OnClose) {
    this.#known = known;
    this.#standsApart = known.standsApart;
    this.#onClose = onClose;
    this.#counts = new Array<number>(known.names.length).fill(0);
  }

  /** The number of the current node's name: negative in SVG and MathML, 0 where nothing is open. */
  get current(): number {
    return this.depth === 0 ? 0 : (this.#ids[this.depth - 1] ?? 0);
  }

  get currentSpace(): number {
    return this.#spaces[this.depth - 1] ?? space.html;
  }

  /** Like `current`, for the element at this depth. */
  idAt(depth: number): number {
    return this.#ids[depth - 1] ?? 0;
  }

  serialAt(depth: number): number {
    return depth > this.depth ? 0 : (this.#serials[depth - 1] ?? 0);
  }

  count(id: number): number {
    return this.#counts[id] ?? 0;
  }

  /** Bits of `is`; 0 for elements of SVG and MathML. */
  properties(id: number): number {
    return id > 0 ? (this.#known.properties[id] ?? 0) : 0;
  }

  push(id: number, serial: number): void {
    this.#ids[this.depth] = id;
    this.#spaces[this.depth] = space.html;
    this.#serials[this.depth] = serial;
    this.depth += 1;
    this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    this.countEdge(id);
  }

  pushForeign(id: number, inSpace: number): void {
    this.#ids[this.depth] = -id;
    this.#spaces[this.depth] = inSpace;
    this.#serials[this.depth] = 0;
    this.depth += 1;
    this.foreign += 1;
    this.countEdge(id);
  }

  /** An element of this name begins, or ends. */
  countEdge(id: number): void {
    this.edges += this.#standsApart[id] ?? 0;
  }

  /** Closes the current node, and the elements around it that are no longer on the stack. */
  pop(): void {
    do this.#close();
    while (this.depth > 0 && this.#ids[this.depth - 1] === 0);
  }

  #close(): void {
    const { depth } = this;
    const id = this.#ids[depth - 1] ?? 0;
    if (id > 0) this.#counts[id] = (this.#counts[id] ?? 0) - 1;
    else if (id < 0) this.foreign -= 1;
    this.depth = depth - 1;
    this.countEdge(Math.abs(id));
    if (depth === this.watched) this.#onClose(depth);
  }

  /** Closes the element at this depth and all that are open inside it. */
  popTo(depth: number): void {
    while (this.depth >= depth && this.depth > 0) this.pop();
  }

  popUntil(id: number): void {
    this.popTo(this.#depthOf(id));
  }

  /** Closes up to the innermost element with one of these properties, that one included. */
  popUntilOneOf(bits: number): void {
    while (this.depth > 0) {
      const found = (this.properties(this.current) & bits) !== 0;
      this.pop();
      if (found) return;
    }
  }

  clearBackTo(bits: number): void {
    while (this.depth > 1 && (this.properties(this.current) & bits) === 0) this.pop();
  }

  /** 13.2.6.3, "generate implied end tags". */
  closeImplied(except: number): void {
    while (this.current !== except && (this.properties(this.current) & is.implied) !== 0) {
      this.pop();
    }
  }

  /** Takes the element off the standard's stack; the elements inside it stay open. */
  remove(depth: number): void {
    if (depth === this.depth) {
      this.pop();
      return;
    }
    const id = this.#ids[depth - 1] ?? 0;
    if (id > 0) this.#counts[id] = (this.#counts[id] ?? 0) - 1;
    this.#ids[depth - 1] = 0;
  }

  /** Puts an HTML element in the place of another one; with 0, none. */
  replace(depth: number, id: number, serial: number): void {
    const before = this.#ids[depth - 1] ?? 0;
    if (before > 0) this.#counts[before] = (this.#counts[before] ?? 0) - 1;
    if (id > 0) this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    this.#ids[depth - 1] = id;
    this.#serials[depth - 1] = serial;
  }

  /** The depth of the innermost HTML element of this name; 0 if none is open. */
  #depthOf(id: number): number {
    if (this.count(id) === 0) return 0;
    let { depth } = this;
    while (depth > 0 && this.#ids[depth - 1] !== id) depth -= 1;
    return depth;
  }

  isInScope(id: number, ends: number): boolean {
    if (this.count(id) === 0) return false;
    for (let { depth } = this; depth > 0; depth--) {
      const one = this.#ids[depth - 1] ?? 0;
      if (one === id) return true;
      if (this.#endsScope(one, depth, ends)) return false;
      this.steps += 1;
    }
    return false;
  }

  /** The same for an element with one of these properties. */
  isOneInScope(bits: number, ends: number): boolean {
    for (let { depth } = this; depth > 0; depth--) {
      const one = this.#ids[depth - 1] ?? 0;
      if ((this.properties(one) & bits) !== 0) return true;
      if (this.#endsScope(one, depth, ends)) return false;
      this.steps += 1;
    }
    return false;
  }

  #endsScope(id: number, depth: number, ends: number): boolean {
    if (id >= 0) return (this.properties(id) & ends) !== 0;
    return ends !== scope.table && this.#isSpecialForeign(depth);
  }

  /** 13.2.4.2, "special" category. */
  isSpecial(depth: number): boolean {
    const id = this.#ids[depth - 1] ?? 0;
    return id >= 0 ? (this.properties(id) & is.special) !== 0 : this.#isSpecialForeign(depth);
  }

  #isSpecialForeign(depth: number): boolean {
    const bits = this.foreignProperties(depth);
    return this.#spaces[depth - 1] === space.svg
      ? (bits & isForeign.svgHtml) !== 0
      : (bits & (isForeign.mathText | isForeign.annotation)) !== 0;
  }

  /** Bits of `isForeign`. */
  foreignProperties(depth: number): number {
    return this.#known.foreignProperties[-(this.#ids[depth - 1] ?? 0)] ?? 0;
  }
}
