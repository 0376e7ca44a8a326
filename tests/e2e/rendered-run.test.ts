import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectedWhenRendered } from '../../electron/sample-site/expected.ts';
import { sampleColumns } from '../../electron/sample-site/record.ts';
import { sampleJob } from '../../electron/sample-site/sample-job.ts';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { openTrawl, showTab, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { exportTable } from './support/numbered-pages.ts';
import { expectWhatTheSiteHolds } from './support/sample-table.ts';

watchApps();
const folder = folderForTests();
let site: SampleSite;
beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0.2 });
});
afterAll(() => site.close());

it('renders what needs it, says why, hears a person, and has what a browser shows', async () => {
  const [shop] = site.origins;
  const urls = Array.from({ length: 20 }, (_, index) => [
    `${shop}/app/product/${index + 1}`,
    `${shop}/product/${index + 1}`,
  ]).flat();
  // Whether a thing is in stock may be "no" in both, so it would need comparisons of the shop without scripts.
  const columns = sampleColumns.filter((column) => column !== 'in_stock');
  const fields = sampleJob(site.origins).fields.filter(({ name }) => name !== 'in_stock');
  const options = { render: 'auto', renderWindows: 2, concurrency: 8 } as const;
  const job = await writeJob(folder, { version: 2, name: 'Two shops', urls, fields, options });
  const trawl = await openTrawl({ args: [job] });
  const { page } = trawl;

  await showTab(trawl, 'Fields');
  await page.getByRole('button', { name: 'Fetch the page' }).click();
  await page.getByText(/^Rendered\. Without JavaScript, .*empty/).waitFor();

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('40 done', { exact: true }).waitFor();
  await page.getByText('Finished', { exact: true }).first().waitFor();
  await page.getByRole('tab', { name: 'Rendering' }).click();
  const built = page.getByRole('row', { name: /\/app\/product\/…/ });
  await built.getByText('Rendered', { exact: true }).waitFor();
  await built.getByText(/empty without JavaScript$/).waitFor();
  await page
    .getByRole('row', { name: /^\/product\/…/ })
    .getByText('Fetched', { exact: true })
    .waitFor();

  await built.getByRole('button', { name: /^Change what happens/ }).click();
  await page.getByRole('menuitem', { name: 'Never render' }).click();
  await page.getByText('Your decision holds from the next run on.').waitFor();
  await showTab(trawl, 'Options');
  await page.getByText('Your decisions').waitFor();

  const table = await exportTable(trawl, join(folder, 'table.csv'), urls.length);
  const expected = (url: string) => expectedWhenRendered(site.origins, url);
  expectWhatTheSiteHolds(table, urls, { expected }, columns);
  expect(trawl.takeTroubles()).toEqual([]);
  await trawl.close();
});
