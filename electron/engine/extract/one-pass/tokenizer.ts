import {
  asName,
  char,
  classes,
  ends,
  eof,
  farByte,
  isLetter,
  lowerCase,
  nearBytes,
} from './characters.ts';
import type { TextKind } from './decode.ts';
import type { SourceText } from './source-text.ts';
import { Tag, unfinished } from './tag.ts';
import type { TagNames } from './tag-names.ts';
import { commentEnd, rawTextEnd, scriptEnd } from './text-ends.ts';

/** The way to read the page behind a start tag (13.2.5). */
export type Contents = 'markup' | 'rcdata' | 'raw' | 'script' | 'plaintext';

/** Receives the tokens of a page, in order. `id` is the number of a tag's name. */
export interface TokenSink {
  /** No more of the page is needed. */
  readonly done: boolean;
  /** Whether texts are needed now. */
  readonly wantsText: boolean;
  /** Whether the innermost open element is one of SVG or MathML. */
  readonly isInForeign: boolean;
  onDoctype(start: number, end: number): void;
  onText(start: number, end: number, kind: TextKind): void;
  /** Whether the attributes of a tag of this name are needed. */
  wantsAttributes(id: number): boolean;
  onStartTag(id: number, tag: Tag): Contents;
  onEndTag(id: number, at: number): void;
  /** The end tag of an element whose contents are no markup. */
  onContentsEnd(at: number): void;
}

const doctype = /^<!doctype/i;
const cdata = Buffer.from('<![CDATA[');
const cdataEnd = Buffer.from(']]>');

/**
 * Reads the markup of a page as the standard's tokenizer does (13.2.5), in bytes of UTF-8, and without
 * copying texts and attributes that no field needs.
 */
export class Tokenizer {
  readonly #source: SourceText;
  readonly #bytes: Buffer;
  readonly #known: TagNames;
  readonly #sink: TokenSink;
  readonly #tag: Tag;
  /** Numbers of names that occur only in this page. */
  readonly #others: string[] = [];
  readonly #otherIds = new Map<string, number>();
  #nameEnd = 0;

  constructor(source: SourceText, known: TagNames, sink: TokenSink) {
    this.#source = source;
    this.#bytes = source.bytes;
    this.#known = known;
    this.#sink = sink;
    this.#tag = new Tag(source);
  }

  run(): void {
    const bytes = this.#bytes;
    const { length } = bytes;
    const sink = this.#sink;
    let at = 0;
    while (at < length && !sink.done) {
      let next = at;
      const near = at + nearBytes;
      while (next < near && next < length && bytes[next] !== char.lessThan) next += 1;
      if (next === near) next = farByte(bytes, char.lessThan, next);
      if (next > at && sink.wantsText) sink.onText(at, next, 'data');
      at = next === length ? length : this.#markup(next);
    }
  }

  /** Reads a start tag once more: its attributes are in `tag` then. */
  reread(at: number, id: number, tag: Tag): void {
    this.#name(at + 1);
    tag.read(this.#nameEnd, true);
    tag.name = this.nameOf(id);
    tag.at = at;
  }

  /** Reads from "<" on; returns the place where text continues (13.2.5.6). */
  #markup(at: number): number {
    const next = this.#bytes[at + 1] ?? eof;
    if (isLetter(next)) return this.#startTag(at);
    if (next === char.slash) return this.#endTag(at);
    if (next === char.bang) return this.#declaration(at);
    if (next === char.question) return this.#behindMarkup(at + 1);
    if (this.#sink.wantsText) this.#sink.onText(at, at + 1, 'data');
    return at + 1;
  }

  #startTag(at: number): number {
    const sink = this.#sink;
    const tag = this.#tag;
    const id = this.#name(at + 1);
    const wanted = sink.wantsAttributes(id);
    const end = tag.read(this.#nameEnd, wanted);
    if (end === unfinished) return this.#bytes.length;
    tag.at = at;
    tag.end = end;
    if (wanted) tag.name = this.nameOf(id);
    const contents = sink.onStartTag(id, tag);
    return contents === 'markup' || sink.done ? end : this.#rawText(end, id, contents);
  }

  #rawText(from: number, id: number, contents: Exclude<Contents, 'markup'>): number {
    const bytes = this.#bytes;
    const sink = this.#sink;
    const name = this.nameOf(id);
    let end = bytes.length;
    if (contents === 'script') end = scriptEnd(bytes, from);
    else if (contents !== 'plaintext') end = rawTextEnd(bytes, from, name);
    if (end > from && sink.wantsText) {
      sink.onText(from, end, contents === 'script' ? 'raw' : contents);
    }
    if (end === bytes.length || sink.done) return bytes.length;
    this.#name(end + 2);
    const behind = this.#tag.read(this.#nameEnd, false);
    if (behind === unfinished) return bytes.length;
    sink.onContentsEnd(end);
    return behind;
  }

  /** 13.2.5.7. */
  #endTag(at: number): number {
    const first = this.#bytes[at + 2] ?? eof;
    if (isLetter(first)) {
      const id = this.#name(at + 2);
      const end = this.#tag.read(this.#nameEnd, false);
      if (end === unfinished) return this.#bytes.length;
      this.#sink.onEndTag(id, at);
      return end;
    }
    if (first === char.greaterThan) return at + 3;
    if (first !== eof) return this.#behindMarkup(at + 2);
    if (this.#sink.wantsText) this.#sink.onText(at, at + 2, 'data');
    return at + 2;
  }

  /** Reads from "<!" on (13.2.5.42). */
  #declaration(at: number): number {
    const bytes = this.#bytes;
    const next = bytes[at + 2];
    if (next === char.dash && bytes[at + 3] === char.dash) return commentEnd(bytes, at + 4);
    if (next === char.bracket && this.#sink.isInForeign && this.#isAt(at, cdata)) {
      const found = bytes.indexOf(cdataEnd, at + cdata.length);
      const end = found < 0 ? bytes.length : found;
      if (end > at + cdata.length && this.#sink.wantsText) {
        this.#sink.onText(at + cdata.length, end, 'cdata');
      }
      return Math.min(end + cdataEnd.length, bytes.length);
    }
    if (doctype.test(bytes.toString('latin1', at, at + 9))) {
      const end = this.#behindMarkup(at + 9);
      this.#sink.onDoctype(at, end);
      return end;
    }
    return this.#behindMarkup(at + 2);
  }

  /** A doctype, or a bogus comment (13.2.5.41). */
  #behindMarkup(from: number): number {
    const end = this.#bytes.indexOf(char.greaterThan, from);
    return end < 0 ? this.#bytes.length : end + 1;
  }

  #isAt(at: number, wanted: Buffer): boolean {
    return this.#bytes.subarray(at, at + wanted.length).equals(wanted);
  }

  /** Reads a name; returns its number, and records its end. */
  #name(start: number): number {
    const bytes = this.#bytes;
    const { length } = bytes;
    let at = start;
    // The last eight bytes in lower case; names are seldom longer.
    let head = 0;
    let tail = 0;
    while (at < length) {
      const byte = bytes[at] ?? 0;
      if (((classes[byte] ?? 0) & ends.tagName) !== 0) break;
      head = (head << 8) | (tail >>> 24);
      tail = (tail << 8) | (lowerCase[byte] ?? 0);
      at += 1;
    }
    this.#nameEnd = at;
    const id = this.#known.find(head, tail, at - start);
    return id === 0 ? this.#otherName(start, at) : id;
  }

  nameOf(id: number): string {
    return this.#known.names[id] ?? this.#others[id - this.#known.names.length] ?? '';
  }

  #otherName(start: number, end: number): number {
    const name = asName(this.#source.slice(start, end));
    const id = this.#known.id(name) || this.#otherIds.get(name) || 0;
    if (id !== 0) return id;
    const added = this.#known.names.length + this.#others.length;
    this.#others.push(name);
    this.#otherIds.set(name, added);
    return added;
  }
}
