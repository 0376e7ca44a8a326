// @ts-check

/**
 * A figure that was measured several times.
 * @typedef {{ readonly medianMs: number, readonly fromMs: number, readonly toMs: number }} Spread
 */

/**
 * @param {readonly number[]} times
 * @returns {Spread}
 */
export function spreadOf(times) {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  return {
    medianMs: sorted[sorted.length >> 1] ?? 0,
    fromMs: sorted[0] ?? 0,
    toMs: sorted.at(-1) ?? 0,
  };
}

/**
 * @param {string} what
 * @param {Spread} spread
 */
export function tell(what, { medianMs, fromMs, toMs }) {
  console.log(`${what}: ${medianMs} ms (${fromMs} to ${toMs})`);
}
