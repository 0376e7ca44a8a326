/*
 * Inside the jar a cookie is what goes over the wire: one character a byte. So the bytes that a site has
 * set go back as they came, whatever their encoding, and a header can carry all of them.
 */

/** A text in UTF-8, one character a byte. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Whether a text has characters that are no bytes: those of a jar that was saved as text. */
export function isText(text: string): boolean {
  return /[^\0-\xff]/.test(text);
}
