import { Tokenizer } from 'htmlparser2';
import { silentTokens } from './silent-tokens.ts';

/** A `<meta http-equiv=refresh>`, and the `<base>` before it. */
export interface MetaRefresh {
  readonly content: string;
  /** The `href` of the first `<base href>` so far; absent if there is none. */
  readonly base: string | undefined;
}

const word = 'refresh';
/** The distance that a search for the word may skip, by the byte at its end (Horspool's table). */
const step = new Uint8Array(256).fill(word.length);
for (let at = 0; at < word.length - 1; at += 1) {
  const character = word.charAt(at);
  step[character.charCodeAt(0)] = word.length - 1 - at;
  step[character.toUpperCase().charCodeAt(0)] = word.length - 1 - at;
}

/** The maximum distance between the name of the attribute and the word, in bytes. */
const mostBefore = 256;

/**
 * Whether a page may hold a `<meta http-equiv=refresh>`. Every page is checked: its bytes are searched
 * without a copy, about a gigabyte a second, and few pages need more than that.
 */
export function mayHoldRefresh(bytes: Uint8Array): boolean {
  let at = word.length - 1;
  while (at < bytes.length) {
    if (endsWord(bytes, at) && isEquivalent(bytes, at - word.length + 1)) return true;
    at += step[bytes[at] ?? 0] ?? 1;
  }
  return false;
}

function endsWord(bytes: Uint8Array, at: number): boolean {
  let place = word.length - 1;
  // The bit 0x20 distinguishes small letters of ASCII from capital ones.
  while (
    place >= 0 &&
    ((bytes[at - word.length + 1 + place] ?? 0) | 0x20) === word.charCodeAt(place)
  )
    place -= 1;
  return place < 0;
}

function isEquivalent(bytes: Uint8Array, start: number): boolean {
  const before = Buffer.from(
    bytes.buffer,
    bytes.byteOffset + Math.max(0, start - mostBefore),
    Math.min(start, mostBefore),
  );
  return /http-equiv\s*=\s*["']?$/i.test(before.toString('latin1'));
}

/** Elements whose contents htmlparser2 reads as tags, and browsers as text or as no part of the page. */
const apart: ReadonlySet<string> = new Set([
  'iframe',
  'noembed',
  'noframes',
  'plaintext',
  'template',
  'xmp',
]);

/**
 * Every `<meta http-equiv=refresh>` of a page, at any place: in the body too, and in `<noscript>`, since no
 * script runs here. Text in comments, scripts and templates does not count.
 */
export function metaRefreshes(html: string): readonly MetaRefresh[] {
  const found: MetaRefresh[] = [];
  let base: string | undefined;
  let name = '';
  let attributes = new Map<string, string>();
  let attribute = '';
  let value = '';
  /** The element whose contents do not count, and the number of open elements of its kind. */
  let apartIn = { name: '', depth: 0 };

  const opened = (): void => {
    if (apartIn.depth > 0) {
      if (name === apartIn.name && name === 'template') apartIn.depth += 1;
      return;
    }
    if (apart.has(name)) apartIn = { name, depth: 1 };
    if (name === 'base') base ??= attributes.get('href');
    if (name !== 'meta' || attributes.get('http-equiv')?.toLowerCase() !== word) return;
    const content = attributes.get('content');
    if (content !== undefined) found.push({ content, base });
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...silentTokens,
      onopentagname(start, end) {
        name = html.slice(start, end).toLowerCase();
        attributes = new Map();
      },
      onattribname(start, end) {
        attribute = html.slice(start, end).toLowerCase();
        value = '';
      },
      onattribdata(start, end) {
        value += html.slice(start, end);
      },
      onattribentity(codepoint) {
        value += String.fromCodePoint(codepoint);
      },
      onattribend() {
        // If two attributes have the same name, the first counts.
        if (!attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: opened,
      onselfclosingtag: opened,
      onclosetag(start, end) {
        const closed = html.slice(start, end).toLowerCase();
        if (closed === apartIn.name && apartIn.depth > 0) apartIn.depth -= 1;
      },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return found;
}
