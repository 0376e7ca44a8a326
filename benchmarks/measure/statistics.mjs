// @ts-check

/**
 * @typedef {{ median: number, min: number, max: number }} Spread
 */

/**
 * @param {readonly (number | null)[]} values
 * @returns {Spread | null} null when nothing was measured
 */
export function spreadOf(values) {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)];
  const high = sorted[Math.ceil(middle)];
  if (low === undefined || high === undefined) return null;
  return { median: (low + high) / 2, min: sorted[0] ?? low, max: sorted.at(-1) ?? high };
}
