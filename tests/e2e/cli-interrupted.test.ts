import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { type Running, runWords, signalEngine, startWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { parseTable, readTable } from './support/table.ts';
import { until } from './support/until.ts';

const pageCount = 300;
const folder = folderForTests();
const job = join(folder, 'job.json');
const out = join(folder, 'table.csv');
let urls: readonly string[] = [];
let site: CountingSite;
let kept: { readonly dataFolder: string };
let round = 0;

beforeAll(async () => {
  site = await startCountingSite(20);
  urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
  const fields = [{ name: 'title', css: 'h1' }];
  const options = { concurrency: 4, perHost: 4 };
  await writeFile(job, JSON.stringify({ version: 2, name: 'Long', urls, fields, options }));
});
afterAll(() => site.close());
beforeEach(() => {
  round += 1;
  kept = { dataFolder: join(folder, `data-${round}`) };
});

/** Starts the job, and waits until it has fetched this many more pages. */
async function startAndFetch(pages: number): Promise<Running> {
  const before = site.answers();
  const running = startWords(['run', job, '--out', out], kept);
  await until(() => site.answers() >= before + pages, 'the run fetches pages');
  return running;
}

/** Every line of the list once, in order, with the content of its page. */
function expectEverything(file: string): void {
  expect(readTable(file).rows).toEqual(
    urls.map((url) => ({
      url,
      title: `Title of ${new URL(url).pathname}`,
      status: '200',
      final_url: url,
      error: '',
    })),
  );
}

describe('trawl run, cut off', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'keeps and exports at %s what was done, and goes on from there',
    async (signal) => {
      const { child, ended } = await startAndFetch(60);
      child.kill(signal);
      const { code, stderr } = await ended;
      expect(code).toBe(130);
      expect(stderr).toContain('Stopping');
      expect(stderr).toContain('still to do');

      const done = readTable(out).rows.filter(({ title }) => title !== '');
      expect(done.length).toBeGreaterThan(50);
      expect(done.length).toBeLessThan(pageCount);
      expect((await runWords(['runs'], kept)).stdout).toMatch(/^\S+ +stopped /);

      const before = site.answers();
      const resumed = await runWords(['resume', 'last', '--out', out, '--quiet'], kept);
      expect(resumed).toEqual({ code: 0, stdout: '', stderr: '' });
      expectEverything(out);
      expect(site.answers() - before).toBe(pageCount - done.length);
    },
  );

  it('is interrupted by kill -9, loses nothing that was committed, and goes on from there', async () => {
    const { child, ended } = await startAndFetch(100);
    child.kill('SIGKILL');
    expect((await ended).code).toBe(null);
    expect((await runWords(['runs'], kept)).stdout).toMatch(/^\S+ +interrupted /);

    const partly = await runWords(['export', 'last', '--only-done'], kept);
    const done = parseTable(partly.stdout).rows.length;
    // Commits are at most 250 ms apart: 50 pages at this pace.
    expect(done).toBeGreaterThan(20);
    expect(done).toBeLessThan(pageCount);

    const before = site.answers();
    expect((await runWords(['resume', 'last', '--out', out], kept)).code).toBe(0);
    expectEverything(out);
    expect(site.answers() - before).toBe(pageCount - done);
  });

  it('belongs to one process: a second one is told so', async () => {
    const running = await startAndFetch(10);
    // The first process is suspended, so that it is not done before the second one starts on a busy machine.
    signalEngine(running, 'SIGSTOP');
    const [id = ''] = (await runWords(['runs'], kept)).stdout.split(' ');
    const second = await runWords(['resume', id], kept);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('open in another');
    signalEngine(running, 'SIGCONT');
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });

  it('ends at once at a second Ctrl+C, and can still be resumed', async () => {
    const { child, ended } = await startAndFetch(10);
    await until(() => {
      child.kill('SIGINT');
      return child.exitCode !== null || child.signalCode !== null;
    }, 'the command line has left');
    expect((await ended).code).toBe(130);
    expect((await runWords(['resume', 'last', '--out', out], kept)).code).toBe(0);
    expectEverything(out);
  });

  it('ends quietly when its table is no longer read', async () => {
    const { child, ended } = startWords(['run', job, '--quiet'], kept);
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    expect(stderr).not.toContain('EPIPE');
    expect(stderr).not.toContain('at ');
    expect(code).toBe(0);
  });
});
