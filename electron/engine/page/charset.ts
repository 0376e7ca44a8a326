import { getBOMEncoding, normalizeEncoding, TextDecoder } from '@exodus/bytes/encoding.js';
import { guessEncoding } from './guess-encoding.ts';
import { prescanMeta } from './prescan-meta.ts';

/**
 * The encoding of a page by the order of the HTML standard (section 13.2.3.2): byte order mark,
 * `Content-Type`, meta prescan, XML declaration, a guess, windows-1252. A label that names no encoding is
 * ignored: the next source decides. The name is in lower case, as in the Encoding standard. `named`, the
 * encoding that a person has chosen, comes before all of these except a byte order mark.
 */
export function sniffEncoding(
  body: Uint8Array,
  contentType: string | null,
  named?: string,
): string {
  return (
    getBOMEncoding(body) ??
    named ??
    encodingOf(charsetParameter(contentType)) ??
    declaration(body) ??
    guessEncoding(body)
  );
}

const utf8 = new globalThis.TextDecoder('utf-8');

/** The text of a body. Bytes that are invalid in this encoding become U+FFFD; a BOM is left out. */
export function decodeBody(body: Uint8Array, encoding: string): string {
  // Node's own decoder is the fastest for UTF-8 but wrong for windows-1252 in some versions.
  return encoding === 'utf-8' ? utf8.decode(body) : new TextDecoder(encoding).decode(body);
}

/** `replacement` is the name for encodings that are refused completely: no text is worse than a guess. */
function encodingOf(label: string | null): string | null {
  const name = label === null ? null : normalizeEncoding(label);
  return name === 'replacement' ? null : name;
}

function charsetParameter(contentType: string | null): string | null {
  if (contentType === null) return null;
  // As in Chromium, an empty value is ignored, and a comma ends a value.
  const match = /;\s*charset=(?:"([^"]+)"?|([^\s;,"]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

/** The encoding that the page declares in a `<meta>` or in an XML declaration. */
function declaration(body: Uint8Array): string | null {
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1');
  const meta = prescanMeta(text, encodingOf);
  if (meta !== null) return meta;
  const xml = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(text);
  const name = encodingOf(xml?.[1] ?? null);
  // The text could be read as single bytes, so it is not UTF-16 despite the declaration.
  return name?.startsWith('utf-16') ? 'utf-8' : name;
}
