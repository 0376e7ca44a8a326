import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { exportTable, numberedRow, writeNumberedJob } from './support/numbered-pages.ts';
import { killTree } from './support/processes.ts';
import { until } from './support/until.ts';

/** The app is closed, and killed, during a run; finished work is kept, the rest is fetched later. */

watchApps();
const folder = folderForTests();
const pageCount = 300;
let site: CountingSite;
let urls: string[] = [];

beforeAll(async () => {
  site = await startCountingSite(25);
  urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
});
afterAll(() => site.close());
afterEach(() => trawl?.close());

let trawl: Trawl | undefined;
/** The number of requests that the window showed as done during the run. */
let shownBefore = 0;

/** The requests that the window shows as done: all of them are committed. */
const shownAsDone = async ({ page }: Trawl): Promise<number> =>
  Number((await page.getByText(/^\d+ done$/).textContent())?.split(' ')[0]);

/** Starts the app with a job of the test, and the job. Resolves during the run. */
async function startRun(dataFolder: string): Promise<Trawl> {
  const opened = await openTrawl({
    dataFolder,
    args: [await writeNumberedJob(folder, 'Cut off', urls)],
  });
  trawl = opened;
  await opened.page.getByText('300 URLs').waitFor();
  await opened.page.getByRole('button', { name: 'Start', exact: true }).click();
  await until(async () => {
    shownBefore = await shownAsDone(opened);
    return shownBefore > 20;
  }, 'the run is under way');
  return opened;
}

/** Starts the app again, checks the progress of the run, and takes one of the two ways to continue. */
async function resumeToTheEnd(
  dataFolder: string,
  state: RegExp,
  from: 'offer' | 'header',
): Promise<void> {
  trawl = await openTrawl({ dataFolder });
  const { page } = trawl;
  const offer = page.getByRole('region', { name: 'Unfinished runs' });
  await offer
    .getByText('The run of "Cut off" was not finished when Trawl ended. What was fetched is kept.')
    .waitFor();
  await page
    .getByRole('button', { name: /^Cut off/ })
    .first()
    .click();
  await showTab(trawl, 'Run');
  await page.getByText(state).first().waitFor();
  const before = site.answers();
  const done = await shownAsDone(trawl);
  expect(done).toBeGreaterThanOrEqual(shownBefore);
  expect(done).toBeLessThan(pageCount);
  // The Run tab shows the notice for its own job; the offer is shown everywhere else.
  await offer.waitFor({ state: 'hidden' });
  if (from === 'offer') await showTab(trawl, 'URLs');
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await offer.waitFor({ state: 'hidden' });
  await showTab(trawl, 'Run');
  await page.getByText('Finished', { exact: true }).first().waitFor();
  expect(site.answers() - before).toBe(pageCount - done);

  const { rows } = await exportTable(trawl, join(folder, 'table.csv'), pageCount);
  expect(rows).toEqual(urls.map(numberedRow));
  expect(trawl.takeTroubles()).toEqual([]);
}

describe('in the midst of a run', () => {
  it('closing the window asks; the run goes on when the answer is no, and is resumed after a yes', async () => {
    const dataFolder = join(folder, 'closed');
    const { app, page } = await startRun(dataFolder);
    const questions = await app.evaluateHandle(({ dialog }) => {
      const asked: string[] = [];
      dialog.showMessageBox = async (...given: unknown[]) => {
        const { message, detail } = given.at(-1) as { message: string; detail: string };
        asked.push(`${message} ${detail}`);
        return { response: 0, checkboxChecked: false };
      };
      return asked;
    });
    const closeWindow = () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

    await closeWindow();
    await until(async () => (await questions.jsonValue()).length === 1, 'the app asks');
    expect(await questions.jsonValue()).toEqual([
      'A run is going on. If you quit now, what was done is kept, and you can resume it later.',
    ]);
    const before = site.answers();
    await until(() => site.answers() > before + 20, 'the run goes on');
    expect(await page.getByRole('button', { name: 'Pause', exact: true }).isVisible()).toBe(true);

    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
    });
    const ended = app.waitForEvent('close');
    await closeWindow();
    await ended;
    await resumeToTheEnd(dataFolder, /^Stopped with \d+ pages left/, 'offer');
  });

  it('the whole app is killed; the run shows as cut off and is resumed', async () => {
    const dataFolder = join(folder, 'killed');
    await killTree(await startRun(dataFolder));
    await resumeToTheEnd(dataFolder, /^This run was cut off with \d+ pages left/, 'header');
  });

  it.skipIf(process.platform === 'win32')('the person logs off: no question is asked', async () => {
    const dataFolder = join(folder, 'logged-off');
    const { app } = await startRun(dataFolder);
    const ended = app.waitForEvent('close');
    app.process().kill('SIGTERM');
    await ended;
    await resumeToTheEnd(dataFolder, /^Stopped with \d+ pages left/, 'offer');
  });
});
