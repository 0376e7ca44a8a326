import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOfChild, keyOfItem, keyOfNext, type OrderKey } from './order-key.ts';

/** As SQLite compares two BLOBs: by their bytes, a shorter one before those that begin with it. */
function compare(one: OrderKey, other: OrderKey): number {
  return Buffer.compare(one, other);
}

const number = fc.oneof(
  fc.nat({ max: 300 }),
  fc.constantFrom(246, 247, 248, 255, 256, 65_535, 65_536, 16_777_216),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 }),
);

/** A page as the list and the links that lead to it: `nexts` after each step down. */
interface Path {
  readonly item: number;
  readonly nexts: number;
  readonly down: readonly { readonly ordinal: number; readonly nexts: number }[];
}

const few = fc.nat({ max: 3 });
const path: fc.Arbitrary<Path> = fc.record({
  item: number,
  nexts: few,
  down: fc.array(fc.record({ ordinal: number, nexts: few }), { maxLength: 4 }),
});

function keyOf({ item, nexts, down }: Path): OrderKey {
  return down.reduce(
    (key, step) => raised(keyOfChild(key, step.ordinal), step.nexts),
    raised(keyOfItem(item), nexts),
  );
}

function raised(key: OrderKey, times: number): OrderKey {
  return times === 0 ? key : raised(keyOfNext(key), times - 1);
}

function numbersOf({ item, nexts, down }: Path): number[] {
  return [item, nexts, ...down.flatMap((step) => [step.ordinal, step.nexts])];
}

function compareNumbers(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

describe('order keys', () => {
  it('compare as the lists of numbers that they stand for', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        const expected = Math.sign(compareNumbers(numbersOf(one), numbersOf(other)));
        expect(compare(keyOf(one), keyOf(other))).toBe(expected);
      }),
    );
  });

  it('put next pages and what a page leads to before the next item of the list', () => {
    fc.assert(
      fc.property(path, number, ({ item, nexts, down }, ordinal) => {
        fc.pre(item < Number.MAX_SAFE_INTEGER - 1);
        const key = keyOf({ item, nexts, down });
        const child = keyOfChild(key, ordinal);
        const inOrder = [key, child, keyOfNext(child), keyOfNext(key), keyOfItem(item + 1)];
        expect([...inOrder].sort(compare)).toEqual(inOrder);
      }),
    );
  });

  it('stay short over a thousand next pages', () => {
    let key = keyOfItem(1_000_000);
    for (let page = 0; page < 1000; page++) {
      const next = keyOfNext(key);
      expect(compare(key, next)).toBe(-1);
      key = next;
    }
    expect(key.length).toBe(7);
  });
});
