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
        const clear = await drawPageView(app, page);
        const path = join(folder, `${name}-${colorScheme}-${width}x${height}.png`);
        await page.screenshot({ path, animations: 'disabled' });
        await clear();
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
 * A picture of a page lacks the view that lies above it: what that shows is drawn where it stands.
 * @param {import('playwright').ElectronApplication} app
 * @param {import('playwright').Page} page
 * @returns {Promise<() => Promise<void>>} Removes it again.
 */
async function drawPageView(app, page) {
  const holder = page.locator('[data-page-holder]');
  const nothing = async () => undefined;
  if ((await holder.count()) === 0) return nothing;
  // It follows the window a little later.
  await page.waitForTimeout(500);
  const picture = await app.evaluate(async ({ webContents, session }) => {
    const view = webContents
      .getAllWebContents()
      .find((one) => one.session === session.fromPartition('page-view'));
    const image = await view?.capturePage();
    return image?.isEmpty() === false ? image.toDataURL() : null;
  });
  const canvas = holder.locator('canvas');
  // While a dialog lies over the view, the app has drawn it by itself.
  if (picture === null || (await canvas.getAttribute('width')) !== '0') return nothing;
  await canvas.evaluate(async (canvas, url) => {
    if (!(canvas instanceof HTMLCanvasElement)) return;
    const image = new Image();
    image.src = url;
    await image.decode();
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0);
  }, picture);
  return () => canvas.evaluate((drawn) => drawn.setAttribute('width', '0'));
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
