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
