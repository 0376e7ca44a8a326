import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeHeap } from './time-heap.ts';

describe('TimeHeap', () => {
  it('gives back what was put in, the earliest first, whatever comes in between', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 50 }))), (steps) => {
        const heap = new TimeHeap<number>();
        const expected: number[] = [];
        for (const step of steps) {
          if (step !== null) {
            heap.push(step, step);
            expected.push(step);
            expected.sort((a, b) => a - b);
          } else if (heap.size > 0) {
            expect(heap.earliestMs).toBe(expected[0]);
            expect(heap.pop()).toBe(expected.shift());
          }
          expect(heap.size).toBe(expected.length);
        }
        while (heap.size > 0) expect(heap.pop()).toBe(expected.shift());
        expect(heap.earliestMs).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });
});
