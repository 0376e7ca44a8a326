import { TooDeepError } from '../../tree-levels.ts';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * The numbers of a document that JavaScript would write in another way (1.10, 12345678901234567890), by the
 * list or object that holds them and their place in it.
 */
export type ExactNumbers = Map<object, Map<string | number, string>>;

/** A value with what is needed to write it as it stands in its document. */
export interface JsonNode {
  readonly value: JsonValue;
  /** The text of a number that JavaScript would write in another way; null for any other value. */
  readonly exact: string | null;
  readonly numbers: ExactNumbers;
}

/** The text is no JSON; `at` is the character from which on it cannot be read. */
export class JsonError extends Error {
  readonly at: number;

  constructor(at: number) {
    super(`no JSON from character ${at + 1} on`);
    this.at = at;
  }
}

/** More levels than any real document has, and few enough for the stack and for queries. */
export const mostJsonLevels = 512;

/**
 * Reads the value that begins at `start`, by RFC 8259; line ends inside strings count as well, since they leave
 * no doubt.
 *
 * @param loose for a literal in a script: keys without quotation marks, single quotes, commas at the end,
 *   `undefined` (null) and comments count too
 * @throws JsonError, TooDeepError
 */
export function readJson(
  text: string,
  start: number,
  loose: boolean,
): { readonly node: JsonNode; readonly end: number } {
  const reader = new JsonReader(text, start, loose);
  const node = reader.node();
  return { node, end: reader.at };
}

/** @throws JsonError for anything but one value, TooDeepError */
export function readWholeJson(text: string): JsonNode {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const { node, end } = readJson(text, start, false);
  const rest = skipBlanks(text, end, false);
  if (rest < text.length) throw new JsonError(rest);
  return node;
}

/** The place behind blanks, and behind comments where scripts may have them. */
export function skipBlanks(text: string, from: number, loose: boolean): number {
  blanks.lastIndex = from;
  blanks.test(text);
  let at = blanks.lastIndex;
  while (loose) {
    const mark = commentMarks.find((one) => text.startsWith(one, at));
    if (mark === undefined) break;
    if (mark === '/*' || mark === '//') {
      const end = text.indexOf(mark === '/*' ? '*/' : '\n', at + 2);
      at = end < 0 ? text.length : end + (mark === '/*' ? 2 : 1);
    } else {
      at += mark.length;
    }
    blanks.lastIndex = at;
    blanks.test(text);
    at = blanks.lastIndex;
  }
  return at;
}

const blanks = /[\s\ufeff]*/y;
/** The marks by which old pages hide scripts and data are left out wherever they stand. */
const commentMarks = ['/*', '//', '<!--', '-->', '<![CDATA[', ']]>'];
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const name = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const words: Readonly<Record<string, JsonValue>> = { true: true, false: false, null: null };
const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

class JsonReader {
  at: number;
  readonly #text: string;
  readonly #loose: boolean;
  readonly #numbers: ExactNumbers = new Map();
  #exact: string | null = null;

  constructor(text: string, start: number, loose: boolean) {
    this.#text = text;
    this.at = start;
    this.#loose = loose;
  }

  node(): JsonNode {
    const value = this.#value(0);
    return { value, exact: this.#exact, numbers: this.#numbers };
  }

  #value(level: number): JsonValue {
    if (level > mostJsonLevels) throw new TooDeepError();
    this.#skip();
    this.#exact = null;
    const sign = this.#text[this.at];
    if (sign === '{') return this.#object(level);
    if (sign === '[') return this.#list(level);
    if (sign === '"' || (this.#loose && sign === "'")) return this.#string(sign);
    const digits = this.#take(number);
    if (digits !== null) {
      const value = Number(digits);
      if (String(value) !== digits) this.#exact = digits;
      return value;
    }
    const start = this.at;
    const word = this.#take(name);
    if (word !== null && Object.hasOwn(words, word)) return words[word] ?? null;
    if (word === 'undefined' && this.#loose) return null;
    throw new JsonError(start);
  }

  #object(level: number): JsonValue {
    const object: Record<string, JsonValue> = {};
    this.at += 1;
    while (!this.#ends('}')) {
      const key = this.#key();
      this.#expect(':');
      const value = this.#value(level + 1);
      if (key === '__proto__') {
        // To assign it would change what the object inherits.
        Object.defineProperty(object, key, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      } else {
        object[key] = value;
      }
      this.#keep(object, key);
      this.#separator('}');
    }
    this.#exact = null;
    return object;
  }

  #list(level: number): JsonValue {
    const list: JsonValue[] = [];
    this.at += 1;
    while (!this.#ends(']')) {
      list.push(this.#value(level + 1));
      this.#keep(list, list.length - 1);
      this.#separator(']');
    }
    this.#exact = null;
    return list;
  }

  /** Remembers the text of the number that was read last, or forgets that of an earlier one of the same key. */
  #keep(holder: object, key: string | number): void {
    const known = this.#numbers.get(holder);
    if (this.#exact === null) {
      known?.delete(key);
      return;
    }
    if (known === undefined) this.#numbers.set(holder, new Map([[key, this.#exact]]));
    else known.set(key, this.#exact);
  }

  #key(): string {
    const sign = this.#text[this.at];
    if (sign === '"' || (this.#loose && sign === "'")) return this.#string(sign);
    const start = this.at;
    const word = this.#loose ? (this.#take(name) ?? this.#take(number)) : null;
    if (word === null) throw new JsonError(start);
    return word;
  }

  /** Whether the list or object ends here; the sign is passed then. */
  #ends(sign: string): boolean {
    this.#skip();
    if (this.#text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  /** Passes a comma, behind which another value has to come. */
  #separator(end: string): void {
    this.#skip();
    if (this.#text[this.at] === end) return;
    this.#expect(',');
    this.#skip();
    if (this.#text[this.at] === end && !this.#loose) throw new JsonError(this.at);
  }

  #expect(sign: string): void {
    this.#skip();
    if (this.#text[this.at] !== sign) throw new JsonError(this.at);
    this.at += 1;
  }

  #string(quote: string): string {
    const { text, end } = readString(this.#text, this.at, quote, this.#loose);
    this.at = end;
    this.#exact = null;
    return text;
  }

  #skip(): void {
    this.at = skipBlanks(this.#text, this.at, this.#loose);
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }
}

/**
 * The string whose opening quotation mark is at `start`.
 *
 * @param loose the other escapes of scripts count too: \x41, \u{41}, \', a line end
 * @throws JsonError
 */
export function readString(
  source: string,
  start: number,
  quote: string,
  loose: boolean,
): { readonly text: string; readonly end: number } {
  let text = '';
  let from = start + 1;
  for (let at = from; at < source.length; at++) {
    const sign = source[at];
    if (sign === quote) return { text: text + source.slice(from, at), end: at + 1 };
    if (sign !== '\\') continue;
    text += source.slice(from, at);
    const escaped = readEscape(source, at + 1, loose);
    text += escaped.text;
    from = escaped.end;
    at = from - 1;
  }
  throw new JsonError(start);
}

const unicode = /u([0-9a-fA-F]{4})/y;
const scriptEscapes = /u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(\r\n|[\s\S])/y;

function readEscape(source: string, at: number, loose: boolean) {
  const known = escapes[source[at] ?? ''];
  if (known !== undefined) return { text: known, end: at + 1 };
  unicode.lastIndex = at;
  const code = unicode.exec(source)?.[1];
  if (code !== undefined) {
    return { text: String.fromCharCode(Number.parseInt(code, 16)), end: unicode.lastIndex };
  }
  scriptEscapes.lastIndex = at;
  const found = loose ? scriptEscapes.exec(source) : null;
  if (found === null) throw new JsonError(at - 1);
  const point = Number.parseInt(found[1] ?? found[2] ?? '', 16);
  if (point > 0x10ffff) throw new JsonError(at - 1);
  const sign = found[3] ?? '';
  const text = Number.isNaN(point) ? (/^[\r\n\u2028\u2029]/.test(sign) ? '' : sign) : null;
  return { text: text ?? String.fromCodePoint(point), end: scriptEscapes.lastIndex };
}
