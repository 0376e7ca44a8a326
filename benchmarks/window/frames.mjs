// @ts-check

/**
 * How evenly the page drew. A frame is late when it came more than one and a half display periods after the
 * previous one.
 * @typedef {object} Frames
 * @property {number} perSecond
 * @property {number} displayPerSecond Of the same page at rest.
 * @property {number} frames
 * @property {number} late
 * @property {number} longestMs
 */

/**
 * @param {import('playwright').Page} page
 * @param {() => Promise<void>} work
 * @returns {Promise<Frames>}
 */
export async function countFrames(page, work) {
  const resting = await gapsDuring(page, () => page.waitForTimeout(1000));
  const gaps = await gapsDuring(page, work);
  const usualMs = [...resting].sort((a, b) => a - b)[resting.length >> 1] ?? 1;
  const totalMs = gaps.reduce((sum, ms) => sum + ms, 0);
  return {
    perSecond: Math.round((gaps.length / totalMs) * 1000),
    displayPerSecond: Math.round(1000 / usualMs),
    frames: gaps.length,
    late: gaps.filter((ms) => ms > usualMs * 1.5).length,
    longestMs: Math.round(Math.max(...gaps)),
  };
}

/** @param {Frames} frames */
export function describeFrames({ perSecond, displayPerSecond, frames, late, longestMs }) {
  return `${perSecond} of ${displayPerSecond} frames a second, ${late} of ${frames} late, longest ${longestMs} ms`;
}

/**
 * @param {import('playwright').Page} page
 * @param {() => Promise<void>} work
 * @returns {Promise<readonly number[]>} milliseconds from frame to frame
 */
async function gapsDuring(page, work) {
  const watch = await page.evaluateHandle(() => {
    /** @type {number[]} */
    const times = [];
    const watched = { times, running: true };
    const tick = (/** @type {number} */ now) => {
      times.push(now);
      if (watched.running) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    return watched;
  });
  await work();
  return watch.evaluate((watched) => {
    watched.running = false;
    return watched.times.slice(1).map((time, index) => time - (watched.times[index] ?? time));
  });
}
