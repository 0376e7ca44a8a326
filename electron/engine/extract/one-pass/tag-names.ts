import { apartNames, standsApart } from '../shown-elements.ts';
import {
  commonNames,
  endRules,
  foreignProperties,
  properties,
  startRules,
} from './element-rules.ts';

type Rules = readonly (readonly [value: number, names: readonly string[]])[];

/** Numbers of tag names, known before a page is read, and the rules of the standard for each. */
export class TagNames {
  readonly names: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;
  /** By number: bits of `is`, bits of `isForeign`, a rule of `start` and one of `end`. */
  readonly properties: Uint16Array;
  readonly foreignProperties: Uint8Array;
  readonly start: Uint8Array;
  readonly end: Uint8Array;
  /** The texts before, in and behind such an element are separate words. */
  readonly standsApart: Uint8Array;
  readonly #byPlace = new Int16Array(places);
  /** By number: the last eight bytes of a name, four in each; and its length. */
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  readonly #lengths: Uint8Array;

  constructor(more: Iterable<string>) {
    const rules: Rules = [...properties, ...foreignProperties, ...startRules, ...endRules];
    const ruled = rules.flatMap(([, names]) => names);
    // Number 0 is no name.
    const names = ['', ...new Set([...ruled, ...commonNames, ...apartNames, ...more])];
    this.names = names;
    this.#ids = new Map(names.map((name, id) => [name, id]));
    const merged = (rules: Rules) =>
      names.map((name) =>
        rules.reduce((sum, [value, names]) => (names.includes(name) ? sum | value : sum), 0),
      );
    this.properties = Uint16Array.from(merged(properties));
    this.foreignProperties = Uint8Array.from(merged(foreignProperties));
    this.start = Uint8Array.from(merged(startRules));
    this.end = Uint8Array.from(merged(endRules));
    this.standsApart = Uint8Array.from(names, (name) => +standsApart(name));
    this.#lengths = Uint8Array.from(names, (name) => Buffer.byteLength(name));
    this.#heads = Int32Array.from(names, (name) => packed(name).head);
    this.#tails = Int32Array.from(names, (name) => packed(name).tail);
    for (const [id, name] of names.entries()) {
      // A name that does not fit is found by its text.
      const place = placeOf(this.#heads[id] ?? 0, this.#tails[id] ?? 0);
      if (this.#byPlace[place] === 0 && Buffer.byteLength(name) <= 8) this.#byPlace[place] = id;
    }
  }

  /** 0 if the name is not known. */
  id(name: string): number {
    return this.#ids.get(name) ?? 0;
  }

  /**
   * The number of a name of this length, by its last eight bytes in lower case (see `#name` of a tokenizer);
   * 0 if it is longer than that, or not known.
   */
  find(head: number, tail: number, length: number): number {
    const id = this.#byPlace[placeOf(head, tail)] ?? 0;
    const found =
      this.#tails[id] === tail && this.#heads[id] === head && this.#lengths[id] === length;
    return found ? id : 0;
  }
}

/** Space for many times the number of names, so that two seldom share a place. */
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
