import { char, classes, ends, eof, isSpace } from './characters.ts';
import { decodeValue } from './decode-entities.ts';
import type { SourceText } from './source-text.ts';

/** Where the tag does not end before the page does. */
export const unfinished = -1;

/** The start tag that is being read. Its attributes are looked up in the page when they are asked for. */
export class Tag {
  /** In lower case. */
  name = '';
  /** The place behind it. */
  end = 0;
  /** "/>". */
  selfClosing = false;
  /** Only for a tag that is `unfinished`: the page ends behind a "/" in it. */
  endsAtSlash = false;
  readonly #source: SourceText;
  /** Four numbers an attribute: start and end of its name, and of its value with quotation marks. */
  #places: number[] = [];
  #count = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** A tag that does not stand in the page. */
  clear(name: string, at: number): void {
    this.name = name;
    this.end = at;
    this.selfClosing = false;
    this.#count = 0;
  }

  /**
   * Reads attributes from behind the name on to the tag's end; where they are not `wanted` it only
   * looks for the end. Gives the place behind ">".
   */
  read(from: number, wanted: boolean): number {
    const { bytes } = this.#source;
    const { length } = bytes;
    this.#count = 0;
    this.selfClosing = false;
    this.endsAtSlash = false;
    let at = from;
    while (at < length) {
      const byte = bytes[at] ?? eof;
      if (byte === char.greaterThan) return at + 1;
      if (isSpace(byte)) {
        at += 1;
        continue;
      }
      if (byte === char.slash) {
        do at += 1;
        while (isSpace(bytes[at] ?? eof));
        if (bytes[at] === char.greaterThan) {
          this.selfClosing = true;
          return at + 1;
        }
        this.endsAtSlash = at === length;
        continue;
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
        do at += 1;
        while (at < length && bytes[at] !== quote);
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

  /** Whether there is an attribute of this name (in lower case). */
  has(name: string): boolean {
    return this.#find(name) >= 0;
  }

  /** The value of the first attribute of this name; empty where only the name stands there. */
  value(name: string): string | undefined {
    const at = this.#find(name);
    if (at < 0) return undefined;
    const start = this.#places[at + 2] ?? 0;
    const end = this.#places[at + 3] ?? 0;
    if (start === end) return '';
    const first = this.#source.bytes[start];
    const quoted = first === char.quote || first === char.apostrophe;
    const text = quoted ? this.#source.slice(start + 1, end - 1) : this.#source.slice(start, end);
    return decodeValue(text, quoted ? this.#source.slice(start, end) : text);
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
      // Beyond ASCII lower case is no matter of single bytes: a Kelvin sign becomes a "k".
      if (byte >= 0x80) return this.#source.slice(start, end).toLowerCase() === wanted;
      const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
      if (lower !== wanted.charCodeAt(at - start)) return false;
    }
    return end - start === wanted.length;
  }
}
