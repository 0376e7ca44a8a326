import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatPrice, productOf } from '../../electron/sample-site/product.ts';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { logInAtSample } from './support/log-in.ts';
import { exportTable } from './support/numbered-pages.ts';
import { shownPage } from './support/page-view.ts';
import type { Table } from './support/table.ts';

/**
 * From an empty job to a table by pointing alone, in a shop whose pages are empty without JavaScript and closed
 * without a log-in, whose session ends in mid-run.
 */

watchApps();
const folder = folderForTests();
const pages = 12;
const perPage = 24;
const perSession = 5;
let site: SampleSite;
let trawl: Trawl;
let shop = '';

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  [shop] = site.origins;
  const file = await writeJob(folder, {
    version: 2,
    name: 'Built by script, for customers',
    urls: Array.from({ length: pages }, (_, index) => `${shop}/customer/app/list/${index + 1}`),
    fields: [],
    options: { render: 'auto', concurrency: 2, renderWindows: 2 },
  });
  trawl = await openTrawl({ args: [file] });
});
afterAll(() => site.close());

it('logs in, and makes the list by two clicks', async () => {
  const { page } = trawl;
  // The dialog of the log-in looks through the list as well, which would end the first look.
  await page.getByText(`${pages} URLs`).waitFor();
  await showTab(trawl, 'Options');
  await page.getByRole('button', { name: 'Log-in', exact: true }).click();
  await logInAtSample(trawl, shop, 1000);
  await page.getByText(/^Logged in on /).waitFor();

  await showTab(trawl, 'Fields');
  await page.getByRole('button', { name: 'Point in the page' }).click();
  const shown = await shownPage(trawl, '/customer/app/list/1');
  const pane = page.getByRole('region', { name: 'Page', exact: true });
  await pane.getByText('The page as rendered').waitFor();
  await shown.click('.card:nth-child(1) h2 a');
  await page.getByRole('button', { name: 'Point at a second one' }).click();
  await shown.click('.card:nth-child(2) h2 a');
  await page.getByRole('button', { name: 'Make a list' }).click();
  await page.getByText(`${perPage} rows from this page`).waitFor();
});

it('loses the session in mid-run, logs in again and goes on, and has what the site holds', async () => {
  const { page } = trawl;
  await showTab(trawl, 'Options');
  await page.getByRole('button', { name: 'Log-in', exact: true }).click();
  await logInAtSample(trawl, shop, perSession);
  await start();
  await page.getByText(/asks for a log-in( again)? since \d\d:\d\d/).waitFor();
  await page.getByText(/^[1-9]\d* done$/).waitFor();
  await page.getByRole('button', { name: 'Log in again…' }).click();
  await logInAtSample(trawl, shop, 1000);
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await finished();
  expectAllGoods(await exportTable(trawl, join(folder, 'auto.csv'), pages * perPage));
});

it('has the same rows where every page is rendered', async () => {
  const { page } = trawl;
  await showTab(trawl, 'Options');
  await page.getByRole('combobox', { name: 'Run JavaScript' }).click();
  await page.getByRole('option', { name: 'Always' }).click();
  await start();
  await finished();
  expectAllGoods(await exportTable(trawl, join(folder, 'always.csv'), pages * perPage));
  expect(trawl.takeTroubles()).toEqual([]);
});

const start = () => trawl.page.getByRole('button', { name: 'Start', exact: true }).click();

async function finished(): Promise<void> {
  const { page } = trawl;
  await page.getByText('Finished', { exact: true }).first().waitFor();
  await page.getByText(`${pages} done`, { exact: true }).waitFor();
}

/** The columns have the names that pointing gave them: each is known by its first value. */
function expectAllGoods({ columns, rows }: Table): void {
  const goods = Array.from({ length: pages * perPage }, (_, index) => productOf(index + 1));
  const taken = (values: readonly string[]) => {
    const column = columns.find((name) => rows[0]?.[name] === values[0]) ?? '';
    return rows.map((row) => row[column]);
  };
  const links = goods.map(({ number }) => `${shop}/customer/app/product/${number}`);
  const prices = goods.map(({ priceCents }) => `€ ${formatPrice(Math.round(priceCents * 0.9))}`);
  for (const values of [goods.map(({ name }) => name), links, prices]) {
    expect(taken(values)).toEqual(values);
  }
}
