import { char, eof, isSpace } from './characters.ts';

/**
 * Where the raw text from `from` on ends: at the end tag of that name, or at the page's end. As
 * htmlparser2 has it, with its slip that two control characters may stand for "<" and "/".
 */
export function rawTextEnd(bytes: Buffer, from: number, name: string): number {
  const { length } = bytes;
  // `<title>` is read byte by byte for its character references; the others jump from "<" to "<".
  const jumps = name !== 'title';
  let at = from;
  while (at < length) {
    if (((bytes[at] ?? 0) | 0x20) !== char.lessThan) {
      at = jumps ? bytes.indexOf(char.lessThan, at + 1) : at + 1;
      if (at < 0) break;
      if (!jumps) continue;
    }
    let start = at;
    at += 1;
    for (let known = 1; at < length; at++) {
      const byte = bytes[at] ?? eof;
      if (known === name.length + 2) {
        if (byte === char.greaterThan || isSpace(byte)) return start;
        break;
      }
      if ((byte | 0x20) === (known === 1 ? char.slash : name.charCodeAt(known - 2))) {
        known += 1;
      } else if (byte === char.lessThan) {
        start = at;
        known = 1;
      } else {
        at += 1;
        break;
      }
    }
  }
  return length;
}
