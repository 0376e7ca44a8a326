// @ts-check
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTab } from './hands.mjs';

/**
 * The window in which a person logs in at a site, before and after a refusal. It is a window of its own, so
 * that it is not drawn by the camera.
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {string} folder
 */
export async function logIn({ app, page }, folder) {
  await openTab(page, 'Options');
  await page.getByRole('button', { name: 'Log-in', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const address = dialog.getByLabel('Address');
  await page.waitForFunction(
    (input) => input instanceof HTMLInputElement && input.value !== '',
    await address.elementHandle(),
  );
  const { origin } = new URL(await address.inputValue());
  await address.fill(`${origin}/customer/login`);
  // The list of sites lies over the button until the field is left.
  await dialog.getByText(/^A window opens/).click();
  await dialog.getByRole('button', { name: 'Open the window' }).click();
  const site = await windowAt(app, `${origin}/customer/login`);
  await site.getByLabel('Password').waitFor();
  await shoot(app, folder, '90-log-in-window');
  await site.evaluate(() => {
    location.href = 'http://169.254.169.254/';
  });
  const bar = await windowAt(app, 'data:text/html');
  await bar.getByText(/is not allowed/).waitFor();
  await shoot(app, folder, '91-log-in-refused');
}

/**
 * @param {import('playwright').ElectronApplication} app
 * @param {string} start
 */
async function windowAt(app, start) {
  for (;;) {
    const found = app.windows().find((one) => one.url().startsWith(start));
    if (found !== undefined) return found;
    // A window is there before its page.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * @param {import('playwright').ElectronApplication} app
 * @param {string} folder
 * @param {string} name
 */
async function shoot(app, folder, name) {
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    for (const [width, height] of /** @type {const} */ ([
      [1000, 760],
      [420, 560],
    ])) {
      const png = await picture(app, theme, width, height);
      const file = join(folder, `${name}-${theme}-${width}x${height}.png`);
      await writeFile(file, Buffer.from(png, 'base64'));
    }
  }
}

/**
 * The bar, with the site below it.
 * @param {import('playwright').ElectronApplication} app
 * @param {'light' | 'dark'} theme
 * @param {number} width
 * @param {number} height
 */
function picture(app, theme, width, height) {
  return app.evaluate(
    async ({ BrowserWindow, WebContentsView, nativeImage, nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted.theme;
      const window = BrowserWindow.getAllWindows().find((one) =>
        one.getTitle().startsWith('Log in at'),
      );
      const view = window?.contentView.children.find((one) => one instanceof WebContentsView);
      if (window === undefined || !(view instanceof WebContentsView)) throw new Error('no window');
      window.setContentSize(wanted.width, wanted.height);
      await new Promise((resolve) => setTimeout(resolve, 700));
      const bar = await window.webContents.capturePage();
      const below = (await view.webContents.capturePage()).toBitmap();
      const bitmap = bar.toBitmap();
      below.copy(bitmap, bitmap.length - below.length);
      return nativeImage.createFromBitmap(bitmap, bar.getSize()).toPNG().toString('base64');
    },
    { theme, width, height },
  );
}
