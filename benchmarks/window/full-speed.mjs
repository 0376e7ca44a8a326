// @ts-check
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dist } from '../../scripts/build.mjs';
import { launchApp } from '../../scripts/launch-app.mjs';
import { countTasks, watchLongTasks } from '../../scripts/page-tasks.mjs';
import { countFrames, describeFrames } from './frames.mjs';

/**
 * Tasks of over 50 ms on the page's thread during a run at full speed, from the moment when its screen is
 * shown, with the sample site in a process of its own; and how evenly the page draws.
 *
 * @param {{ folder: string, pages: number }} given
 */
export async function measureFullSpeed({ folder, pages }) {
  const site = await startSite();
  const job = join(folder, 'speed.json');
  const rules = {
    version: 2,
    name: 'Fast',
    urls: Array.from({ length: pages }, (_, i) => `${site.origin}/bytes/${i + 1}?error=0.02`),
    fields: [
      { name: 'title', css: 'h1' },
      { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
      { name: 'price', css: '.price' },
      { name: 'tags', css: '.tag', all: true },
      { name: 'links', css: 'a[href]', take: 'count' },
    ],
    options: { concurrency: 64, perHost: 64, retries: 0 },
  };
  await writeFile(job, JSON.stringify(rules));
  const launched = await launchApp({ packaged: true, args: [job] });
  const { page, close } = launched;
  try {
    await page.getByText(`${pages.toLocaleString('en')} URLs`).waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('gridcell').first().waitFor();
    const endWatch = await watchLongTasks(launched);
    // Playwright's own wait searches the whole page, on the thread that is measured.
    const whole = () => document.querySelector('[role=progressbar][aria-valuenow="100"]') !== null;
    const frames = await countFrames(page, async () => {
      await page.waitForFunction(whole, null, { polling: 500, timeout: 600_000 });
    });
    const tasks = await endWatch();
    const took = await page.getByText(/^Took /).textContent();
    console.log(`${pages} pages at full speed, "${took}": ${countTasks(tasks)}`);
    console.log(`at full speed: ${describeFrames(frames)}`);
    return { pages, took, longTasks: tasks, frames };
  } finally {
    await close();
    site.end();
  }
}

/** @returns {Promise<{ origin: string, end(): void }>} */
async function startSite() {
  const child = spawn(
    process.execPath,
    [join(dist, 'sample-site.js'), '--port', '0', '--latency', '0'],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  /** @type {{ origins?: readonly string[] }} */
  const { origins } = await new Promise((resolve) => {
    child.once('message', resolve);
  });
  const [origin] = origins ?? [];
  if (origin === undefined) throw new Error('The sample site did not start.');
  return { origin, end: () => child.kill() };
}
