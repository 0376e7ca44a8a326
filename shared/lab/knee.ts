import type { LabRow } from './lab-rows.ts';
import { noiseOf } from './noise.ts';

/** The share of the best throughput that counts as the best. */
const asGood = 0.95;
/** However noisy the machine is, half of the best is not as good as the best. */
const mostTolerance = 0.25;
/** A doubling of the concurrency that brings less than this brings nothing. */
const leastGain = 0.05;

type Point = Pick<LabRow, 'concurrency' | 'pagesPerSecond'>;

/**
 * The knee of throughput over concurrency: the smallest concurrency whose median throughput is at
 * least 95 % of the best, or as near to it as the rounds of one concurrency are to each other. Beyond
 * it the waiting grows and the throughput does not: the "knee capacity" of Jain, The Art of Computer
 * Systems Performance Analysis (1991), chapter 3. Kneedle (Satopaa et al., 2011) was not taken: its
 * answer moves with the range that was measured, and this one only with the best in it.
 *
 * @param points by rising concurrency
 * @returns null where there is nothing to say: fewer than two points, or nothing was fetched
 */
export function kneeOf<P extends Point>(points: readonly P[]): P | null {
  const best = Math.max(0, ...points.map(({ pagesPerSecond }) => pagesPerSecond.median));
  if (points.length < 2 || best === 0) return null;
  const tolerance = Math.min(mostTolerance, Math.max(1 - asGood, noiseOf(points) ?? 0));
  const good = best * (1 - tolerance);
  return points.find(({ pagesPerSecond }) => pagesPerSecond.median >= good) ?? null;
}

/**
 * Throughput over rising concurrency has flattened or fallen: each of the last two brought less than
 * 5 % over the best before it. One alone may be noise.
 */
export function hasFlattened(throughputs: readonly number[]): boolean {
  if (throughputs.length < 3) return false;
  return [throughputs.length - 2, throughputs.length - 1].every((index) => {
    const before = Math.max(...throughputs.slice(0, index));
    return (throughputs[index] ?? 0) < before * (1 + leastGain);
  });
}

/** 1, 2, 4, 8 … and the bound itself. */
export function risingConcurrencies(upTo: number): number[] {
  const rising: number[] = [];
  for (let concurrency = 1; concurrency < upTo; concurrency *= 2) rising.push(concurrency);
  return [...rising, upTo];
}
