import {
  commonNames,
  foreignNames,
  impliedCloses,
  integrationNames,
  rawTextEnds,
  voidNames,
} from './tag-rules.ts';

/** Room for four times the names, so that few of them share a place. */
const places = 2048;

/** Numbers of tag names, known before a page is read, and what the parser does about each. */
export class TagNames {
  readonly names: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;
  readonly isVoid: Uint8Array;
  /** 0; 1: "/>" closes elements inside; 2: inside it does not. */
  readonly foreign: Uint8Array;
  /** What opening it closes, as a bit; `closedBy` has the bits that close it. */
  readonly closes: Uint32Array;
  readonly closedBy: Uint32Array;
  /** The end tag of raw text, as a number; 0 where the contents are markup. */
  readonly rawTextEnd: Uint8Array;
  readonly #byHash = new Int16Array(places);
  readonly #bytes: readonly Uint8Array[];

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
        ...more,
      ]),
    ];
    this.names = names;
    this.#ids = new Map(names.map((name, id) => [name, id]));
    const is = (set: readonly string[]) => Uint8Array.from(names, (name) => +set.includes(name));
    this.isVoid = is(voidNames);
    const integration = is(integrationNames);
    this.foreign = is(foreignNames).map((yes, id) => yes || 2 * (integration[id] ?? 0));
    const bits = (side: 0 | 1) =>
      Uint32Array.from(names, (name) =>
        impliedCloses.reduce((sum, rule, bit) => sum | (+rule[side].includes(name) << bit), 0),
      );
    this.closes = bits(0);
    this.closedBy = bits(1);
    this.rawTextEnd = Uint8Array.from(names, (name) => this.id(rawTextEnds.get(name) ?? ''));
    this.#bytes = names.map((name) => new TextEncoder().encode(name));
    // Later names do not take the place of earlier ones: those are looked up by their text.
    this.#bytes.forEach((bytes, id) => {
      const place = hashOf(bytes);
      this.#byHash[place] ||= id;
    });
  }

  /** 0 where the name is not known. */
  id(name: string): number {
    return this.#ids.get(name) ?? 0;
  }

  /** The number of the name at `bytes[start..end)` if it is one of those found by `hash`; otherwise 0. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const id = this.#byHash[hash & (places - 1)] ?? 0;
    const name = this.#bytes[id];
    if (name === undefined || name.length !== end - start) return 0;
    for (let index = 0; index < name.length; index++) {
      const byte = bytes[start + index] ?? 0;
      const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
      if (lower !== name[index]) return 0;
    }
    return id;
  }
}

/** How the hash goes on with a byte; upper and lower case give the same. */
export function mixed(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + (byte | 0x20)) | 0;
}

function hashOf(bytes: Uint8Array): number {
  return bytes.reduce(mixed, 0) & (places - 1);
}
