/** More URLs than this from one line are a slip of the keyboard, not a wish. */
export const maxExpansion = 1_000_000;

/** `[1-100]`, `[001-100]`, `[0-100:10]` or `[a-z]`; never an IPv6 literal, which holds colons first. */
const rangePattern =
  /\[(?:(\d{1,15})-(\d{1,15})(?::(\d{1,9}))?|([a-z])-([a-z])|([A-Z])-([A-Z]))\]/g;

interface Range {
  readonly size: number;
  at(index: number): string;
}

export type Expansion =
  | { readonly kind: 'none' }
  | { readonly kind: 'too-many'; readonly count: number }
  | { readonly kind: 'backwards'; readonly range: string }
  | { readonly kind: 'urls'; readonly count: number; texts(): Iterable<string> };

/**
 * What a text with ranges stands for: every combination, the last range counting fastest. The texts
 * are made one at a time, so that a range of a million costs no memory.
 */
export function expandPattern(text: string): Expansion {
  if (!text.includes('[')) return { kind: 'none' };
  const literals: string[] = [];
  const ranges: Range[] = [];
  let end = 0;
  for (const match of text.matchAll(rangePattern)) {
    const range = rangeOf(match);
    if (range === null) return { kind: 'backwards', range: match[0] };
    literals.push(text.slice(end, match.index));
    ranges.push(range);
    end = match.index + match[0].length;
  }
  if (ranges.length === 0) return { kind: 'none' };
  literals.push(text.slice(end));
  const count = ranges.reduce((product, range) => product * range.size, 1);
  if (count > maxExpansion) return { kind: 'too-many', count };
  return { kind: 'urls', count, texts: () => combinations(literals, ranges, count) };
}

function rangeOf(match: RegExpMatchArray): Range | null {
  const [, first, last, step, lowFirst, lowLast, highFirst, highLast] = match;
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
  ranges: readonly Range[],
  count: number,
): Generator<string> {
  for (let number = 0; number < count; number += 1) {
    let rest = number;
    let text = literals[ranges.length] ?? '';
    for (let place = ranges.length - 1; place >= 0; place -= 1) {
      const range = ranges[place];
      if (!range) continue;
      text = (literals[place] ?? '') + range.at(rest % range.size) + text;
      rest = Math.floor(rest / range.size);
    }
    yield text;
  }
}
