import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Way, ways } from '#shared/job/way.ts';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { exportTable, numberedRow, writeNumberedJob } from './support/numbered-pages.ts';
import { enginePid, fetcherPids } from './support/processes.ts';
import { until } from './support/until.ts';

watchApps();
const folder = folderForTests();
const pageCount = 240;
let site: CountingSite;
let urls: string[] = [];

beforeAll(async () => {
  site = await startCountingSite(20);
  urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
});
afterAll(() => site.close());

async function open(way: Way): Promise<Trawl> {
  const own = join(folder, way);
  await mkdir(own, { recursive: true });
  return openTrawl({ args: [await writeNumberedJob(own, way, urls, { concurrency: 8, way })] });
}

async function start({ page }: Trawl): Promise<void> {
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

async function expectEverything(trawl: Trawl): Promise<void> {
  await trawl.page.getByText(`${pageCount} done`, { exact: true }).waitFor();
  await trawl.page.getByText('Finished', { exact: true }).first().waitFor();
  const { rows } = await exportTable(trawl, join(folder, 'table.csv'), pageCount);
  expect(rows).toEqual(urls.map(numberedRow));
  expect(trawl.takeTroubles()).toEqual([]);
}

const sentences: Readonly<Record<Way, string>> = {
  sequential: 'One page after the other.',
  threads: 'Threads fetch and read.',
  processes: 'Processes fetch and read.',
  'event-loop': 'One event loop fetches.',
};

describe.each(ways)('a run by way of %s', (way) => {
  it('fetches every page once, and says in which way', async () => {
    const before = site.answers();
    const trawl = await open(way);
    await start(trawl);
    await trawl.page.getByText(sentences[way]).waitFor();
    await expectEverything(trawl);
    expect(site.answers() - before).toBe(pageCount);
    await trawl.close();
  });
});

describe('a run in processes', () => {
  it('loses nothing when one of them is killed, nor when the engine is, and leaves none behind', async () => {
    const before = site.answers();
    const fetched = (count: number) =>
      until(() => site.answers() - before >= count, `${count} pages were fetched`);
    const trawl = await open('processes');
    await start(trawl);
    await fetched(60);
    const [first] = await fetcherPids(trawl);
    expect(first).toBeDefined();
    process.kill(first ?? 0, 'SIGKILL');
    await fetched(160);
    const engine = await enginePid(trawl);
    process.kill(engine, 'SIGKILL');
    await enginePid(trawl, engine);
    await expectEverything(trawl);
    await until(async () => (await fetcherPids(trawl)).length === 0, 'its processes have ended');
    await trawl.close();
  });
});
