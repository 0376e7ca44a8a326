import type { LabRow } from './lab-rows.ts';

type Repeated = Pick<LabRow, 'pagesPerSecond'>;

/**
 * The largest difference between rounds of the same run, as a share of their median; null where no run was
 * repeated.
 */
export function noiseOf(rows: readonly (Repeated & { readonly rounds?: number })[]): number | null {
  const repeated = rows.filter(
    ({ rounds = 2, pagesPerSecond }) => rounds > 1 && pagesPerSecond.median > 0,
  );
  if (repeated.length === 0) return null;
  return Math.max(
    ...repeated.map(({ pagesPerSecond: { least, most, median } }) => (most - least) / median),
  );
}

/**
 * The row that is faster than every other by more than the noise. Null where there is none, or where nothing
 * is known of the noise.
 */
export function fastestOf<R extends Repeated & { readonly rounds?: number }>(
  rows: readonly R[],
): R | null {
  const noise = noiseOf(rows);
  const [best, second] = [...rows].sort(
    (a, b) => b.pagesPerSecond.median - a.pagesPerSecond.median,
  );
  if (noise === null || best === undefined || second === undefined) return null;
  const ahead = best.pagesPerSecond.median - second.pagesPerSecond.median;
  return ahead > best.pagesPerSecond.median * noise ? best : null;
}

/** The part of the differences that comes from the machine itself, in a sentence. */
export function noiseSentence(rows: readonly LabRow[], disturbed: boolean): string {
  const beside = disturbed
    ? ' A run of a job was going on meanwhile, so the figures are of a shared machine.'
    : '';
  return `${noise(rows)}${beside}`;
}

function noise(rows: readonly LabRow[]): string {
  const share = noiseOf(rows);
  if (share === null) {
    return 'Everything was measured once, so nothing is known of the noise. Repeat at least three times.';
  }
  const percent = Math.max(1, Math.round(share * 100));
  if (percent <= 5)
    return `The machine was quiet: the same run differed by ${percent}% at the most.`;
  const how = percent <= 15 ? 'a little noisy' : 'noisy';
  return `The machine was ${how}: the same run differed by ${percent}%. Differences below that mean nothing.`;
}
