/**
 * Random values that are the same on every machine: everything on the sample site follows from the number in
 * its URL, so that a test can compute the contents of a page without fetching it.
 */
export interface Dice {
  /** A number in [0, 1). */
  roll(): number;
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  pick<T>(list: Choices<T>): T;
  /** `count` different entries, in the order of the list. */
  some<T>(list: Choices<T>, count: number): T[];
}

/** At least one to choose from. */
export type Choices<T> = readonly [T, ...T[]];

/** FNV-1a with a final mix (murmur3), so that similar texts give very different numbers. Unsigned 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** A fresh generator (mulberry32) whose numbers depend on `seed` alone. */
export function createDice(seed: string): Dice {
  let state = hash(seed);
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (min: number, max: number): number => min + Math.floor(roll() * (max - min + 1));
  return {
    roll,
    between,
    pick: (list) => list[between(0, list.length - 1)] ?? list[0],
    some: (list, count) => {
      const chosen = new Set<number>();
      const wanted = Math.min(count, list.length);
      while (chosen.size < wanted) chosen.add(between(0, list.length - 1));
      return list.filter((_, index) => chosen.has(index));
    },
  };
}
