import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyIndex } from './key-index.ts';

/** Claims every key with a rising id, as an import does, and returns the results. */
function claimAll(keys: readonly string[], isSame: (key: string, entry: string) => boolean) {
  const set = new KeyIndex();
  return keys.map((key, index) =>
    set.claim(key, index + 1, (entry) => isSame(key, keys[entry - 1] ?? '')),
  );
}

/** The same with a map: the id of the first request with the key, or 0 for the first one. */
function firsts(keys: readonly string[]): number[] {
  const first = new Map<string, number>();
  return keys.map((key, index) => {
    const id = first.get(key);
    if (id === undefined) first.set(key, index + 1);
    return id ?? 0;
  });
}

describe('KeyIndex', () => {
  it('knows each key by the first that had it', () => {
    const key = fc.oneof(fc.constantFrom('a', 'b', 'ab', ''), fc.string());
    fc.assert(
      fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
        expect(claimAll(keys, (a, b) => a === b)).toEqual(firsts(keys));
      }),
    );
  });

  it('stays right while it grows', () => {
    const keys = Array.from(
      { length: 60_000 },
      (_, index) => `https://x.example/${index % 40_000}`,
    );
    expect(claimAll(keys, (a, b) => a === b)).toEqual(firsts(keys));
  });

  it('takes keys that share a hash for different when they are', () => {
    expect(claimAll(['a', 'a', 'a'], () => false)).toEqual([0, 0, 0]);
  });
});
