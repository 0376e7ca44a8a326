import type { LabRow } from './lab-rows.ts';

type Repeated = Pick<LabRow, 'pagesPerSecond'>;

/**
 * How far the rounds of the same run were apart, as a share of their median, in the worst case; null
 * where nothing was repeated.
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

/** How much of the differences is the machine's own doing, in a sentence. */
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
