import { char, classes, ends, eof, lowerCase } from './characters.ts';

const dashes = Buffer.from('--');
const escapeStart = Buffer.from('<!--');

/** The place behind a comment that begins at `at`, behind its "<!--" (13.2.5.43 to 13.2.5.52). */
export function commentEnd(bytes: Buffer, at: number): number {
  if (bytes[at] === char.greaterThan) return at + 1;
  if (bytes[at] === char.dash && bytes[at + 1] === char.greaterThan) return at + 2;
  for (let dash = bytes.indexOf(dashes, at); dash >= 0; dash = bytes.indexOf(dashes, dash + 1)) {
    const next = bytes[dash + 2];
    if (next === char.greaterThan) return dash + 3;
    if (next === char.bang && bytes[dash + 3] === char.greaterThan) return dash + 4;
  }
  return bytes.length;
}

/**
 * The end of the text of an element of this name: at its end tag, or at the page's end (13.2.5.2 and
 * 13.2.5.3). `name` is in lower case.
 */
export function rawTextEnd(bytes: Buffer, from: number, name: string): number {
  for (let at = bytes.indexOf(char.lessThan, from); at >= 0; ) {
    if (bytes[at + 1] === char.slash && isName(bytes, at + 2, name)) return at;
    at = bytes.indexOf(char.lessThan, at + 1);
  }
  return bytes.length;
}

/**
 * The end of the text of a script (13.2.5.4 and 13.2.5.15 to 13.2.5.31). Between "<!--" and "-->" an end tag
 * that follows a start tag "<script" belongs to the text.
 */
export function scriptEnd(bytes: Buffer, from: number): number {
  let escapedTo = -1;
  let isInner = false;
  for (let at = bytes.indexOf(char.lessThan, from); at >= 0; ) {
    if (at >= escapedTo) {
      isInner = false;
      if (bytes[at + 1] === char.bang && startsWith(bytes, at, escapeStart)) {
        escapedTo = escapeEnd(bytes, at + 4);
      }
    }
    const isEscaped = at < escapedTo;
    if (bytes[at + 1] === char.slash && isName(bytes, at + 2, 'script')) {
      if (!isInner) return at;
      isInner = false;
    } else if (isEscaped && isName(bytes, at + 1, 'script')) {
      isInner = true;
    }
    at = bytes.indexOf(char.lessThan, at + 1);
  }
  return bytes.length;
}

/** The place behind the "-->" that ends an escape; "<!-->" both begins and ends one. */
function escapeEnd(bytes: Buffer, from: number): number {
  for (let dash = bytes.indexOf(dashes, from - 2); dash >= 0; ) {
    let next = dash + 2;
    while (bytes[next] === char.dash) next += 1;
    if (bytes[next] === char.greaterThan) return next + 1;
    dash = bytes.indexOf(dashes, next);
  }
  return bytes.length;
}

/** Whether exactly this name is at this place, as the name of a tag. */
function isName(bytes: Buffer, at: number, name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    if ((lowerCase[bytes[at + index] ?? 0] ?? 0) !== name.charCodeAt(index)) return false;
  }
  const next = bytes[at + name.length] ?? eof;
  return next !== eof && ((classes[next] ?? 0) & ends.tagName) !== 0;
}

function startsWith(bytes: Buffer, at: number, wanted: Buffer): boolean {
  return (
    bytes.compare(wanted, 0, wanted.length, at, Math.min(at + wanted.length, bytes.length)) === 0
  );
}
