import { TextDecoder } from '@exodus/bytes/encoding.js';

/**
 * The known errors of the encoding detector with pages in windows-1252: an English page whose only bytes
 * beyond ASCII are a copyright or a pound sign is detected as Central European, with letters in place of the
 * signs; and Hungarian is detected as Western.
 */

/** Whether all bytes beyond ASCII are windows-1252 signs at places where signs are usual, and no letters. */
export function isOfSymbols(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) >= 0x80 && !isSymbol(bytes, at)) return false;
  }
  return true;
}

/** Encodings of Latin letters that the detector confuses with windows-1252, in both directions. */
const otherLatin = new Set([
  'windows-1250',
  'iso-8859-2',
  'windows-1257',
  'iso-8859-4',
  'windows-1254',
]);

/**
 * Whether the bytes can be windows-1252 as well as the guessed encoding: where the two differ, windows-1252
 * has a sign, at a place where signs are usual.
 */
export function readsAsWestern(bytes: Uint8Array, guess: string): boolean {
  if (!otherLatin.has(guess)) return false;
  const western = tableOf('windows-1252');
  const guessed = tableOf(guess);
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 && western[byte] !== guessed[byte] && !isSymbol(bytes, at)) return false;
  }
  return true;
}

/** Euro sign, ellipsis, quotation marks, bullet, dashes, trade mark: the usual ones below 0xA0. */
const punctuation = new Set([0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99]);
/** Signs that are letters in no encoding of Latin letters: no-break space, ¢ ¤ § ¨ soft hyphen ° ² ´ · ¸ ½ × ÷. */
const plainSigns = new Set([
  0xa0, 0xa2, 0xa4, 0xa7, 0xa8, 0xad, 0xb0, 0xb2, 0xb4, 0xb7, 0xb8, 0xbd, 0xd7, 0xf7,
]);

function isSymbol(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] ?? 0;
  const before = bytes[at - 1] ?? 0x20;
  const after = bytes[at + 1] ?? 0x20;
  // Two such bytes in a row are likely to be one character of an East Asian encoding.
  if (isBeyondAscii(before) || isBeyondAscii(after)) {
    return byte === 0xa0 && [before, after].every((next) => next === 0xa0 || !isBeyondAscii(next));
  }
  if (punctuation.has(byte) || plainSigns.has(byte)) return true;
  if (byte < 0xa0 || byte >= 0xc0) return false;
  // In other encodings these are letters, which are parts of words.
  switch (byte) {
    case 0xae: // Foo®
      return !isLetter(after);
    case 0xb3: // m³
      return before === 0x6d && !isLetter(after);
    case 0xa3: // £5
    case 0xa9: // ©Foo
    case 0xa1: // ¡Hola!
    case 0xbf: // ¿Cuándo?
      return !isLetter(before) && !(isLowerCase(after) && byte !== 0xa1 && byte !== 0xbf);
    case 0xab: // «Foo»
      return !isLetter(before);
    case 0xbb:
      return !isLetter(after) && bytes.includes(0xab);
    case 0xb5: // 5 µm
      return !isLetter(before);
    case 0xaa: // 1ª
    case 0xba: // nº
      return !isLetter(after);
    default:
      return !isLetter(before) && !isLetter(after);
  }
}

const isBeyondAscii = (byte: number) => byte >= 0x80;
const isLowerCase = (byte: number) => byte >= 0x61 && byte <= 0x7a;
const isLetter = (byte: number) => isLowerCase(byte | 0x20);

/** ő, Ő, ű and Ű of windows-1250; windows-1252 has õ, Õ, û and Û at these bytes. */
const doubleAcute = new Set([0xf5, 0xd5, 0xfb, 0xdb]);
/** á í ó ú in both cases: neither French nor Estonian, which have û and õ, has one of them. */
const acute = new Set([0xe1, 0xed, 0xf3, 0xfa, 0xc1, 0xcd, 0xd3, 0xda]);
/** é ö ü in both cases. */
const otherHungarian = new Set([0xe9, 0xf6, 0xfc, 0xc9, 0xd6, 0xdc]);

/**
 * Whether a text that was taken for windows-1252 is Hungarian in windows-1250: it has ő or ű, an accent that
 * neither French nor Estonian has, and no letter from outside the Hungarian alphabet. In Portuguese, õ is
 * always before an e.
 */
export function isHungarian(bytes: Uint8Array): boolean {
  let hasDoubleAcute = false;
  let hasAcute = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0xc0 || byte === 0xd7 || byte === 0xf7) continue;
    if (doubleAcute.has(byte)) hasDoubleAcute ||= ((bytes[at + 1] ?? 0) | 0x20) !== 0x65;
    else if (acute.has(byte)) hasAcute = true;
    else if (!otherHungarian.has(byte)) return false;
  }
  return hasDoubleAcute && hasAcute;
}

const tables = new Map<string, string>();

/** The character of each byte, in the order of the bytes. */
function tableOf(encoding: string): string {
  let table = tables.get(encoding);
  if (table === undefined) {
    table = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    tables.set(encoding, table);
  }
  return table;
}
