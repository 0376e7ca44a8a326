// @ts-check
import { launchApp } from '../../scripts/launch-app.mjs';
import { spreadOf, tell } from './median.mjs';

/** The factor by which the page is slowed down. */
const factors = [1, 4, 8, 12];

/**
 * The time from the click on Start to the first line of the sample job, on a page that is slowed down like a
 * weak or busy computer. It should grow by no more than the factor of the slowdown: rendering in slices of
 * time must finish however often the run reports its progress.
 *
 * @param {{ repeats: number }} given
 */
export async function measureSlowPage({ repeats }) {
  const slowed = [];
  for (const factor of factors) {
    const times = [];
    for (let repeat = 0; repeat < repeats; repeat += 1) times.push(await firstLine(factor));
    const firstLineMs = spreadOf(times);
    slowed.push({ factor, firstLineMs });
    tell(`first line after Start, on a page ${factor} times slower`, firstLineMs);
  }
  return slowed;
}

/** @param {number} factor */
async function firstLine(factor) {
  const { page, close } = await launchApp({ packaged: true });
  try {
    await page.getByText('400 URLs').waitFor();
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: factor });
    const began = performance.now();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('gridcell').first().waitFor({ timeout: 300_000 });
    return performance.now() - began;
  } finally {
    await close();
  }
}
