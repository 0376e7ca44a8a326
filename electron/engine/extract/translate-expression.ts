export type Translated =
  | { readonly kind: 'expression'; readonly source: string }
  /** A sentence with the spelling that works. */
  | { readonly kind: 'unknown'; readonly problem: string };

/**
 * Rewrites an expression for JavaScript's flag `u`: expressions that people paste from other languages (PCRE,
 * Python, .NET, Java), and literal signs without a backslash. A construct without an equivalent is reported
 * instead of changing its meaning.
 */
export function translateExpression(source: string): Translated {
  try {
    return { kind: 'expression', source: [...pieces(source)].join('') };
  } catch (error) {
    if (error instanceof Unknown) return { kind: 'unknown', problem: error.message };
    throw error;
  }
}

class Unknown extends Error {}

function unknown(spelling: string, advice: string): Unknown {
  return new Unknown(`The spelling "${spelling}" is not known in expressions here; ${advice}.`);
}

const startOfText = '(?<![\\s\\S])';
const endOfText = '(?![\\s\\S])';

function* pieces(source: string): Generator<string> {
  const reader = new Reader(source);
  while (!reader.isAtEnd) {
    const quoted = reader.take(/\\Q(.*?)(?:\\E|$)/sy);
    if (quoted !== null) yield escaped(quoted[1] ?? '');
    else if (reader.next === '\\') yield escapeOutside(reader);
    else if (reader.next === '[') yield* characterClass(reader);
    else if (reader.next === '(') yield opening(reader);
    else yield plain(reader);
  }
}

function plain(reader: Reader): string {
  const quantifier = reader.take(/(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})([+?]?)/y);
  if (quantifier !== null) {
    const [written, more] = quantifier;
    if (more === '+') {
      throw unknown(written, `write "${written.slice(0, -1)}", which may give characters back`);
    }
    // In Python `{,3}` means: up to 3.
    return written.replace('{,', '{0,');
  }
  const sign = reader.takeOne();
  return sign === '{' || sign === '}' || sign === ']' ? `\\${sign}` : sign;
}

function opening(reader: Reader): string {
  if (reader.take(/\(\?#[^)]*\)/y) !== null) return '';
  const named = reader.take(/\(\?(?:P?<|')([A-Za-z_$][\w$]*)[>']/y);
  if (named !== null) return `(?<${named[1]}>`;
  const again = reader.take(/\(\?P=([A-Za-z_]\w*)\)/y);
  if (again !== null) return `\\k<${again[1]}>`;
  const [special = '('] = reader.take(/\(\?(?:<[=!]|[:=!])?|\(/y) ?? [];
  if (special !== '(?') return special;
  const rest = reader.rest(12);
  if (/^-?[a-z]+(?:-[a-z]+)?[:)]/.test(rest)) {
    throw unknown(
      `(?${rest.slice(0, rest.search(/[:)]/) + 1)}`,
      'write flags such as (?i) at the very beginning, for i, m and s',
    );
  }
  if (rest.startsWith('>')) throw unknown('(?>', 'write "(?:"');
  if (rest.startsWith('|')) throw unknown('(?|', 'write "(?:" and one group for each part');
  throw unknown(
    `(?${rest.slice(0, 1)}`,
    'groups begin with "(", "(?:", "(?<name>", "(?=", "(?!", "(?<=" or "(?<!"',
  );
}

/** The translation of a backslash outside of brackets. */
function escapeOutside(reader: Reader): string {
  const end = reader.take(/\\(?:[AzZ]|G)/y)?.[0];
  if (end === '\\A') return startOfText;
  if (end === '\\z') return endOfText;
  if (end === '\\Z') return `(?=\\n?${endOfText})`;
  if (end !== undefined) throw unknown(end, 'leave it out');
  if (reader.take(/\\R/y) !== null) return '(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])';
  if (reader.take(/\\h/y) !== null) return '[\\t\\p{Zs}]';
  if (reader.take(/\\H/y) !== null) return '[^\\t\\p{Zs}]';
  if (reader.take(/\\N(?!\{)/y) !== null) return '[^\\n]';
  const reference = reader.take(/\\g\{?(?:(\d+)|([A-Za-z_]\w*))\}?/y);
  if (reference !== null) {
    const [written, number, name] = reference;
    throw unknown(written, `write "${number === undefined ? `\\k<${name}>` : `\\${number}`}"`);
  }
  const kept = reader.take(/\\(?:[1-9]\d*|k<[A-Za-z_$][\w$]*>|[bB])/y);
  return kept?.[0] ?? escapeAnywhere(reader);
}

/** The translation of a backslash that is the same inside and outside of brackets. */
function escapeAnywhere(reader: Reader): string {
  const kept = reader.take(
    /\\(?:[dDwWsSnrtfv]|0(?!\d)|c[A-Za-z]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\})/y,
  );
  if (kept !== null) return kept[0];
  const property = reader.take(/\\([pP])(?:\{(\^?)([^}]*)\}|([A-Z]))/y);
  if (property !== null) return propertyOf(property);
  const wide = reader.take(/\\x\{([\da-fA-F]+)\}/y);
  if (wide !== null) return `\\u{${wide[1]}}`;
  reader.takeOne();
  const sign = reader.takeOne();
  if (sign === 'e') return '\\x1b';
  if (sign === 'a') return '\\x07';
  if (sign === '') throw unknown('\\', 'a sign should follow; write "\\\\" for a backslash');
  if (/[A-Za-z0-9]/.test(sign)) {
    throw unknown(
      `\\${sign}`,
      `write "${sign}" for the ${/\d/.test(sign) ? 'digit' : 'letter'} itself`,
    );
  }
  return escaped(sign);
}

/** A class of Unicode. Other languages leave "Script=" out, or write "Is" and "In" before the name. */
function propertyOf([written, letter, negated, name = '', short]: RegExpExecArray): string {
  const isNot = (letter === 'P') !== (negated === '^');
  const bare = (short ?? name).replace(/^(?:Is|In)(?=[A-Z])/, '');
  for (const spelling of [short ?? name, bare, `Script=${bare}`]) {
    const source = `\\${isNot ? 'P' : 'p'}{${spelling}}`;
    if (isExpression(source)) return source;
  }
  throw unknown(
    written,
    'write a class of Unicode such as "\\p{L}", "\\p{Lu}" or "\\p{Script=Greek}"',
  );
}

function isExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}

function* characterClass(reader: Reader): Generator<string> {
  yield reader.take(/\[\^?/y)?.[0] ?? '';
  // In other languages a bracket that comes first is literal.
  if (reader.take(/\](?=[^[\]]*\])/y) !== null) yield '\\]';
  let isRangeOpen = false;
  while (!reader.isAtEnd) {
    const posix = reader.take(/\[:\^?([a-z]+):\]/y);
    if (posix !== null)
      throw unknown(posix[0], posixAdvice[posix[1] ?? ''] ?? 'write the characters');
    if (reader.take(/\]/y) !== null) {
      yield ']';
      return;
    }
    // A hyphen beside a class such as \w is no range, but literal.
    if (reader.take(isRangeOpen ? /-/y : /-(?=\\[dDwWsSpPhH])/y) !== null) {
      yield '\\-';
      isRangeOpen = false;
      continue;
    }
    isRangeOpen = /^\\[dDwWsSpPhH]/.test(reader.rest(2));
    if (reader.take(/\\h/y) !== null) yield '\\t\\p{Zs}';
    else if (reader.take(/\\b/y) !== null) yield '\\b';
    else if (reader.take(/\\-/y) !== null) yield '\\-';
    else if (reader.next === '\\') yield escapeAnywhere(reader);
    else yield reader.next === '[' ? `\\${reader.takeOne()}` : reader.takeOne();
  }
}

const posixAdvice: Readonly<Record<string, string>> = {
  alpha: 'write "\\p{L}"',
  upper: 'write "\\p{Lu}"',
  lower: 'write "\\p{Ll}"',
  alnum: 'write "\\p{L}\\d"',
  digit: 'write "\\d"',
  space: 'write "\\s"',
  punct: 'write "\\p{P}"',
};

function escaped(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&');
}

/** The position of the translation in an expression. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next sign; empty at the end. */
  get next(): string {
    return this.#text[this.#at] ?? '';
  }

  rest(length: number): string {
    return this.#text.slice(this.#at, this.#at + length);
  }

  /** Takes the match of a sticky pattern here; null if it does not match. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  /** Takes one whole character; empty at the end. */
  takeOne(): string {
    const code = this.#text.codePointAt(this.#at);
    const sign = code === undefined ? '' : String.fromCodePoint(code);
    this.#at += sign.length;
    return sign;
  }
}
