import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { describeTasks, longestWorkMs, watchLongTasks } from '../../scripts/page-tasks.mjs';
import { tell } from '../measured.ts';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { mostWorkMs } from './support/most-work.ts';

watchApps();
const folder = folderForTests();
const pageCount = 8000;
let site: SampleSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  const [shop] = site.origins;
  const job = await writeJob(folder, {
    version: 1,
    name: 'Fast',
    urls: Array.from({ length: pageCount }, (_, index) => `${shop}/bytes/${index + 1}?error=0.02`),
    fields: [
      { name: 'title', css: 'h1' },
      { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
      { name: 'price', css: '.price' },
      { name: 'tags', css: '.tag', all: true },
      { name: 'links', css: 'a[href]', take: 'count' },
    ],
    options: { concurrency: 64, perHost: 64, retries: 0 },
  });
  trawl = await openTrawl({ args: [job] });
});
afterAll(() => site.close());

describe('the page, while a run goes at full speed', () => {
  it('is never held up for long', async () => {
    const { page } = trawl;
    await page.getByText('8,000 URLs').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    // The screen of the run is up and its first rows are there: from now on it is measured.
    await page.getByRole('gridcell').first().waitFor();
    const endWatch = await watchLongTasks(trawl);
    // Playwright's own way of waiting searches the whole page, on the very thread that is measured.
    await page.waitForFunction(
      () => document.querySelector('[role=progressbar][aria-valuenow="100"]') !== null,
      null,
      { polling: 500, timeout: 120_000 },
    );
    const tasks = await endWatch();
    const rate = await page.getByText(/^Took /).textContent();
    tell(`${pageCount} pages, "${rate}": on the page's thread ${describeTasks(tasks)}`);
    expect(tasks.filter(({ workedMs }) => workedMs > 50).length).toBeLessThanOrEqual(10);
    expect(longestWorkMs(tasks)).toBeLessThan(mostWorkMs);
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
