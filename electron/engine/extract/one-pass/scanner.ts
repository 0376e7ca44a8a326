import { char, classes, ends, eof, isLetter, isSpace, lowerCase } from './characters.ts';
import { rawTextEnd } from './raw-text.ts';
import type { SourceText } from './source-text.ts';
import { Tag, unfinished } from './tag.ts';
import type { TagNames } from './tag-names.ts';

/** What a scanner finds in a page, in order. `id` is the number of a tag's name. */
export interface ScannerEvents {
  /** Nothing more is wanted of the page. */
  readonly done: boolean;
  /** Whether texts are wanted now. */
  readonly wantsText: boolean;
  /** Text with character references, as it is, or of a title. */
  onText(start: number, end: number, kind: 'text' | 'raw' | 'title'): void;
  onLastUnit(): void;
  /** The name of a start tag; whether its attributes are wanted. */
  onTagName(id: number, at: number): boolean;
  onTag(id: number, tag: Tag, wanted: boolean): void;
  onEndTag(id: number, tag: Tag, at: number): void;
}

const commentEnd = Buffer.from('-->');
const cdataStart = Buffer.from('CDATA[');
const cdataEnd = Buffer.from(']]>');

/**
 * Reads the markup of a page exactly as htmlparser2's Tokenizer does, its quirks included, in bytes of
 * UTF-8 and without copying what nobody wants. The differential tests hold both together.
 */
export class Scanner {
  readonly #source: SourceText;
  readonly #bytes: Buffer;
  readonly #known: TagNames;
  readonly #events: ScannerEvents;
  readonly #tag: Tag;
  /** Numbers of names that only this page has. */
  readonly #others: string[] = [];
  readonly #otherIds = new Map<string, number>();
  #nameEnd = 0;

  constructor(source: SourceText, known: TagNames, events: ScannerEvents) {
    this.#source = source;
    this.#bytes = source.bytes;
    this.#known = known;
    this.#events = events;
    this.#tag = new Tag(source);
  }

  run(): void {
    const bytes = this.#bytes;
    const { length } = bytes;
    const events = this.#events;
    let at = 0;
    while (at < length && !events.done) {
      let next = at;
      while (next < length && bytes[next] !== char.lessThan) next += 1;
      if (next > at && events.wantsText) events.onText(at, next, 'text');
      at = next === length ? length : this.#markup(next);
    }
  }

  /** From "<" on; gives the place where text goes on. */
  #markup(at: number): number {
    const next = this.#bytes[at + 1] ?? eof;
    if (isLetter(next)) return this.#startTag(at);
    if (next === char.slash) return this.#endTag(at);
    if (next === char.bang) return this.#declaration(at + 2);
    if (next === char.question) return this.#behind(char.greaterThan, at + 2, at + 2);
    this.#text(at, at + 1);
    return at + 1;
  }

  #startTag(at: number): number {
    const events = this.#events;
    const id = this.#name(at + 1, ends.openName, true);
    const { length } = this.#bytes;
    if (this.#nameEnd === length) {
      if (mayBeRawText(this.#source.slice(at + 1, length))) this.#text(at + 1, length);
      return length;
    }
    const tag = this.#tag;
    const wanted = events.onTagName(id, at);
    if (wanted) tag.name = this.#nameOf(id);
    const end = tag.read(this.#nameEnd, wanted);
    if (end === unfinished) {
      if (tag.endsAtSlash) events.onLastUnit();
      return length;
    }
    tag.end = end;
    events.onTag(id, tag, wanted);
    const endName = this.#known.rawTextEnd[id] ?? 0;
    return endName === 0 || tag.selfClosing ? end : this.#rawText(end, endName);
  }

  #rawText(from: number, endName: number): number {
    const name = this.#known.names[endName] ?? '';
    const end = rawTextEnd(this.#bytes, from, name);
    if (end > from && this.#events.wantsText) {
      this.#events.onText(from, end, name === 'title' ? 'title' : 'raw');
    }
    if (end === this.#bytes.length || this.#events.done) return this.#bytes.length;
    this.#events.onEndTag(endName, this.#tag, end);
    return this.#behindEndTag(end + 2 + name.length);
  }

  #endTag(at: number): number {
    const { length } = this.#bytes;
    let name = at + 2;
    while (isSpace(this.#bytes[name] ?? eof)) name += 1;
    const first = this.#bytes[name] ?? eof;
    if (!isLetter(first)) {
      if (first !== eof && first !== char.greaterThan)
        return this.#behind(char.greaterThan, name + 1, name);
      // "</>" is text, to htmlparser2.
      this.#text(at, Math.min(name + 1, length));
      return name + 1;
    }
    const id = this.#name(name, ends.closeName, false);
    const nameEnd = this.#nameEnd;
    if (nameEnd === length) return length;
    this.#events.onEndTag(id, this.#tag, at);
    return this.#behindEndTag(nameEnd);
  }

  #behindEndTag(at: number): number {
    if (this.#bytes[at] === char.greaterThan) return at + 1;
    const end = this.#bytes.indexOf(char.greaterThan, at + 1);
    if (end >= 0) return end + 1;
    if (this.#events.wantsText) this.#events.onLastUnit();
    return this.#bytes.length;
  }

  /** Behind "<!". A character is skipped here and there before ">" counts. */
  #declaration(at: number): number {
    const bytes = this.#bytes;
    const first = bytes[at] ?? eof;
    if (first === char.dash) {
      return bytes[at + 1] === char.dash
        ? this.#behind(commentEnd, at)
        : this.#behind(char.greaterThan, at + 2, at);
    }
    if (first !== char.bracket) return this.#behind(char.greaterThan, at + 1, at);
    let known = 0;
    while (known < cdataStart.length && bytes[at + 1 + known] === cdataStart[known]) known += 1;
    return known === cdataStart.length
      ? this.#behind(cdataEnd, at + 1 + known)
      : this.#behind(char.greaterThan, at + 1 + known, at);
  }

  /** Behind the next `end`. Where there is none, what stands from `text` on is text. */
  #behind(end: number | Buffer, from: number, text?: number): number {
    const { length } = this.#bytes;
    const at = from < length ? this.#bytes.indexOf(end, from) : -1;
    if (at >= 0) return at + (typeof end === 'number' ? 1 : end.length);
    if (text !== undefined && text < length) this.#text(text, length);
    return length;
  }

  #text(start: number, end: number): void {
    if (this.#events.wantsText) this.#events.onText(start, end, 'raw');
  }

  /** Reads a name on to one of its `enders`; gives its number, and notes where it ends. */
  #name(start: number, enders: number, add: boolean): number {
    const bytes = this.#bytes;
    const { length } = bytes;
    let at = start;
    // The last eight bytes in lower case; hardly a name has more.
    let head = 0;
    let tail = 0;
    while (at < length) {
      const byte = bytes[at] ?? 0;
      if (((classes[byte] ?? 0) & enders) !== 0) break;
      head = (head << 8) | (tail >>> 24);
      tail = (tail << 8) | (lowerCase[byte] ?? 0);
      at += 1;
    }
    this.#nameEnd = at;
    const id = this.#known.find(head, tail, at - start);
    return id === 0 ? this.#otherName(start, at, add) : id;
  }

  #nameOf(id: number): string {
    return this.#known.names[id] ?? this.#others[id - this.#known.names.length] ?? '';
  }

  #otherName(start: number, end: number, add: boolean): number {
    const name = this.#source.slice(start, end).toLowerCase();
    const id = this.#known.id(name) || this.#otherIds.get(name) || 0;
    if (id !== 0 || !add) return id;
    const added = this.#known.names.length + this.#others.length;
    this.#others.push(name);
    this.#otherIds.set(name, added);
    return added;
  }
}

/** A page that ends in the middle of such a name leaves it as text. */
function mayBeRawText(name: string): boolean {
  return rawTextNames.some((known) => known.startsWith(name.toLowerCase()));
}
const rawTextNames = ['script', 'style', 'title', 'xitle', 'textarea', 'xextarea', 'xmp', 'tmp'];
