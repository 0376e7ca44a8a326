// @ts-check
import { join } from 'node:path';

/** Takes pictures of one app's window, each in light and dark, wide and narrow. */

const schemes = /** @type {const} */ (['light', 'dark']);
const sizes = /** @type {const} */ ([
  [1280, 800],
  [900, 600],
]);

/** @typedef {(name: string) => Promise<void>} Shoot */

/**
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {string} folder
 * @returns {Shoot}
 */
export function cameraOf({ app, page }, folder) {
  return async (name) => {
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      for (const [width, height] of sizes) {
        await resize(app, width, height);
        await settle(page);
        const path = join(folder, `${name}-${colorScheme}-${width}x${height}.png`);
        await page.screenshot({ path, animations: 'disabled' });
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await resize(app, 1280, 800);
    await settle(page);
  };
}

/**
 * @param {import('playwright').ElectronApplication} app
 * @param {number} width
 * @param {number} height
 */
async function resize(app, width, height) {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(size.width, size.height),
    { width, height },
  );
}

/**
 * Waits until the fonts are loaded and two frames were drawn since.
 * @param {import('playwright').Page} page
 */
async function settle(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}
