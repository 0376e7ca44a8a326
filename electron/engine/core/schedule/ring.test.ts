import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ring } from './ring.ts';

describe('Ring', () => {
  it('is first in, first out, however it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { freq: 3 }), { maxLength: 200 }), (steps) => {
        const ring = new Ring<number>();
        const expected: number[] = [];
        for (const step of steps) {
          if (step === null) {
            expect(ring.shift()).toBe(expected.shift());
          } else {
            ring.push(step);
            expected.push(step);
          }
          expect(ring.size).toBe(expected.length);
        }
      }),
    );
  });
});
