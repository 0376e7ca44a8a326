import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { answerDialogs, openTrawl, paste, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { productUrls } from './support/job-files.ts';
import { readTable } from './support/table.ts';
import { until } from './support/until.ts';

/** The main job with the keyboard only. */

watchApps();
const folder = folderForTests();
let site: SampleSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  trawl = await openTrawl();
});
afterAll(() => site.close());

/** Presses Tab until the element with this name has the focus. */
async function tabTo(name: RegExp): Promise<void> {
  const { page } = trawl;
  const seen: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return '';
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : '';
      return element.ariaLabel || label || element.innerText.trim();
    });
    if (name.test(focused)) return;
    seen.push(focused);
  }
  throw new Error(`Tab never comes to ${name}, but to ${seen.join(', ')}`);
}

async function isOpen(job: string): Promise<void> {
  const name = trawl.page.getByRole('textbox', { name: 'Name of the job' });
  await until(async () => (await name.inputValue()) === job, `${job} is open`);
}

describe('with the keyboard alone', () => {
  it('a job is made, run and exported', async () => {
    const { page } = trawl;
    const urls = productUrls(site, 12);
    const { keyboard } = page;
    await tabTo(/^New job$/);
    await keyboard.press('Enter');
    await page.getByText('No URLs yet').waitFor();
    await paste(trawl, urls.join('\n'));
    await page.getByText('12 URLs').waitFor();

    await keyboard.press('ControlOrMeta+2');
    await tabTo(/^Add field$/);
    await keyboard.press('Enter');
    await tabTo(/^Name$/);
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('title');
    await tabTo(/^Selector of title$/);
    await keyboard.type('h1');
    await keyboard.press('ControlOrMeta+Enter');
    await page.getByText('Finished', { exact: true }).first().waitFor();

    const out = join(folder, 'keyboard.csv');
    await answerDialogs(trawl, { save: out });
    await tabTo(/^Export…$/);
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(/^Save…$/);
    await keyboard.press('Enter');
    await page.getByText('12 rows in keyboard.csv').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(readTable(out).rows.map(({ url }) => url)).toEqual(urls);
  });

  it('the lines of the grid are walked through and opened', async () => {
    const { page } = trawl;
    const { keyboard } = page;
    await page.getByRole('gridcell').first().waitFor();
    await tabTo(/^(#|URL)$/);
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Details of the line' });
    await detail.waitFor();
    await keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
  });

  it('the jobs are walked through, renamed and deleted, and come back', async () => {
    const { page } = trawl;
    const { keyboard } = page;
    await tabTo(/^Untitled job/);
    await keyboard.press('F2');
    await keyboard.type('Renamed');
    await keyboard.press('Enter');
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Renamed/ })
      .first()
      .waitFor();
    await keyboard.press('ArrowDown');
    await isOpen('Sample: harbour shop');
    await keyboard.press('ArrowUp');
    await isOpen('Renamed');
    await keyboard.press('Delete');
    await page.getByText('"Renamed" was deleted.').waitFor();
    await tabTo(/^Undo$/);
    await keyboard.press('Enter');
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Renamed/ })
      .first()
      .waitFor();
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
