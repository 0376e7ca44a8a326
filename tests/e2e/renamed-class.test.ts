import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { runWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { shownPage } from './support/page-view.ts';

watchApps();
const folder = folderForTests();
const pages = 600;
const renamedFrom = 120;
let server: Server;
let urls: string[] = [];
let requests = 0;
/** The price that each page had when it was asked for. */
const prices = new Map<string, string>();

/** A shop that renames the class of its prices while it is read. */
beforeAll(async () => {
  let answered = 0;
  server = createServer((request, response) => {
    requests += 1;
    answered = request.url === '/p/1' ? 1 : answered + 1;
    const price = answered > renamedFrom ? 'amount' : 'price';
    prices.set(`${request.headers.host}${request.url}`, `£${answered}.50`);
    response.setHeader('content-type', 'text/html');
    response.end(`<link rel="stylesheet" href="/style.css"><h1>Lamp ${request.url}</h1>
      <p class="${price}">£${answered}.50</p><img src="/lamp.png" alt="">
      <script>fetch('/script')</script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  urls = Array.from({ length: pages }, (_, at) => `http://127.0.0.1:${port}/p/${at + 1}`);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const job = () => ({
  version: 2 as const,
  name: 'Lamps',
  urls,
  fields: [
    { name: 'title', css: 'h1' },
    { name: 'price', css: '.price' },
  ],
  options: { concurrency: 2, perHost: 2 },
});
const reason =
  /^"price" is empty in (50 of )?the last \d+ pages of 127\.0\.0\.1:\d+, and was filled in most before\./;

it('pauses and turns amber in the window, shows rows and field, and is mended from its kept pages', async () => {
  const trawl = await openTrawl({ args: [await writeJob(folder, job())] });
  const { page } = trawl;
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText(reason).waitFor();
  await page.getByRole('tab', { name: /^Warnings/ }).click();
  const warning = page.getByText(/^\W?"price" was filled in \d+ of \d+ pages of 127\.0\.0\.1:\d+/);
  await warning.first().waitFor();
  const done = Number(
    (
      await page
        .getByText(/^\d+ done$/)
        .first()
        .textContent()
    )?.replace(/\D/g, '') ?? 0,
  );
  // At most 200 pages without a price.
  expect(done).toBeLessThan(renamedFrom + 200);

  const asked = requests;
  await page.getByRole('button', { name: 'Look at the field: price' }).first().click();
  await page.getByText(/^As it was kept on /).waitFor();
  const previewed = page.getByRole('combobox', { name: 'Page of the preview' });
  expect(prices.get((await previewed.inputValue()).replace('http://', ''))).toMatch(/^£1[2-7]/);
  await page.getByRole('tab', { name: 'Run', exact: true }).click();

  await page.getByRole('tab', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Show the rows in which price is empty' }).click();
  await page.getByRole('button', { name: 'price is empty' }).waitFor();
  // Pages that were under way when the fifty had come are there as well.
  await page.getByText(/^([5-9]\d|1\d\d) lines$/).waitFor();

  await mendByClick(trawl);
  await page.getByText('The new fields apply to the next run.', { exact: false }).waitFor();
  expect(requests).toBe(asked);
  await page.getByRole('tab', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await page.getByText(`${pages} done`, { exact: true }).waitFor();
  await page.getByText('with warnings', { exact: true }).waitFor();

  const askedByRun = requests;
  await page.getByText('This run had other fields.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Read again', exact: true }).click();
  await page.getByText(/^The kept pages of an earlier run, read again\./).waitFor();
  await page.getByText('Finished', { exact: true }).first().waitFor();
  await page.getByText(`${pages} done`, { exact: true }).waitFor();
  expect(trawl.takeTroubles()).toEqual([]);
  const { dataFolder } = trawl;
  const table = `${folder}/again.csv`;
  expect((await runWords(['export', 'last', '--out', table], { dataFolder })).code).toBe(0);
  const lines = (await readFile(table, 'utf8')).trim().split('\n').slice(1);
  expect(lines.map((line) => line.split(',').slice(0, 3))).toEqual(
    urls.map((url, at) => [url, `Lamp /p/${at + 1}`, prices.get(url.replace('http://', ''))]),
  );
  expect(requests).toBe(askedByRun);
  await trawl.close();
});

/** Shows the page of a row without a price as it was kept, and picks the price in it. */
async function mendByClick(trawl: Trawl): Promise<void> {
  const { page } = trawl;
  // Not before the rows are those with an empty price.
  await page
    .getByRole('gridcell', { name: /^Lamp \/p\/1[2-7]\d$/ })
    .first()
    .dblclick();
  const details = page.getByRole('complementary', { name: 'Details of the line' });
  await details.getByRole('button', { name: 'Show headers and source' }).click();
  await page
    .getByRole('region', { name: 'Response headers' })
    .and(page.locator(':focus'))
    .waitFor();
  await page.keyboard.press('Tab');
  const source = page.getByRole('region', { name: 'Source', exact: true });
  await source.and(page.locator(':focus')).waitFor();
  const path = /Lamp (\S+)</.exec((await source.textContent()) ?? '')?.[1] ?? '';

  await details.getByRole('button', { name: 'Show the page' }).click();
  const kept = await shownPage(trawl, path);
  expect(await kept.look('document.body.innerText')).toContain(`Lamp ${path}`);
  expect(await kept.look('[...document.images].map(({ naturalWidth }) => naturalWidth)')).toEqual([
    0,
  ]);
  await page.getByRole('button', { name: 'Point in this page' }).click();
  await page.getByRole('tab', { name: /^Fields/, selected: true }).waitFor();
  await page.getByText(/^As it was kept on /).waitFor();
  const view = await shownPage(trawl, path);
  // Its row is open since the warning has led to it.
  await page.getByRole('button', { name: 'Pick anew' }).click();
  await view.click('.amount');
  await page
    .getByRole('list', { name: /^Other selectors/ })
    .getByText('.price')
    .waitFor();
}

it('stops the command line with the sentence, and gives its own status for warnings alone', async () => {
  const dataFolder = `${folder}/data`;
  const file = await writeJob(folder, job());
  const stopped = await runWords(['run', file, '--out', `${folder}/a.csv`], { dataFolder });
  expect(stopped.code).toBe(3);
  expect(stopped.stderr).toMatch(
    /"price" is empty in (50 of )?the last \d+ pages of 127\.0\.0\.1:\d+/,
  );

  const resumed = await runWords(['resume', 'last', '--out', `${folder}/a.csv`], { dataFolder });
  expect(resumed.code).toBe(4);
  expect(resumed.stderr).toMatch(/Warning: "price" was filled in \d+ of \d+ pages/);
  const allowed = ['resume', 'last', '--out', `${folder}/a.csv`, '--allow-warnings'];
  expect((await runWords(allowed, { dataFolder })).code).toBe(0);
});
