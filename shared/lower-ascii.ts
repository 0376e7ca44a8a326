/**
 * A text with its ASCII letters in lower case, as the HTML standard and SQLite compare names; `toLowerCase`
 * would also change letters such as the Kelvin sign, which becomes a "k".
 */
export function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}
