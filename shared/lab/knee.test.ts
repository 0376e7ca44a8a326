import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveEndOf, hasFlattened, kneeOf, risingConcurrencies } from './knee.ts';

const exact = (median: number) => ({ median, least: median, most: median });
const curve = (...throughputs: number[]) =>
  throughputs.map((throughput, index) => ({
    concurrency: 2 ** index,
    pagesPerSecond: exact(throughput),
  }));

describe('kneeOf', () => {
  it('is the smallest concurrency that is as good as the best', () => {
    expect(kneeOf(curve(50, 100, 190, 300, 310, 312, 305))?.concurrency).toBe(8);
    expect(kneeOf(curve(300, 290, 200))?.concurrency).toBe(1);
  });

  it('is not the last point, beyond which nothing was measured', () => {
    const rising = curve(50, 100, 200, 400);
    expect(kneeOf(rising)).toBeNull();
    expect(curveEndOf(rising)).toEqual({ kind: 'rising', row: rising[3] });
    expect(curveEndOf(curve(50, 100, 200, 206))).toMatchObject({
      kind: 'knee',
      row: { concurrency: 4 },
    });
    expect(curveEndOf(curve(100))).toBeNull();
  });

  it('takes what differs by less than the noise for the same', () => {
    const noisy = curve(100, 200, 270, 300, 301).map((point) => ({
      ...point,
      pagesPerSecond: { ...point.pagesPerSecond, most: point.pagesPerSecond.median * 1.12 },
    }));
    expect(kneeOf(noisy)?.concurrency).toBe(4);
    expect(kneeOf(curve(100, 200, 270, 300, 301))?.concurrency).toBe(8);
  });

  it('has nothing to say of one point, or of nothing fetched', () => {
    expect(kneeOf(curve(100))).toBeNull();
    expect(kneeOf(curve(0, 0, 0))).toBeNull();
  });

  it('is never far from the best, and nothing smaller is as near', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 1e5, noNaN: true }), { minLength: 2, maxLength: 12 }),
        (throughputs) => {
          const knee = curveEndOf(curve(...throughputs))?.row;
          const best = Math.max(...throughputs);
          expect(knee?.pagesPerSecond.median).toBeGreaterThanOrEqual(best * 0.95);
          const smaller = curve(...throughputs).filter(
            ({ concurrency }) => concurrency < (knee?.concurrency ?? 0),
          );
          for (const { pagesPerSecond } of smaller) {
            expect(pagesPerSecond.median).toBeLessThan(best * 0.95);
          }
        },
      ),
    );
  });

  it('does not depend on the unit of throughput, nor on what lies beyond a flat end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 10 }),
        fc.constantFrom(0.001, 0.5, 60),
        (throughputs, unit) => {
          const knee = curveEndOf(curve(...throughputs))?.row.concurrency;
          expect(curveEndOf(curve(...throughputs.map((one) => one * unit)))?.row.concurrency).toBe(
            knee,
          );
          const best = Math.max(...throughputs);
          expect(kneeOf(curve(...throughputs, best * 0.9, best * 0.5))?.concurrency).toBe(knee);
        },
      ),
    );
  });
});

describe('hasFlattened', () => {
  it('needs two in a row that bring nothing', () => {
    expect(hasFlattened([100, 200, 204])).toBe(false);
    expect(hasFlattened([100, 200, 204, 205])).toBe(true);
    expect(hasFlattened([100, 200, 204, 300])).toBe(false);
    expect(hasFlattened([100, 200, 120, 90])).toBe(true);
    expect(hasFlattened([100, 90])).toBe(false);
  });

  it('never ends a curve that rises', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1.051, max: 2 }), { maxLength: 12 }), (gains) => {
        let throughput = 1;
        const rising = gains.map((gain) => (throughput *= gain));
        expect(hasFlattened(rising)).toBe(false);
      }),
    );
  });
});

describe('risingConcurrencies', () => {
  it('doubles up to the bound, which is among them', () => {
    expect(risingConcurrencies(1)).toEqual([1]);
    expect(risingConcurrencies(8)).toEqual([1, 2, 4, 8]);
    expect(risingConcurrencies(10)).toEqual([1, 2, 4, 8, 10]);
  });
});
