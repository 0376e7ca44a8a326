/** The most bytes that name and value of a cookie may have together (RFC 6265bis, section 5.7). */
export const mostCookieBytes = 4096;

/** The most bytes of a cookie's path (RFC 6265bis, section 5.6). */
export const mostPathBytes = 1024;

/** The length of a text in UTF-8, in bytes. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
