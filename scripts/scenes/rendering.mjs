// @ts-check
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTab } from './hands.mjs';

/**
 * Writes the job of a shop that is built by script, beside one that is not; returns its file.
 * @param {string} folder
 * @param {string} origin The origin of the sample shop.
 * @returns {Promise<string>}
 */
export async function writeRenderedJob(folder, origin) {
  const urls = Array.from({ length: 40 }, (_, index) => [
    `${origin}/app/product/${index + 1}`,
    `${origin}/product/${index + 1}`,
  ]).flat();
  const job = {
    version: 2,
    name: 'Two shops',
    urls: [...urls, `${origin}/app/list/1`],
    fields: [
      { name: 'title', css: 'h1' },
      { name: 'price', css: '.price' },
      { name: 'tags', css: '.tag', all: true },
    ],
    options: {
      render: 'auto',
      renderWindows: 2,
      renderOverrides: { [`${origin}/app/list/…`]: 'never' },
    },
  };
  const file = join(folder, 'two-shops.json');
  await writeFile(file, JSON.stringify(job));
  return file;
}

/**
 * Pages that need JavaScript: what the Fields tab says of one, the options, and what the run found out.
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function rendering({ page }, shoot) {
  await openTab(page, 'Fields');
  await page.getByRole('button', { name: 'Fetch the page' }).click();
  await page.getByText(/^Rendered\. /).waitFor();
  await shoot('60-fields-rendered');
  await openTab(page, 'Options');
  await page.getByText('Your decisions').scrollIntoViewIfNeeded();
  await shoot('61-options-rendering');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page
    .getByText(/^Finished/)
    .first()
    .waitFor({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Rendering' }).click();
  await shoot('62-run-rendering');
  await comparedInTheLab(page, shoot);
}

/**
 * The same pages without a browser and with one, as the Lab compares them.
 * @param {import('playwright').Page} page
 * @param {import('./camera.mjs').Shoot} shoot
 */
async function comparedInTheLab(page, shoot) {
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  await page.getByRole('tab', { name: 'Render' }).click();
  await page.getByRole('textbox', { name: 'Pages', exact: true }).fill('12');
  await page.getByRole('textbox', { name: 'Rounds', exact: true }).fill('1');
  await shoot('63-lab-render-empty');
  await page.getByRole('button', { name: 'Measure' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Measure' }).click();
  await page.getByText(/^Round 1 of 1: Rendered/).waitFor({ timeout: 120_000 });
  await shoot('64-lab-render-race');
  await page.getByRole('button', { name: 'Measure' }).waitFor({ timeout: 120_000 });
  await shoot('65-lab-rendered');
}
