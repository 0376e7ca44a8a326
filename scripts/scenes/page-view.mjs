// @ts-check
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTab } from './hands.mjs';
import { inPickerWorld } from './view-world.mjs';

/**
 * Pointing at pages of the sample shop: fields of one page, a list, a field picked anew, a hostile page.
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function pageView({ app, page }, shoot) {
  await page.getByText('400 URLs').waitFor();
  await openTab(page, 'Fields');
  await page.getByRole('button', { name: 'Point in the page' }).click();
  const values = page.getByRole('region', { name: 'Preview' });
  await shown(app, page, '/product/1');
  await values.getByRole('button', { name: /^price/ }).click();
  await shoot('80-page-with-fields');
  await pick(app, page, '.maker');
  await values.getByRole('button', { name: 'Remove' }).waitFor();
  await shoot('81-page-field-picked');
  await values.getByRole('button', { name: 'Pick anew' }).click();
  await shoot('82-page-field-anew');

  const { origin } = new URL(await address(app));
  await page.getByRole('button', { name: 'New job' }).click();
  await page.getByText('No URLs yet').waitFor();
  await openTab(page, 'Fields');
  await fetchPage(page, `${origin}/list/1`);
  await values.getByText(/^200/).waitFor();
  await page.getByRole('button', { name: 'Point in the page' }).click();
  await shown(app, page, '/list/1');
  await pick(app, page, '.card:nth-child(1) a');
  const second = page.getByRole('button', { name: 'Point at a second one' });
  await second.waitFor();
  await shoot('83-page-repeats');
  await second.click();
  await pick(app, page, '.card:nth-child(2) a');
  await page.getByRole('button', { name: 'Make a list' }).waitFor();
  await shoot('84-page-list-certain');
  await page.getByRole('button', { name: 'Make a list' }).click();
  await values.getByText(/rows from this page/).waitFor();
  await shoot('85-page-list-made');

  await fetchPage(page, `${origin}/hostile`);
  await shown(app, page, '/hostile');
  await shoot('86-page-hostile');
  await page.getByText('Browse', { exact: true }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog').waitFor();
  await page.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) > 0);
  await shoot('87-page-under-a-dialog');
}

/**
 * A job whose field has other selectors, which find something else on this page.
 * @param {string} folder
 * @param {string} origin
 */
export async function writeJobWithAlternates(folder, origin) {
  const file = join(folder, 'alternates.json');
  const urls = [1, 2, 3, 404].map((number) => `${origin}/product/${number}`);
  const name = { name: 'name', css: 'h1', alternates: ['.crumbs a', '.no-such-place'] };
  await writeFile(file, JSON.stringify({ version: 2, name: 'Alternates', urls, fields: [name] }));
  return file;
}

/** @type {typeof pageView} */
export async function alternates({ app, page }, shoot) {
  await openTab(page, 'Fields');
  await page.getByRole('button', { name: 'Point in the page' }).click();
  await shown(app, page, '/product/1');
  await page.getByRole('button', { name: 'name', exact: true }).click();
  await page.getByRole('list', { name: /^Other selectors/ }).waitFor();
  await shoot('88-page-alternates-disagree');
}

/**
 * @param {import('playwright').Page} page
 * @param {string} url
 */
async function fetchPage(page, url) {
  const field = page.getByRole('combobox', { name: 'Page of the preview' });
  await field.fill(url);
  await field.press('Enter');
}

/** @param {import('playwright').ElectronApplication} app */
function address(app) {
  return app.evaluate(({ webContents, session }) => {
    const view = webContents
      .getAllWebContents()
      .find((one) => one.session === session.fromPartition('page-view'));
    return view?.getURL() ?? 'http://none/';
  });
}

/**
 * @param {import('playwright').ElectronApplication} app
 * @param {import('playwright').Page} page
 * @param {string} path
 */
export async function shown(app, page, path) {
  await page.locator('[data-page-holder]').waitFor();
  while (new URL(await address(app)).pathname !== path || !(await hasPicker(app))) {
    await page.waitForTimeout(50);
  }
}

/** @param {import('playwright').ElectronApplication} app */
function hasPicker(app) {
  return inPickerWorld(app, 'globalThis.trawlPicker !== undefined && innerWidth > 0');
}

/**
 * Clicks an element of the page that is shown.
 * @param {import('playwright').ElectronApplication} app
 * @param {import('playwright').Page} page
 * @param {string} selector
 */
export async function pick(app, page, selector) {
  const at = await inPickerWorld(
    app,
    `(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: Math.round(x + Math.min(width / 2, 20)), y: Math.round(y + height / 2) };
    })()`,
  );
  await app.evaluate(({ webContents, session }, place) => {
    const view = webContents
      .getAllWebContents()
      .find((one) => one.session === session.fromPartition('page-view'));
    const button = { ...place, button: /** @type {const} */ ('left'), clickCount: 1 };
    view?.sendInputEvent({ type: 'mouseMove', ...place });
    view?.sendInputEvent({ type: 'mouseDown', ...button });
    view?.sendInputEvent({ type: 'mouseUp', ...button });
  }, at);
  await page.waitForTimeout(400);
}
