import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productOf } from '../../electron/sample-site/product.ts';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { answerDialogs, openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { shownPage } from './support/page-view.ts';
import { readTable } from './support/table.ts';

/** From an empty job to a table by pointing alone, in a shop whose pages are empty without JavaScript. */

watchApps();
const folder = folderForTests();
const pages = 3;
const perPage = 24;
let site: SampleSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  const file = await writeJob(folder, {
    version: 2,
    name: 'Built by script',
    urls: Array.from({ length: pages }, (_, index) => `${site.origins[0]}/app/list/${index + 1}`),
    fields: [],
    options: { render: 'auto' },
  });
  trawl = await openTrawl({ args: [file] });
});
afterAll(() => site.close());

it('makes the list by two clicks, and the table is what the site holds', async () => {
  const { page } = trawl;
  await showTab(trawl, 'Fields');
  await page.getByRole('button', { name: 'Point in the page' }).click();
  const shown = await shownPage(trawl, '/app/list/1');
  const pane = page.getByRole('region', { name: 'Page', exact: true });
  await pane.getByText('The page as rendered').waitFor();
  await shown.click('.card:nth-child(1) h2 a');
  await page.getByRole('button', { name: 'Point at a second one' }).click();
  await shown.click('.card:nth-child(2) h2 a');
  await page.getByRole('button', { name: 'Make a list' }).click();
  await page.getByText(`${perPage} rows from this page`).waitFor();

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page
    .getByText(/^Finished/)
    .first()
    .waitFor();
  const out = join(folder, 'goods.csv');
  await answerDialogs(trawl, { save: out });
  await page.getByRole('button', { name: 'Export…', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
  await page.getByText(/rows in goods.csv/).waitFor();

  const { columns, rows } = readTable(out);
  const goods = Array.from({ length: pages * perPage }, (_, index) => productOf(index + 1));
  const columnOf = (first: string) => columns.find((name) => rows[0]?.[name] === first) ?? '';
  const taken = (first: string) => rows.map((row) => row[columnOf(first)]);
  const [{ name = '' } = {}] = goods;
  expect(taken(name)).toEqual(goods.map((one) => one.name));
  const link = `${site.origins[0]}/app/product/1`;
  expect(taken(link)).toEqual(goods.map(({ number }) => link.replace(/1$/, String(number))));
});
