import { apartNames, standsApart } from '../shown-elements.ts';
import {
  commonNames,
  foreignNames,
  impliedCloses,
  integrationNames,
  rawTextEnds,
  voidNames,
} from './tag-rules.ts';

/** Numbers of tag names, known before a page is read, and what the parser does about each. */
export class TagNames {
  readonly names: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;
  readonly isVoid: Uint8Array;
  /** What stands before, in and behind such an element are words of their own. */
  readonly standsApart: Uint8Array;
  /** 0; 1: "/>" closes elements inside; 2: inside it does not. */
  readonly foreign: Uint8Array;
  /** What opening it closes, as a bit; `closedBy` has the bits that close it. */
  readonly closes: Uint32Array;
  readonly closedBy: Uint32Array;
  /** The end tag of raw text, as a number; 0 where the contents are markup. */
  readonly rawTextEnd: Uint8Array;
  readonly #byPlace = new Int16Array(places);
  /** By number: the last eight bytes of a name, four in each; and its length. */
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  readonly #lengths: Uint8Array;

  constructor(more: Iterable<string>) {
    const implied = impliedCloses.flat(2);
    const names = [
      '', // number 0 is no name
      ...new Set([
        ...rawTextEnds.keys(),
        ...voidNames,
        ...foreignNames,
        ...integrationNames,
        ...implied,
        ...commonNames,
        ...apartNames,
        ...more,
      ]),
    ];
    this.names = names;
    this.#ids = new Map(names.map((name, id) => [name, id]));
    const is = (set: readonly string[]) => Uint8Array.from(names, (name) => +set.includes(name));
    this.isVoid = is(voidNames);
    this.standsApart = Uint8Array.from(names, (name) => +standsApart(name));
    const integration = is(integrationNames);
    this.foreign = is(foreignNames).map((yes, id) => yes || 2 * (integration[id] ?? 0));
    const bits = (side: 0 | 1) =>
      Uint32Array.from(names, (name) =>
        impliedCloses.reduce((sum, rule, bit) => sum | (+rule[side].includes(name) << bit), 0),
      );
    this.closes = bits(0);
    this.closedBy = bits(1);
    this.rawTextEnd = Uint8Array.from(names, (name) => this.id(rawTextEnds.get(name) ?? ''));
    this.#lengths = Uint8Array.from(names, (name) => Buffer.byteLength(name));
    this.#heads = Int32Array.from(names, (name) => packed(name).head);
    this.#tails = Int32Array.from(names, (name) => packed(name).tail);
    for (const [id, name] of names.entries()) {
      // What does not fit is looked up by its text.
      const place = placeOf(this.#heads[id] ?? 0, this.#tails[id] ?? 0);
      if (this.#byPlace[place] === 0 && Buffer.byteLength(name) <= 8) this.#byPlace[place] = id;
    }
  }

  /** 0 where the name is not known. */
  id(name: string): number {
    return this.#ids.get(name) ?? 0;
  }

  /**
   * The number of a name of this length, by its last eight bytes in lower case (see `#name` of a
   * scanner); 0 where it is longer than that, or not known.
   */
  find(head: number, tail: number, length: number): number {
    const id = this.#byPlace[placeOf(head, tail)] ?? 0;
    const found =
      this.#tails[id] === tail && this.#heads[id] === head && this.#lengths[id] === length;
    return found ? id : 0;
  }
}

/** Room for many times the names, so that hardly two share a place. */
const places = 4096;

function placeOf(head: number, tail: number): number {
  const mixed = Math.imul(tail ^ Math.imul(head, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & (places - 1);
}

function packed(name: string) {
  let head = 0;
  let tail = 0;
  for (const byte of Buffer.from(name)) {
    head = (head << 8) | (tail >>> 24);
    tail = (tail << 8) | byte;
  }
  return { head, tail };
}
