import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { exportTable, numberedRow, writeNumberedJob } from './support/numbered-pages.ts';
import { enginePid } from './support/processes.ts';
import { noteWhatIsSaid } from './support/said.ts';
import { until } from './support/until.ts';

watchApps();
const folder = folderForTests();
const pageCount = 600;
let site: CountingSite;
let trawl: Trawl;
let urls: string[] = [];

beforeAll(async () => {
  site = await startCountingSite(20);
  urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
  trawl = await openTrawl({ args: [await writeNumberedJob(folder, 'Numbered', urls)] });
});
afterAll(() => site.close());

describe('when the engine is killed in the midst of a run', () => {
  it('says so, starts it again and goes on by itself: nothing lost, nothing twice', async () => {
    const { page } = trawl;
    const said = await noteWhatIsSaid(trawl);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    for (const goal of [100, 250]) {
      await until(() => site.answers() >= goal, `${goal} pages were fetched`);
      const pid = await enginePid(trawl);
      process.kill(pid, 'SIGKILL');
      await enginePid(trawl, pid);
      await page.getByText('is running again, and the run goes on.').first().waitFor();
    }
    await page.getByRole('tab', { name: /^Run/ }).waitFor();
    await page.getByText('Finished', { exact: true }).first().waitFor();
    await page.getByText(`${pageCount} done`, { exact: true }).waitFor();

    const { rows } = await exportTable(trawl, join(folder, 'table.csv'), pageCount);
    expect(await said()).toContain(
      'The part of Trawl that fetches pages ended by itself and is being started again. Nothing that was done is lost.',
    );
    expect(rows).toEqual(urls.map(numberedRow));
    // Only uncommitted pages are fetched again: at most 250 ms of them, twice.
    expect(site.answers()).toBeLessThan(pageCount + 2 * 150);
    expect(trawl.takeTroubles()).toEqual([]);
  });

  it('leaves the window whole: the table, a preview and another run work at once', async () => {
    const { page } = trawl;
    // The engine dies while it holds a request: the answer comes from the next engine.
    const asked = await enginePid(trawl);
    process.kill(asked, 'SIGSTOP');
    await page.getByRole('columnheader', { name: 'title' }).click();
    await page.getByLabel('Reading', { exact: true }).waitFor();
    process.kill(asked, 'SIGKILL');
    await page.getByText('The part of Trawl that fetches pages is running again.').last().waitFor();
    await page.locator('[row-index="0"]').getByText('Title of /page/1', { exact: true }).waitFor();
    expect(await page.getByText('The results could not be read').isVisible()).toBe(false);

    process.kill(await enginePid(trawl), 'SIGKILL');
    await showTab(trawl, 'Fields');
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByRole('button', { name: 'Fetch the page' }).click();
    await preview.getByText('Title of /page/1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText(/^[1-9]\d* done$/).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText(/^Stopped with \d+ pages left/).waitFor();
  });

  it('five times within a minute, it stays away: the window says so, and the next start goes on', async () => {
    await trawl.close();
    const dataFolder = join(folder, 'data');
    trawl = await openTrawl({
      dataFolder,
      args: [await writeNumberedJob(folder, 'Numbered', urls)],
    });
    const { app, page } = trawl;
    const before = site.answers();
    await page.getByText(`${pageCount} URLs`).waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await until(() => site.answers() > before + 20, 'the run is under way');
    for (let deaths = 0, pid = 0; deaths < 5; deaths += 1) {
      pid = await enginePid(trawl, pid);
      process.kill(pid, 'SIGKILL');
    }
    const away = page.getByRole('status').filter({ hasText: 'five times within a minute' });
    await away.waitFor();
    await page.getByText(/^This run was cut off with \d+ pages left/).waitFor();
    await page.getByRole('button', { name: /^Numbered Interrupted/ }).waitFor();
    // A page that is loaded later has not received the event.
    const loaded = page.waitForEvent('load');
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.reload(),
    );
    await loaded;
    await away.waitFor();

    await trawl.close();
    trawl = await openTrawl({ dataFolder });
    await trawl.page.getByRole('button', { name: 'Resume' }).first().click();
    await trawl.page
      .getByRole('button', { name: /^Numbered Finished/ })
      .first()
      .waitFor();
    const { rows } = await exportTable(trawl, join(folder, 'table.csv'), pageCount);
    expect(rows).toEqual(urls.map(numberedRow));
  });
});
