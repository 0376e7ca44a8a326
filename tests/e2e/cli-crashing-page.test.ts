import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { type Running, signalEngine, startWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { readTable } from './support/table.ts';
import { until } from './support/until.ts';

/** The engine of the command line crashes or is killed, and its run continues automatically. */

const folder = folderForTests();
const surroundings = { dataFolder: join(folder, 'data') };
let site: CountingSite;
let asked = 0;
let running: Running | undefined;

/** Kills the process that requests a page from it: the engine, as a page could do through a bug in Trawl. */
const deadly = createServer(() => {
  asked += 1;
  if (running) signalEngine(running, 'SIGSEGV');
});
beforeAll(async () => {
  site = await startCountingSite(20);
  await new Promise<void>((resolve) => deadly.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await site.close();
  deadly.closeAllConnections();
  await new Promise((resolve) => deadly.close(resolve));
});

async function start(name: string, urls: readonly string[]): Promise<{ out: string }> {
  const job = join(folder, `${name}.json`);
  const out = join(folder, `${name}.csv`);
  const fields = [{ name: 'title', css: 'h1' }];
  const options = { concurrency: 8, perHost: 8 };
  await writeFile(job, JSON.stringify({ version: 2, name, urls, fields, options }));
  running = startWords(['run', job, '--out', out], surroundings);
  return { out };
}

const titleOf = (url: string): string => `Title of ${new URL(url).pathname}`;

describe('trawl run, whose engine ends', () => {
  it('gives up a page that crashes it twice, and fetches all the others', async () => {
    const { port } = deadly.address() as AddressInfo;
    const crash = `http://127.0.0.1:${port}/crash`;
    const pages = Array.from({ length: 60 }, (_, index) => site.url(index + 1));
    const urls = [...pages.slice(0, 30), crash, ...pages.slice(30)];
    const { out } = await start('crashing', urls);
    const ended = await running?.ended;

    expect(ended?.stderr).toContain('is being started again. Nothing that was done is lost.');
    expect(ended?.stderr).toContain('is running again, and the run goes on.');
    expect(ended?.code).toBe(3);
    expect(asked).toBe(2);
    expect(readTable(out).rows.map(({ url, title, error }) => [url, title, error])).toEqual(
      urls.map((url) =>
        url === crash
          ? [
              url,
              '',
              'CRASHED: The page ended the engine twice (it is left out so that the others can go on).',
            ]
          : [url, titleOf(url), ''],
      ),
    );
  });

  it('blames no page where the engine is killed, and goes on', async () => {
    const urls = Array.from({ length: 200 }, (_, index) => site.url(1000 + index));
    const before = site.answered.size;
    const { out } = await start('killed', urls);
    await until(() => site.answered.size > before + 60, 'the run is under way');
    if (running) signalEngine(running, 'SIGKILL');
    const ended = await running?.ended;

    expect(ended?.stderr).toContain('is running again, and the run goes on.');
    expect(ended?.code).toBe(0);
    expect(readTable(out).rows.map(({ url, title }) => [url, title])).toEqual(
      urls.map((url) => [url, titleOf(url)]),
    );
  });
});
