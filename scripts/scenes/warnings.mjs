// @ts-check
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openTab } from './hands.mjs';
import { pick, shown } from './page-view.mjs';

/** A shop that renames the class of its prices while it is read: fields of every source, and warnings. */

const pages = 300;
const renamedFrom = 120;

/**
 * Serves the shop; every request for its first page begins the renaming anew.
 * @returns {Promise<{ origin: string, stop: () => void }>}
 */
export async function startRenamingShop() {
  let answered = 0;
  const server = createServer((request, response) => {
    const number = Number(/\d+$/.exec(request.url ?? '')?.[0] ?? 0);
    answered = number === 1 ? 1 : answered + 1;
    response.setHeader('content-type', 'text/html');
    response.setHeader('last-modified', 'Fri, 27 Nov 2026 08:00:00 GMT');
    response.end(pageOf(number, answered > renamedFrom ? 'amount' : 'price'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { origin: `http://127.0.0.1:${port}`, stop: () => void server.close() };
}

/**
 * @param {number} number
 * @param {string} priceClass
 */
function pageOf(number, priceClass) {
  const product = { '@type': 'Product', sku: `HL-${1000 + number}`, brand: { name: 'Harbour' } };
  return `<!doctype html><html lang="en"><title>Harbour lamp ${number}</title>
    <meta name="description" content="A lamp for the evenings at pier ${number}, made of brass.">
    <script type="application/ld+json">${JSON.stringify(product)}</script>
    <h1>Harbour lamp ${number}</h1><p class="${priceClass}">£${(1000 + number * 7).toLocaleString('en')}.50</p>
    <p class="added">Added on ${(number % 12) + 1}/${(number % 28) + 1}/2026</p>
    <table><tr><th>Height</th><th>Colour</th></tr>
    <tr><td>${20 + (number % 9)} cm</td><td>${number % 3 === 0 ? 'red' : 'brass'}</td></tr></table>`;
}

/**
 * Writes the job with which the app is then started; returns its file.
 * @param {string} folder
 * @param {string} origin Of the shop that renames.
 * @returns {Promise<string>}
 */
export async function writeLampJob(folder, origin) {
  const job = {
    version: 2,
    name: 'Harbour lamps',
    urls: Array.from({ length: pages }, (_, index) => `${origin}/lamp/${index + 1}`),
    fields: [
      { name: 'title', css: 'h1', required: true },
      { name: 'price', css: '.price', type: 'price' },
      { name: 'description', css: 'meta[name="description"]', take: 'attr:content' },
      { name: 'added', xpath: '//p[@class="added"]', type: 'date', clean: [{ from: 'Added on ' }] },
      { name: 'sku', json: '$.sku', in: 'ld+json:Product', unique: true },
      { name: 'colour', table: 'Colour', all: true, separator: ', ' },
      { name: 'changed', answer: 'header:Last-Modified' },
    ],
    options: { concurrency: 2, perHost: 2 },
  };
  const file = join(folder, 'lamps.json');
  await writeFile(file, JSON.stringify(job));
  return file;
}

/**
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function warnings({ app, page }, shoot) {
  await page.getByText('300 URLs').waitFor();
  await openTab(page, 'Fields');
  await page.getByRole('button', { name: 'Fetch the page' }).click();
  await page.getByText('One row from this page').waitFor();
  await shoot('90-fields-of-every-source');

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText(/^"price" is empty in the last/).waitFor({ timeout: 60_000 });
  await shoot('91-run-paused-by-results');
  await page.getByRole('tab', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Show the rows in which price is empty' }).waitFor();
  await shoot('92-run-columns');
  await mendByClick({ app, page }, shoot);
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await page.getByText('with warnings', { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByRole('tab', { name: /^Warnings/ }).click();
  await shoot('93-run-warnings');
  await page.getByRole('button', { name: 'Read again', exact: true }).click();
  await page.getByText(/^The kept pages of an earlier run, read again/).waitFor();
  await page.getByText('300 done', { exact: true }).waitFor();
  await shoot('97-read-again');
}

/**
 * From a row without a price to its page as it was kept, and to the field that is mended in it.
 * @param {Pick<import('../launch-app.mjs').LaunchedApp, 'app' | 'page'>} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
async function mendByClick({ app, page }, shoot) {
  await page.getByRole('button', { name: 'Show the rows in which price is empty' }).click();
  const cell = page.getByRole('gridcell', { name: /^Harbour lamp/ }).first();
  const path = `/lamp/${/\d+/.exec((await cell.textContent()) ?? '')?.[0]}`;
  await cell.dblclick();
  const details = page.getByRole('complementary', { name: 'Details of the line' });
  await details.getByRole('button', { name: 'Show headers and source' }).click();
  await details.getByRole('button', { name: 'Show the page' }).click();
  await shown(app, page, path);
  await shoot('94-kept-page');
  await page.getByRole('button', { name: 'Point in this page' }).click();
  await page.getByText(/^As it was kept on/).waitFor();
  await shown(app, page, path);
  await page
    .getByRole('button', { name: /^price/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Pick anew' }).click();
  await pick(app, page, '.amount');
  await page.getByText('The new fields apply to the next run.', { exact: false }).waitFor();
  await shoot('95-mended-in-a-kept-page');
  await page.getByRole('button', { name: 'Close the page and show the table of fields' }).click();
  await shoot('96-new-fields');
  await openTab(page, 'Run');
}
