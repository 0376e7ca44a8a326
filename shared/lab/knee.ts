import { formatCount, formatDuration, formatRate } from '../format.ts';
import type { LabRow } from './lab-rows.ts';
import { noiseOf } from './noise.ts';

/** The share of the best throughput that counts as the best. */
const asGood = 0.95;
/** A lower limit on noisy machines too: half of the best throughput does not count as the best. */
const mostTolerance = 0.25;
/** A doubling of the concurrency that gains less than this counts as no gain. */
const leastGain = 0.05;

type Point = Pick<LabRow, 'concurrency' | 'pagesPerSecond'>;

/**
 * The end of a curve of throughput over concurrency. `knee`: more than this brings nothing. `rising`: the
 * highest concurrency that was measured was also the fastest, so more may be faster still.
 */
export interface CurveEnd<P extends Point> {
  readonly kind: 'knee' | 'rising';
  readonly row: P;
}

/** @returns null where there is nothing to say: fewer than two points, or nothing was fetched */
export function curveEndOf<P extends Point>(points: readonly P[]): CurveEnd<P> | null {
  const row = leastAsGood(points);
  return row && { kind: row === points.at(-1) ? 'rising' : 'knee', row };
}

/** The end of a curve in words, the same in the window, in its picture and on the command line. */
export function curveEndSentence({ kind, row }: CurveEnd<LabRow>): string {
  const { concurrency, pagesPerSecond, p50Ms } = row;
  const wait = p50Ms === null ? '' : `, each answered within ${formatDuration(p50Ms)} or so`;
  const rate = `${formatRate(pagesPerSecond.median)} pages a second${wait}`;
  return kind === 'knee'
    ? `The knee is at ${formatCount(concurrency)} at once: ${rate}. More at once is hardly faster, and every page waits longer.`
    : `Still faster at ${formatCount(concurrency)} at once, the most that was measured: ${rate}. More at once may be faster still: there is no knee up to here.`;
}

/**
 * The knee of throughput over concurrency: the smallest concurrency whose median throughput is at least 95 %
 * of the best, or within the spread of the rounds at one concurrency. Beyond it the waiting grows and the
 * throughput does not: the "knee capacity" of Jain, The Art of Computer Systems Performance Analysis (1991),
 * chapter 3. Kneedle (Satopaa et al., 2011) was not taken: its answer moves with the range that was measured,
 * and this one only with the best in it. The last point is no knee, since nothing beyond it was measured.
 *
 * @param points in the order of rising concurrency
 * @returns null where none was found
 */
export function kneeOf<P extends Point>(points: readonly P[]): P | null {
  const end = curveEndOf(points);
  return end?.kind === 'knee' ? end.row : null;
}

function leastAsGood<P extends Point>(points: readonly P[]): P | null {
  const best = Math.max(0, ...points.map(({ pagesPerSecond }) => pagesPerSecond.median));
  if (points.length < 2 || best === 0) return null;
  const tolerance = Math.min(mostTolerance, Math.max(1 - asGood, noiseOf(points) ?? 0));
  const good = best * (1 - tolerance);
  return points.find(({ pagesPerSecond }) => pagesPerSecond.median >= good) ?? null;
}

/**
 * Whether throughput over rising concurrency has flattened or fallen: each of the last two points brought
 * less than 5 % over the best before it. A single such point may be noise.
 */
export function hasFlattened(throughputs: readonly number[]): boolean {
  if (throughputs.length < 3) return false;
  return [throughputs.length - 2, throughputs.length - 1].every((index) => {
    const before = Math.max(...throughputs.slice(0, index));
    return (throughputs[index] ?? 0) < before * (1 + leastGain);
  });
}

/** 1, 2, 4, 8 … and the limit itself. */
export function risingConcurrencies(upTo: number): number[] {
  const rising: number[] = [];
  for (let concurrency = 1; concurrency < upTo; concurrency *= 2) rising.push(concurrency);
  return [...rising, upTo];
}
