import { describe, expect, it } from 'vitest';
import { clampRange, containsRow, extendTo, firstRow, rowsIn, singleRow } from './row-range.ts';

describe('a range of rows', () => {
  it('grows from its anchor in both directions', () => {
    const down = extendTo(singleRow(5), 9);
    expect([firstRow(down), rowsIn(down)]).toEqual([5, 5]);
    const up = extendTo(down, 2);
    expect([firstRow(up), rowsIn(up)]).toEqual([2, 4]);
    expect(containsRow(up, 5)).toBe(true);
    expect(containsRow(up, 6)).toBe(false);
  });

  it('begins where the focus is when nothing is selected', () => {
    expect(extendTo(null, 4, 3)).toEqual({ anchor: 3, head: 4 });
    expect(rowsIn(null)).toBe(0);
    expect(containsRow(null, 0)).toBe(false);
  });

  it('shrinks with the view', () => {
    const range = extendTo(singleRow(5), 9);
    expect(clampRange(range, 8)).toEqual({ anchor: 5, head: 7 });
    expect(clampRange(range, 5)).toBeNull();
    expect(clampRange(null, 5)).toBeNull();
  });
});
