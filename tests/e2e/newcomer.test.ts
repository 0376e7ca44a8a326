import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { newJob, openTrawl, paste, showTab, type Trawl, watchApps } from './support/app.ts';
import { productUrls } from './support/job-files.ts';

/** A person without any instructions presses Start too early, or decides against a job. */

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

  it('finds the table of the finished run in the order of the list', async () => {
    const { page } = trawl;
    await start();
    await page.getByText('Finished', { exact: true }).first().waitFor();
    await page.getByRole('columnheader', { name: '#' }).and(page.locator('[aria-sort]')).waitFor();
    await page.locator('[row-index="9"] [col-id="$place"]').waitFor();
    const places = await page
      .locator('[row-index] [col-id="$place"]')
      .evaluateAll((cells) =>
        cells.map((cell) => [
          Number(cell.closest('[row-index]')?.getAttribute('row-index')) + 1,
          Number(cell.textContent),
        ]),
      );
    for (const [row, place] of places) expect(place).toBe(row);
  });

  it('deletes a job whose run is going on, and takes that back', async () => {
    const { page } = trawl;
    await showTab(trawl, 'URLs');
    // More than can be fetched before the job is deleted.
    await paste(trawl, `${productUrls(site, 3000).join('\n')}\n`);
    await page.getByText('3,200 URLs').waitFor();
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

  it('pastes by a right click', async () => {
    const { app, page } = trawl;
    // A test cannot click a native menu: its item is chosen as soon as the menu would open.
    await app.evaluate(({ Menu, BrowserWindow }) => {
      Menu.prototype.popup = function popup(this: Electron.Menu) {
        const [window] = BrowserWindow.getAllWindows();
        const item = this.items.find(({ role }) => role === 'paste');
        if (item?.enabled) item.click({}, window, window?.webContents);
      };
    });
    await newJob(trawl);
    await app.evaluate(({ clipboard }) => clipboard.writeText('example.com'));
    await page.locator('.cm-content').click({ button: 'right' });
    await page.getByText('1 URL', { exact: true }).waitFor();
  });
});
