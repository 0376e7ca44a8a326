import { findWord } from './find-word.ts';
import { eachStartTag } from './start-tags.ts';

/** A `<meta http-equiv=refresh>`, and the `<base>` before it. */
export interface MetaRefresh {
  readonly content: string;
  /** The `href` of the first `<base href>` so far; absent if there is none. */
  readonly base: string | undefined;
}

const word = 'refresh';
const find = findWord(word);

/** The maximum distance between the name of the attribute and the word, in bytes. */
const mostBefore = 256;

/**
 * Whether a page may hold a `<meta http-equiv=refresh>`. Every page is checked: its bytes are searched
 * without a copy, about a gigabyte a second, and few pages need more than that.
 */
export function mayHoldRefresh(bytes: Uint8Array): boolean {
  for (let at = find(bytes, 0); at >= 0; at = find(bytes, at + 1)) {
    if (isEquivalent(bytes, at)) return true;
  }
  return false;
}

function isEquivalent(bytes: Uint8Array, start: number): boolean {
  const before = Buffer.from(
    bytes.buffer,
    bytes.byteOffset + Math.max(0, start - mostBefore),
    Math.min(start, mostBefore),
  );
  return /http-equiv\s*=\s*["']?$/i.test(before.toString('latin1'));
}

/**
 * Every `<meta http-equiv=refresh>` of a page, at any place: in the body too, and in `<noscript>`, since no
 * script runs here. Text in comments, scripts and templates does not count.
 */
export function metaRefreshes(html: string): readonly MetaRefresh[] {
  const found: MetaRefresh[] = [];
  let base: string | undefined;
  eachStartTag(html, (name, attributes) => {
    if (name === 'base') base ??= attributes.get('href');
    if (name !== 'meta' || attributes.get('http-equiv')?.toLowerCase() !== word) return;
    const content = attributes.get('content');
    if (content !== undefined) found.push({ content, base });
  });
  return found;
}
