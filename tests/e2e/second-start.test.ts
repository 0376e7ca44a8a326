import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { asked } from './support/asked.ts';
import { folderForTests } from './support/folder.ts';
import { writeNumberedJob } from './support/numbered-pages.ts';
import { spawnApp } from './support/processes.ts';
import { until } from './support/until.ts';

watchApps();
const folder = folderForTests();
const dataFolder = join(folder, 'data');
const pageCount = 400;
let site: CountingSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startCountingSite(40);
  const urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
  const job = await writeNumberedJob(folder, 'First', urls);
  trawl = await openTrawl({ dataFolder, args: [job] });
});
afterAll(() => site.close());

/** Starts Trawl once more on the same folder, and waits for its exit. */
async function startAgain(...args: string[]): Promise<unknown> {
  const [code] = await once(spawnApp(dataFolder, args), 'exit');
  return code;
}

const isFocused = () =>
  asked(() =>
    trawl.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isFocused()),
    ),
  );

/** Every start that opened the folder wrote a line to its log. */
const openings = () =>
  readFileSync(join(dataFolder, 'logs', 'main.log'), 'utf8').match(/ info Trawl .* on Electron /g);

describe('a second start with the same data folder', () => {
  it("shows the first one's window and ends; its files are not opened, its run goes on", async () => {
    const { app, page } = trawl;
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await until(() => site.answers() > 20, 'the run is under way');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
    await until(async () => !(await isFocused()).includes(true), 'the window is behind');
    expect(await startAgain()).toBe(0);
    await until(async () => (await isFocused()).includes(true), 'the window is in front');
    expect(await isFocused()).toHaveLength(1);
    expect(openings()).toHaveLength(1);
  });

  it('hands its job file to the first one, which opens it', async () => {
    const { page } = trawl;
    const other = join(folder, 'other');
    await mkdir(other);
    expect(await startAgain(await writeNumberedJob(other, 'Second', [site.url(1)]))).toBe(0);
    const name = page.getByRole('textbox', { name: 'Name of the job' });
    await until(async () => (await name.inputValue()) === 'Second', 'its job is open');
    expect(openings()).toHaveLength(1);

    await page
      .getByRole('button', { name: /^First/ })
      .first()
      .click();
    await page.getByText(`${pageCount} done`, { exact: true }).waitFor();
    expect(site.answers()).toBe(pageCount);
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
