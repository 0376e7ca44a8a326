/**
 * A text as bytes, one character a byte (UTF-8), with the position in the original text from which each
 * byte comes, so that a match in a decoded form can be removed from the original.
 */
export interface DecodedText {
  readonly bytes: string;
  /** For each byte: the start and the end of its source in the original text. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A value may be encoded several times; no reader decodes more levels than this. */
const mostLevels = 3;

const named: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  colon: ':',
  comma: ',',
  commat: '@',
  equals: '=',
  gt: '>',
  lowbar: '_',
  lt: '<',
  nbsp: ' ',
  num: '#',
  percnt: '%',
  period: '.',
  plus: '+',
  quot: '"',
  semi: ';',
  sol: '/',
};
const escaped: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const encodings =
  /%([0-9a-f]{2})|&#x0*([0-9a-f]{1,6});?|&#0*(\d{1,7});?|&([a-z]{2,6});|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\(["'/\\bfnrt])/gi;

/**
 * A text as it is, and its forms after percent-encodings, character references of HTML and escapes of JSON
 * and JavaScript are decoded, as often as there are any.
 */
export function decodedTexts(text: string): readonly DecodedText[] {
  return levelsOf(asBytes(text));
}

/** The same for a value that is given as bytes, without the positions. */
export function decodedBytes(bytes: string): readonly string[] {
  return mayHoldMore(bytes) ? levelsOf(asBytes(bytes, true)).map((level) => level.bytes) : [bytes];
}

function levelsOf(text: DecodedText): readonly DecodedText[] {
  const levels = [text];
  for (let level = text; levels.length <= mostLevels; levels.push(level)) {
    const next = mayHoldMore(level.bytes) ? undone(level) : level;
    if (next.bytes === level.bytes) break;
    level = next;
  }
  return levels;
}

const mayHoldMore = (bytes: string): boolean => /[%&\\]/.test(bytes);

/** @param areBytes the characters of `text` are bytes already */
function asBytes(text: string, areBytes = !/[^\0-\x7f]/.test(text)): DecodedText {
  const bytes = areBytes ? text : utf8(text);
  const starts = new Int32Array(bytes.length);
  const ends = new Int32Array(bytes.length);
  let [at, byte] = [0, 0];
  for (const character of areBytes ? '' : text) {
    const end = byte + Buffer.byteLength(character);
    starts.fill(at, byte, end);
    at += character.length;
    ends.fill(at, byte, end);
    byte = end;
  }
  for (; byte < bytes.length; byte += 1) {
    starts[byte] = byte;
    ends[byte] = byte + 1;
  }
  return { bytes, starts, ends };
}

function undone({ bytes, starts, ends }: DecodedText): DecodedText {
  const parts: string[] = [];
  const places = { starts: new Int32Array(bytes.length), ends: new Int32Array(bytes.length) };
  let length = 0;
  const keep = (from: number, to: number): void => {
    parts.push(bytes.slice(from, to));
    places.starts.set(starts.subarray(from, to), length);
    places.ends.set(ends.subarray(from, to), length);
    length += to - from;
  };
  let from = 0;
  for (const match of bytes.matchAll(encodings)) {
    const to = match.index + match[0].length;
    keep(from, match.index);
    const meant = meaning(match);
    parts.push(meant);
    places.starts.fill(starts[match.index] ?? 0, length, length + meant.length);
    places.ends.fill(ends[to - 1] ?? 0, length, length + meant.length);
    length += meant.length;
    from = to;
  }
  keep(from, bytes.length);
  return {
    bytes: parts.join(''),
    starts: places.starts.subarray(0, length),
    ends: places.ends.subarray(0, length),
  };
}

/** In bytes. */
function meaning([
  whole,
  byte,
  hex,
  decimal,
  name,
  unicode,
  short,
  character,
]: RegExpExecArray): string {
  if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
  const code =
    hex ?? unicode ?? short ?? (decimal === undefined ? undefined : Number(decimal).toString(16));
  if (code !== undefined) {
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? whole : utf8(String.fromCodePoint(point));
  }
  if (name !== undefined) return named[name.toLowerCase()] ?? whole;
  return character === undefined ? whole : (escaped[character] ?? character);
}

function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
