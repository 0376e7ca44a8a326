// @ts-check
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTab } from './hands.mjs';

/** Large numbers and long texts: 200 hosts that refuse, 30 fields, names and URLs that fit nowhere. */

const hosts = 200;
const fields = 30;
const tail = 'of-everything-that-lies-in-the-three-harbours/'.repeat(6);

/**
 * Writes the job with which the app is then started; returns its file.
 * @param {string} folder
 * @param {string} origin Of a site with pages `/product/1`.
 * @returns {Promise<string>}
 */
export async function writeCrowdedJob(folder, origin) {
  const good = Array.from(
    { length: 40 },
    (_, index) => `${origin}/product/${index + 1}?list=${tail}${index + 1}`,
  );
  const refused = Array.from(
    { length: hosts },
    (_, index) => `http://127.0.1.${index + 1}:9/a-shop-that-has-closed/${index + 1}`,
  );
  const job = {
    version: 2,
    name: 'Every price of every shop in every harbour between here and the far end of the coast',
    urls: [...good, ...refused],
    fields: [
      { name: 'title', css: 'h1' },
      ...Array.from({ length: fields - 1 }, (_, index) => ({
        name: `what the page says in its paragraph number ${index + 1}, whole as it is`,
        css: `main > article section:nth-of-type(${index + 1}) p.description:not(.short)`,
      })),
    ],
    options: { concurrency: 8, perHost: 8, retries: 0, pace: 'fixed' },
  };
  const file = join(folder, 'crowd.json');
  await writeFile(file, JSON.stringify(job));
  return file;
}

/**
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function crowd({ page }, shoot) {
  await page.getByText('240 URLs').waitFor();
  await shoot('40-urls-long');
  await openTab(page, 'Fields');
  await page.getByRole('button', { name: 'Fetch the page' }).click();
  await page.getByText('One row from this page').waitFor();
  await shoot('41-fields-many');

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText(/of the last \d+ requests failed/).waitFor({ timeout: 60_000 });
  await shoot('42-run-paused-by-safeguard');
  await page.getByRole('tab', { name: 'Hosts' }).click();
  await shoot('43-hosts-many');
  await page.getByRole('tab', { name: 'Results' }).click();
  await page.getByRole('textbox', { name: 'Find in any column' }).fill('/product/');
  await page
    .getByRole('gridcell', { name: /product/ })
    .first()
    .dblclick();
  await page.getByRole('complementary').waitFor();
  await shoot('44-details-long');
}
