/**
 * A text on one line: each run of white space, no-break spaces too, is one blank; none at the ends. A byte
 * order mark in the middle of a text is invisible and separates no words: it is left out.
 */
export function collapse(text: string): string {
  const seen = text.includes('\ufeff') ? text.replaceAll('\ufeff', '') : text;
  // Only runs that change are replaced: a single space is by far the most frequent white space.
  return seen.replace(/[^\S ]\s*| \s+/g, ' ').trim();
}
