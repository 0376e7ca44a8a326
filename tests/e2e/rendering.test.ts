import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobOptions } from '#shared/job/job.ts';
import { expectedWhenRendered } from '../../electron/sample-site/expected.ts';
import { sampleJob } from '../../electron/sample-site/sample-job.ts';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { executable } from '../../scripts/package.mjs';
import { sandboxSwitches } from '../../scripts/sandbox.mjs';
import { openTrawl, watchApps } from './support/app.ts';
import { runWords, type Surroundings } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { exportTable } from './support/numbered-pages.ts';
import { killIfThere, renderedPids } from './support/processes.ts';
import { expectWhatTheSiteHolds } from './support/sample-table.ts';
import { parseTable } from './support/table.ts';
import { until } from './support/until.ts';

/* Jobs over a shop that is built by script: the same rows in the window and on the command line. */

watchApps();
const folder = folderForTests();
let site: SampleSite;
beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0.2 });
});
afterAll(() => site.close());

const urls = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${site.origins[0]}/app/product/${index + 1}`);

const rendered = () => ({ expected: (url: string) => expectedWhenRendered(site.origins, url) });

async function jobOf(name: string, count: number, options: JobOptions): Promise<string> {
  const own = join(folder, name);
  await mkdir(own, { recursive: true });
  const { fields, version } = sampleJob(site.origins);
  return writeJob(own, { version, name, urls: urls(count), fields, options });
}

describe.each([
  ['the command line', {}],
  [
    'the packaged app without a display',
    {
      program: [executable(), ...sandboxSwitches] as const,
      env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined },
    },
  ],
])('%s', (title, how) => {
  const surroundings: Surroundings = { dataFolder: join(folder, title), ...how };

  it.each(['always', 'auto'] as const)('renders: %s', async (render) => {
    const job = await jobOf(`${title} ${render}`, 25, { render, concurrency: 4, renderWindows: 2 });
    const { code, stdout, stderr } = await runWords(['run', job], surroundings);
    expect(code, stderr).toBe(0);
    expectWhatTheSiteHolds(parseTable(stdout), urls(25), rendered());
  });
});

describe('the window', () => {
  it('renders the same rows, and loses none when the processes of pages are killed', async () => {
    const count = 80;
    const options: JobOptions = { render: 'always', concurrency: 4, renderWindows: 2, retries: 5 };
    const trawl = await openTrawl({ args: [await jobOf('Window', count, options)] });
    const { page } = trawl;
    await page.getByText(`${count} URLs`).waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    for (let kills = 0; kills < 3; kills += 1) {
      let pids: number[] = [];
      await until(async () => {
        pids = await renderedPids(trawl);
        return pids.length > 0;
      }, 'there are windows that render');
      for (const pid of pids) killIfThere(pid);
    }
    await page.getByText('Finished', { exact: true }).first().waitFor();
    await page.getByText(`${count} done`, { exact: true }).waitFor();
    const table = await exportTable(trawl, join(folder, 'table.csv'), count);
    expectWhatTheSiteHolds(table, urls(count), rendered());
    await until(
      async () => (await renderedPids(trawl)).length === 0,
      'the windows are closed with their run',
    );
    expect(trawl.takeTroubles()).toEqual([]);
  });
});
