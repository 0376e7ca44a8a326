import { matchesPattern } from './match-pattern.ts';

/** A line of a robots.txt. */
export interface RobotsRule {
  readonly allow: boolean;
  /** In the form that `comparablePath` returns. */
  readonly pattern: string;
}

/** The lengths of the pieces of text by which rules are found, the most selective first. */
const sizes = [8, 4, 2, 1] as const;
/** The number of pieces of a pattern that are examined to choose one that few other patterns share. */
const mostParts = 4;

/**
 * The rules of a robots.txt, indexed by a piece of text that each of their patterns contains: a path
 * without that piece cannot match. So a page is compared with the few rules that share a piece with its
 * path, and not with the tens of thousands that a file may contain.
 */
export class RuleIndex {
  readonly #rules: readonly RobotsRule[];
  /** Positions in `#rules`, rising, by piece. */
  readonly #places = new Map<string, number[]>();
  /** Rules whose patterns contain no text, such as `*`. */
  readonly #always: number[] = [];
  readonly #sizes: readonly number[];

  /** @param rules in their order: the first that matches decides */
  constructor(rules: readonly RobotsRule[]) {
    this.#rules = rules;
    const used = new Set<number>();
    rules.forEach(({ pattern }, place) => {
      const piece = this.#rarestPiece(pattern);
      if (piece === null) {
        this.#always.push(place);
        return;
      }
      used.add(piece.length);
      const places = this.#places.get(piece);
      if (places === undefined) this.#places.set(piece, [place]);
      else places.push(place);
    });
    this.#sizes = sizes.filter((size) => used.has(size));
  }

  /** The first rule that matches, or null. @param path in the form that `comparablePath` returns */
  find(path: string): RobotsRule | null {
    let best = this.#firstMatch(this.#always, path, this.#rules.length);
    const seen = new Set<string>();
    for (const size of this.#sizes) {
      for (let at = 0; at + size <= path.length; at += 1) {
        const piece = path.slice(at, at + size);
        const places = this.#places.get(piece);
        if (places === undefined || seen.has(piece)) continue;
        seen.add(piece);
        best = this.#firstMatch(places, path, best);
      }
    }
    return this.#rules[best] ?? null;
  }

  #firstMatch(places: readonly number[], path: string, before: number): number {
    for (const place of places) {
      if (place >= before) break;
      const rule = this.#rules[place];
      if (rule !== undefined && matchesPattern(rule.pattern, path)) return place;
    }
    return before;
  }

  /** The piece of a pattern that the fewest rules so far share; null if the pattern contains no text. */
  #rarestPiece(pattern: string): string | null {
    let rarest: string | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const part of pattern.replace(/\$$/, '').split('*').slice(0, mostParts)) {
      const size = sizes.find((length) => length <= part.length);
      if (size === undefined) continue;
      const last = part.length - size;
      for (const at of [0, last >> 1, last]) {
        const piece = part.slice(at, at + size);
        const shared = this.#places.get(piece)?.length ?? 0;
        if (shared > least || (shared === least && size <= (rarest?.length ?? 0))) continue;
        rarest = piece;
        least = shared;
      }
    }
    return rarest;
  }
}
