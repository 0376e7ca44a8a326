/** A text on one line: each run of white space, no-break spaces too, is one blank; none at the ends. */
export function collapse(text: string): string {
  // Only runs that change are replaced: a single space is by far the most frequent white space.
  return text.replace(/[^\S ]\s*| \s+/g, ' ').trim();
}
