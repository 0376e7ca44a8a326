// @ts-check
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerDialogs, openTab, pasteText } from './hands.mjs';

/**
 * A newcomer's first day: the sample job from its first sight to the exported table, then a new job.
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function firstDay(launched, shoot) {
  await sampleJob(launched, shoot);
  await theRun(launched, shoot);
  await ownJob(launched, shoot);
}

/** @type {typeof firstDay} */
async function sampleJob({ page }, shoot) {
  await page.getByText('400 URLs').waitFor();
  await shoot('01-first-start');

  await openTab(page, 'Fields');
  await shoot('02-fields-before-preview');
  await page.getByRole('button', { name: 'Fetch the page' }).click();
  await page.getByText('One row from this page').waitFor();
  await shoot('03-fields-with-preview');
  const selector = page.getByRole('textbox', { name: 'Selector of price' });
  await selector.fill('.price[');
  await page.getByRole('alert').first().waitFor();
  await shoot('04-fields-with-problem');
  await selector.fill('.price:has(b)');
  await page.getByText('Builds a tree: :has in field price').waitFor();
  await shoot('04b-fields-with-tree');
  await selector.fill('.price');
  await page.getByRole('button', { name: 'Suggest fields…' }).click();
  await page.getByRole('dialog').waitFor();
  await shoot('05-fields-suggested');
  await page.getByRole('button', { name: 'Cancel' }).click();

  await openTab(page, 'Options');
  await shoot('06-options');
  await page.getByRole('textbox', { name: 'Retries' }).fill('99');
  await page.getByRole('textbox', { name: 'User agent' }).scrollIntoViewIfNeeded();
  await shoot('07-options-with-problem');
  await page.getByRole('button', { name: 'Reset Retries' }).click();
  await page.getByRole('textbox', { name: 'Retries' }).fill('2');

  await openTab(page, 'Run');
  await shoot('08-run-before-the-first');
}

/** @type {typeof firstDay} */
async function theRun({ app, page, dataFolder }, shoot) {
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await reach(page, 40);
  await shoot('09-run-under-way');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByText(/^Paused with/).waitFor();
  await shoot('10-run-paused');
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await page
    .getByText(/^Finished, \d+ failed/)
    .first()
    .waitFor({ timeout: 120_000 });
  await shoot('11-run-finished');

  await page.getByRole('gridcell').nth(1).dblclick();
  await page.getByRole('complementary').waitFor();
  await shoot('12-run-details');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: /^Errors/ }).click();
  await shoot('13-run-errors');
  await page.getByRole('button', { name: /^Show: The page does not exist/ }).click();
  await page
    .getByRole('gridcell', { name: /HTTP_404|does not exist/ })
    .first()
    .dblclick();
  await shoot('14-run-failed-line');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Hosts' }).click();
  await shoot('15-run-hosts');
  await page.getByRole('tab', { name: 'Results' }).click();
  await page.getByRole('button', { name: /^Run of/ }).click();
  await page.getByRole('list', { name: 'Runs of this job' }).waitFor();
  await shoot('16-runs-menu');
  await page
    .getByRole('button', { name: /^Delete the run of/ })
    .first()
    .click();
  await page.getByRole('dialog', { name: 'Delete this run?' }).waitFor();
  await shoot('17-question');
  await page.getByRole('button', { name: 'Cancel' }).click();

  await answerDialogs(app, { save: join(dataFolder, 'harbour-shop.csv') });
  await page.getByRole('button', { name: 'Export…', exact: true }).click();
  await page.getByRole('button', { name: 'Save…' }).waitFor();
  await shoot('18-export');
  await page.getByText('JSON Lines', { exact: true }).click();
  await page.getByText(/^For programs/).waitFor();
  await shoot('18-export-json-lines');
  await page.getByText('CSV', { exact: true }).click();
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByText(/^400 rows in/).waitFor();
  await shoot('19-export-done');
  await page.getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog').waitFor();
  await shoot('20-settings');
  await page.keyboard.press('Escape');
}

/** @type {typeof firstDay} */
async function ownJob({ app, page, dataFolder }, shoot) {
  await page.getByRole('button', { name: 'New job' }).click();
  await page.getByText('No URLs yet').waitFor();
  await shoot('21-urls-empty');
  await openTab(page, 'Fields');
  await shoot('22-fields-empty');
  await openTab(page, 'URLs');
  await pasteText(app, page, mixedList);
  await page.getByText('145 URLs').waitFor();

  const file = join(dataFolder, 'goods.csv');
  await writeFile(file, csvList);
  await answerDialogs(app, { open: file });
  await page.getByRole('button', { name: 'Open file…' }).click();
  await page.getByRole('dialog').waitFor();
  await shoot('24-urls-from-csv');
  await page.getByRole('button', { name: 'Read as a table' }).click();
  await page.getByText('12 URLs').waitFor();
  const long =
    'Everything that the three harbours of the northern coast have on their shelves this year';
  await page.getByRole('textbox', { name: 'Name of the job' }).fill(long);
  await shoot('25-long-name');
  for (let left = 2; left > 0; left -= 1) {
    await page.getByRole('button', { name: 'More for this job' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page
      .getByRole('button', { name: 'Undo' })
      .nth(2 - left)
      .waitFor();
    if (left === 2) await shoot('26-job-deleted');
  }
  await shoot('27-no-jobs');
}

/**
 * @param {import('playwright').Page} page
 * @param {number} percent
 */
async function reach(page, percent) {
  const bar = page.getByRole('progressbar', { name: 'Pages fetched' });
  while (Number(await bar.getAttribute('aria-valuenow')) < percent) await page.waitForTimeout(100);
}

const mixedList = [
  '# A list as it comes out of mails, documents and tables',
  'https://example.com/catalogue/lamps',
  'example.com/catalogue/ropes?sort=price',
  'https://example.com/catalogue/lamps',
  '- [Anchors](https://example.com/catalogue/anchors)',
  'https://example.org/page/[1-100]',
  'mailto:harbour@example.com',
  'https://example.com:99999/',
  'the shop with the blue door',
  'https://münchen.example/straße/weiße-möwe',
  'http:///no-host',
  ...Array.from({ length: 40 }, (_, index) => `https://example.com/goods/${index + 1}`),
].join('\n');

const csvList = [
  'id,name,address,updated,remark',
  ...Array.from(
    { length: 12 },
    (_, index) =>
      `${1000 + index},"Goods, No. ${index + 1}",https://example.com/goods/${index + 1},2026-03-${10 + index},${index % 3 ? '' : 'a remark that is rather long and will not fit into its column at all'}`,
  ),
].join('\n');
