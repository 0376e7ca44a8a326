import { asName, char, classes, ends, eof, farByte, isSpace, nearBytes } from './characters.ts';
import { decodeValue } from './decode.ts';
import type { SourceText } from './source-text.ts';

/** The page ends in the middle of the tag: then there is no tag. */
export const unfinished = -1;

/** The tag that is being read. Its attributes are looked up in the page only when they are needed. */
export class Tag {
  /** In lower case; known if the tag is `isWanted`. */
  name = '';
  /** The position of its beginning in the page, and the place behind it. */
  at = 0;
  end = 0;
  /** "/>". */
  selfClosing = false;
  /** Whether its name and its attributes are needed. */
  isWanted = false;
  readonly #source: SourceText;
  /** Four numbers for each attribute: start and end of its name, and of its value with quotation marks. */
  #places: number[] = [];
  #count = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** A tag without attributes that is not in the page. */
  clear(name: string, at: number): void {
    this.name = name;
    this.at = at;
    this.end = at;
    this.selfClosing = false;
    this.isWanted = true;
    this.#count = 0;
  }

  /**
   * Reads attributes from behind the name on to the tag's end (13.2.5.32 to 13.2.5.40); if they are not
   * `wanted` it only looks for the end. Returns the place behind ">".
   */
  read(from: number, wanted: boolean): number {
    const { bytes } = this.#source;
    const { length } = bytes;
    this.#count = 0;
    this.selfClosing = false;
    this.isWanted = wanted;
    let at = from;
    while (at < length) {
      const byte = bytes[at] ?? eof;
      if (byte === char.greaterThan) return at + 1;
      if (isSpace(byte)) {
        at += 1;
        continue;
      }
      if (byte === char.slash) {
        at += 1;
        if (bytes[at] !== char.greaterThan) continue;
        this.selfClosing = true;
        return at + 1;
      }
      const name = at;
      do at += 1;
      while (at < length && ((classes[bytes[at] ?? 0] ?? 0) & ends.attributeName) === 0);
      const nameEnd = at;
      while (isSpace(bytes[at] ?? eof)) at += 1;
      if (bytes[at] !== char.equals) {
        if (wanted) this.#note(name, nameEnd, 0, 0);
        continue;
      }
      do at += 1;
      while (isSpace(bytes[at] ?? eof));
      const value = at;
      const quote = bytes[at];
      if (quote === char.quote || quote === char.apostrophe) {
        at += 1;
        const near = at + nearBytes;
        while (at < near && at < length && bytes[at] !== quote) at += 1;
        if (at === near) at = farByte(bytes, quote, at);
        if (at === length) return unfinished;
        at += 1;
      } else {
        while (at < length && ((classes[bytes[at] ?? 0] ?? 0) & ends.plainValue) === 0) at += 1;
      }
      if (wanted) this.#note(name, nameEnd, value, at);
    }
    return unfinished;
  }

  #note(name: number, nameEnd: number, value: number, valueEnd: number): void {
    const at = this.#count * 4;
    this.#places[at] = name;
    this.#places[at + 1] = nameEnd;
    this.#places[at + 2] = value;
    this.#places[at + 3] = valueEnd;
    this.#count += 1;
  }

  get hasAttributes(): boolean {
    return this.#count > 0;
  }

  /** Whether there is an attribute of this name (in lower case). */
  has(name: string): boolean {
    return this.#find(name) >= 0;
  }

  /** The value of the first attribute of this name; empty if there is only the name. */
  value(name: string): string | undefined {
    const at = this.#find(name);
    return at < 0 ? undefined : this.#valueAt(at);
  }

  /** The attributes in order; if a name is repeated, the first one counts. */
  attributes(): ReadonlyMap<string, string> {
    const all = new Map<string, string>();
    for (let at = 0; at < this.#count * 4; at += 4) {
      const name = asName(this.#source.slice(this.#places[at] ?? 0, this.#places[at + 1] ?? 0));
      if (!all.has(name)) all.set(name, this.#valueAt(at));
    }
    return all;
  }

  #valueAt(at: number): string {
    const start = this.#places[at + 2] ?? 0;
    const end = this.#places[at + 3] ?? 0;
    return start === end ? '' : decodeValue(this.#source.slice(start, end));
  }

  #find(wanted: string): number {
    for (let at = 0; at < this.#count * 4; at += 4) {
      if (this.#isNamed(this.#places[at] ?? 0, this.#places[at + 1] ?? 0, wanted)) return at;
    }
    return -1;
  }

  #isNamed(start: number, end: number, wanted: string): boolean {
    const { bytes } = this.#source;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      // Beyond ASCII a character is more than one byte, and NUL is replaced by another character.
      if (byte >= 0x80 || byte === 0) return asName(this.#source.slice(start, end)) === wanted;
      const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
      if (lower !== wanted.charCodeAt(at - start)) return false;
    }
    return end - start === wanted.length;
  }
}
