import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { answerDialogs, openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { readTable } from './support/table.ts';
import { until } from './support/until.ts';

/** The app is closed, and killed, in the midst of a run; what was done is kept, the rest is fetched later. */

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
const answers = () => [...site.answered.values()].reduce((sum, times) => sum + times, 0);

/** Requests that the window shows as done: what it shows is committed. */
const shownAsDone = async (page: Trawl['page']): Promise<number> =>
  Number((await page.getByText(/^\d+ done$/).textContent())?.split(' ')[0]);

/** Starts the app with a job of the test's own, and the job. Resolves in the midst of the run. */
async function startRun(dataFolder: string): Promise<Trawl> {
  const fields = [{ name: 'title', css: 'h1' }];
  const options = { concurrency: 4, perHost: 4 };
  const job = await writeJob(folder, { version: 1, name: 'Cut off', urls, fields, options });
  trawl = await openTrawl({ dataFolder, args: [job] });
  const { page } = trawl;
  await page.getByText('300 URLs').waitFor();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await until(async () => (await shownAsDone(page)) > 20, 'the run is under way');
  return trawl;
}

/** @param shownBefore so many were done before the app ended: none of them may be gone */
async function resumeToTheEnd(
  dataFolder: string,
  state: RegExp,
  shownBefore: number,
): Promise<void> {
  trawl = await openTrawl({ dataFolder });
  const { page } = trawl;
  await page
    .getByRole('button', { name: /^Cut off/ })
    .first()
    .click();
  await showTab(trawl, 'Run');
  await page.getByText(state).first().waitFor();
  const before = answers();
  const done = await shownAsDone(page);
  expect(done).toBeGreaterThanOrEqual(shownBefore);
  expect(done).toBeLessThan(pageCount);
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await page.getByText('Finished', { exact: true }).first().waitFor();
  expect(answers() - before).toBe(pageCount - done);

  const out = join(folder, 'table.csv');
  await answerDialogs(trawl, { save: out });
  await page.getByRole('button', { name: 'Export…', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save…' }).click();
  await page.getByText(`${pageCount} rows in table.csv`).waitFor();
  expect(readTable(out).rows.map(({ url, title }) => [url, title])).toEqual(
    urls.map((url) => [url, `Title of ${new URL(url).pathname}`]),
  );
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
    const before = answers();
    await until(() => answers() > before + 20, 'the run goes on');
    expect(await page.getByRole('button', { name: 'Pause', exact: true }).isVisible()).toBe(true);

    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
    });
    const shown = await shownAsDone(page);
    const ended = app.waitForEvent('close');
    await closeWindow();
    await ended;
    await resumeToTheEnd(dataFolder, /^Stopped with \d+ pages left/, shown);
  });

  it('the whole app is killed; the run shows as cut off and is resumed', async () => {
    const dataFolder = join(folder, 'killed');
    const { app, page } = await startRun(dataFolder);
    const shown = await shownAsDone(page);
    const ended = app.waitForEvent('close');
    const pids = await app.evaluate((electron) =>
      electron.app.getAppMetrics().map(({ pid }) => pid),
    );
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await ended;
    await resumeToTheEnd(dataFolder, /^This run was cut off with \d+ pages left/, shown);
  });
});
