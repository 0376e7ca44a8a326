import { lowerAscii } from '#shared/lower-ascii.ts';

/** Bytes that have a meaning in markup. All are ASCII, so that UTF-8 can be read without decoding it. */
export const char = {
  newline: 0x0a,
  return: 0x0d,
  quote: 0x22,
  and: 0x26,
  apostrophe: 0x27,
  dash: 0x2d,
  slash: 0x2f,
  lessThan: 0x3c,
  equals: 0x3d,
  greaterThan: 0x3e,
  bang: 0x21,
  question: 0x3f,
  bracket: 0x5b,
} as const;

/** The value behind the last byte. It is no byte, so it equals none. */
export const eof = -1;

/** The role of a byte in markup, as bits: the things that it ends, or is; 0 for the bytes of names. */
export const ends = {
  space: 1,
  tagName: 2,
  attributeName: 4,
  plainValue: 8,
} as const;

/** The bits by byte. */
export const classes = new Uint8Array(256);
for (const space of [0x09, 0x0a, 0x0c, 0x0d, 0x20]) {
  classes[space] = ends.space | ends.tagName | ends.attributeName | ends.plainValue;
}
classes[char.greaterThan] = ends.tagName | ends.attributeName | ends.plainValue;
classes[char.slash] = ends.tagName | ends.attributeName;
classes[char.equals] = ends.attributeName;

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d || byte === 0x0c;
}

/** The number of places that are checked one by one before `farByte`, which is quicker from then on. */
export const nearBytes = 32;

/** The position of this byte, searched from a place on; the length of `bytes` if there is none. */
export function farByte(bytes: Buffer, wanted: number, from: number): number {
  const found = bytes.indexOf(wanted, from);
  return found < 0 ? bytes.length : found;
}

/** Whether there is nothing but spaces from `start` up to `end`. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(bytes[at] ?? eof)) return false;
  return true;
}

export function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Converts ASCII letters to lower case; all other bytes are unchanged. */
export const lowerCase = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte,
);

/** A name as the standard's tokenizer returns it: ASCII in lower case, and no NUL. */
export function asName(source: string): string {
  if (!/[A-Z\0]/.test(source)) return source;
  return lowerAscii(source).replaceAll('\0', '\ufffd');
}
