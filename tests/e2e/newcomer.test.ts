import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { openTrawl, paste, type Trawl, watchApps } from './support/app.ts';
import { productUrls } from './support/job-files.ts';

/** Where a person who has read nothing presses Start too early, or thinks better of a job. */

watchApps();
let site: SampleSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startSampleSite({ ports: 0 });
  trawl = await openTrawl();
});
afterAll(() => site.close());

const start = () => trawl.page.getByRole('button', { name: 'Start', exact: true }).click();
const openTab = (name: RegExp) => trawl.page.getByRole('tab', { name, selected: true }).waitFor();

describe('a newcomer', () => {
  it('is led by Start to what the job lacks', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'New job' }).first().click();
    await page.getByRole('tab', { name: 'Options' }).click();
    await start();
    await openTab(/^URLs/);
    await page.getByText('The list is empty.').waitFor();
    await paste(trawl, productUrls(site, 200).join('\n'));
    await page.getByText('200 URLs').waitFor();
    await start();
    await openTab(/^Fields/);
    await page.getByText('There are no fields.').waitFor();
  });

  it('begins a new field by typing its name', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Add field' }).click();
    await page.locator('[data-cell="name"]:focus').waitFor();
    await page.keyboard.type('title');
    await page.keyboard.press('Tab');
    await page.keyboard.type('h1');
    expect(await page.getByRole('textbox', { name: 'Selector of title' }).inputValue()).toBe('h1');
  });

  it('deletes a job whose run is going on, and takes that back', async () => {
    const { page } = trawl;
    await start();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await page.getByRole('button', { name: 'More for this job' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop and delete' }).click();
    await page.getByText('"Untitled job" was deleted.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page
      .getByText(/^Stopped at \d+%$/)
      .first()
      .waitFor();
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
