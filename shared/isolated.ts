/** Letters that are written from right to left (Hebrew, Arabic and others), and marks that set a direction. */
const turning =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Embeddings, overrides and isolates: one that is not closed reverses all text after it. */
const embedding = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A name typed by a person or chosen by a stranger, for use inside a sentence: the words around it keep their
 * direction, whatever the direction of the name (Unicode Bidirectional Algorithm, UAX #9, section 2.7). Text
 * without a direction of its own comes back unchanged.
 */
export function isolated(text: string): string {
  return turning.test(text) ? `\u2068${text.replace(embedding, '')}\u2069` : text;
}

/**
 * Sentences of Trawl, one per line, for a place that takes the direction of a line from its first letter, as
 * native dialogs do: a line that begins with a name is still read from left to right.
 */
export function leftToRight(text: string): string {
  return text
    .split('\n')
    .map((line) => (turning.test(line) ? `\u200e${line}` : line))
    .join('\n');
}
