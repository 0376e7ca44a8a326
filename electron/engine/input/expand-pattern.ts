/** The maximum number of URLs from one line: more than this are a typing error. */
export const maxExpansion = 1_000_000;

/**
 * `[1-100]`, `[001-100]`, `[0-100:10]`, `[a-z]` or `{a,b,c}`; never an IPv6 literal, which holds colons
 * first, nor `{id}`, which has a single value. The comma is looked for afterwards: in the expression it would
 * make a search of `{a,,,,` without end take the square of its length.
 */
const partPattern =
  /\[(?:(\d{1,15})-(\d{1,15})(?::(\d{1,9}))?|([a-z])-([a-z])|([A-Z])-([A-Z]))\]|\{([^{}]*)\}/g;

/** The values of one bracket of a pattern. */
interface Choices {
  readonly size: number;
  at(index: number): string;
}

export type Expansion =
  | { readonly kind: 'none' }
  | { readonly kind: 'too-many'; readonly count: number }
  | { readonly kind: 'backwards'; readonly range: string }
  | { readonly kind: 'urls'; readonly count: number; texts(): Iterable<string> };

/**
 * The texts that a text with patterns produces: every combination, the last pattern counting fastest. The
 * texts are made one at a time, so that a range of a million costs no memory.
 */
export function expandPattern(text: string): Expansion {
  if (!text.includes('[') && !text.includes('{')) return { kind: 'none' };
  const literals: string[] = [];
  const parts: Choices[] = [];
  let end = 0;
  for (const match of text.matchAll(partPattern)) {
    if (match[8]?.includes(',') === false) continue;
    const choices = choicesOf(match);
    if (choices === null) return { kind: 'backwards', range: match[0] };
    literals.push(text.slice(end, match.index));
    parts.push(choices);
    end = match.index + match[0].length;
  }
  if (parts.length === 0) return { kind: 'none' };
  literals.push(text.slice(end));
  const count = parts.reduce((product, { size }) => product * size, 1);
  if (count > maxExpansion) return { kind: 'too-many', count };
  return { kind: 'urls', count, texts: () => combinations(literals, parts, count) };
}

function choicesOf(match: RegExpMatchArray): Choices | null {
  const [, first, last, step, lowFirst, lowLast, highFirst, highLast, words] = match;
  if (words !== undefined) {
    const list = words.split(',');
    return { size: list.length, at: (index) => list[index] ?? '' };
  }
  if (first !== undefined && last !== undefined) {
    const from = Number(first);
    const by = Math.max(1, Number(step ?? 1));
    if (Number(last) < from) return null;
    const width = first.startsWith('0') ? first.length : 0;
    return {
      size: Math.floor((Number(last) - from) / by) + 1,
      at: (index) => String(from + index * by).padStart(width, '0'),
    };
  }
  const start = (lowFirst ?? highFirst ?? '').charCodeAt(0);
  const stop = (lowLast ?? highLast ?? '').charCodeAt(0);
  if (stop < start) return null;
  return { size: stop - start + 1, at: (index) => String.fromCharCode(start + index) };
}

function* combinations(
  literals: readonly string[],
  parts: readonly Choices[],
  count: number,
): Generator<string> {
  for (let number = 0; number < count; number += 1) {
    let rest = number;
    let text = literals[parts.length] ?? '';
    for (let place = parts.length - 1; place >= 0; place -= 1) {
      const choices = parts[place];
      if (!choices) continue;
      text = (literals[place] ?? '') + choices.at(rest % choices.size) + text;
      rest = Math.floor(rest / choices.size);
    }
    yield text;
  }
}
