// @ts-check
import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dist } from '../build.mjs';
import { enlargeRun } from '../large-run.mjs';
import { answerDialogs, openTab } from './hands.mjs';

/** A run of a million lines, one that was cut off, and a list of a million lines. */

const jobName = 'Goods of all harbours';

/**
 * Makes the data with which the app is then started; returns the job file for the start.
 * @param {string} dataFolder
 * @param {string} origin Of a site with pages `/slow/1`.
 * @returns {Promise<string>}
 */
export async function prepareLargeThings(dataFolder, origin) {
  const list = join(dataFolder, 'list.txt');
  const lines = Array.from({ length: 1_000_000 }, (_, i) => `${origin}/slow/${i + 1}`);
  await writeFile(list, lines.join('\n'));
  const job = {
    version: 2,
    name: jobName,
    urls: [`${origin}/status/200`],
    fields: [
      { name: 'name', css: 'h1' },
      { name: 'price', css: '.price' },
    ],
    options: { concurrency: 4, perHost: 4, retries: 0 },
  };
  const file = join(dataFolder, 'job.json');

  await writeFile(file, JSON.stringify(job));
  await trawl(['run', file, '--quiet', '--allow-warnings', '--data', dataFolder]);
  const runs = join(dataFolder, 'runs');
  const [run = ''] = await readdir(runs);
  enlargeRun(join(runs, run), 1_000_000);

  const urls = Array.from(
    { length: 800 },
    (_, index) => `${origin}/slow/${20 + (index % 9)}?n=${index}`,
  );
  await writeFile(file, JSON.stringify({ ...job, urls }));
  await trawl(['run', file, '--quiet', '--allow-warnings', '--data', dataFolder], 2500);
  await writeFile(file, JSON.stringify({ ...job, urls: { file: 'list.txt' } }));
  return file;
}

/**
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function largeThings({ app, page, dataFolder }, shoot) {
  await page.getByText('1,000,000 URLs').waitFor({ timeout: 60_000 });
  await shoot('30-urls-a-million');
  await openTab(page, 'Run');
  await page.getByText(/^This run was cut off/).waitFor();
  await shoot('31-run-interrupted');

  await page.getByRole('button', { name: /^Run of/ }).click();
  await page
    .getByRole('list', { name: 'Runs of this job' })
    .getByRole('button', { name: /Finished/ })
    .click();
  await page.getByText('1,000,000 lines').waitFor();
  await page.getByRole('gridcell', { name: 'Goods No. 0000001', exact: true }).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.getByRole('gridcell', { name: '1,000,000', exact: true }).waitFor();
  await shoot('32-results-a-million');

  await answerDialogs(app, { save: join(dataFolder, 'goods.csv') });
  await page.getByRole('button', { name: 'Export…', exact: true }).click();
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByRole('progressbar', { name: /^Writing/ }).waitFor();
  await shoot('35-export-under-way');
  await page.getByText(/^1,000,000 rows in/).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('button', { name: 'More for this job' }).click();
  await page.getByRole('menuitem', { name: 'Start a new run' }).click();
  // Pictures of the progress in the list of jobs, beside the name, and at last in the view of the new run.
  await page
    .getByText(/^Reading the list/)
    .nth(2)
    .waitFor();
  await shoot('33-run-importing');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByText(/^Stopped after/).waitFor({ timeout: 60_000 });
  await shoot('34-run-stopped');
}

/**
 * Runs the command line; with `killAfterMs`, kills it after that time.
 * @param {readonly string[]} words
 * @param {number} [killAfterMs]
 * @returns {Promise<void>}
 */
function trawl(words, killAfterMs) {
  const child = spawn(process.execPath, [join(dist, 'cli.js'), ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(killAfterMs === undefined ? {} : { timeout: killAfterMs, killSignal: 'SIGKILL' }),
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}
