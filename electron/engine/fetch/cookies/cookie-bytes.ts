/*
 * Inside the jar a cookie is a string with one character for each byte on the wire. So the bytes that a
 * site has set are sent back unchanged, whatever their encoding, and a header can carry all of them.
 */

/** A text in UTF-8, one character a byte. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Whether a text has characters that are no bytes: a jar that was saved as text has them. */
export function isText(text: string): boolean {
  return /[^\0-\xff]/.test(text);
}
