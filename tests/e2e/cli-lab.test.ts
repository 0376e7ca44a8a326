import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LabReport } from '#shared/engine-protocol/lab.ts';
import type { LabRow } from '#shared/lab/lab-rows.ts';
import { startCountingSite } from '../../electron/engine/test-support/counting-site.ts';
import { startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { runWords, startWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { until } from './support/until.ts';

const folder = folderForTests();
const dataFolder = join(folder, 'data');
const lab = (...words: string[]) => runWords(['lab', ...words], { dataFolder });
const small = ['--pages', '20', '--latency', '2', '--size', '2'];

type Written = Omit<LabReport, 'now'> & {
  readonly rows: readonly LabRow[];
  readonly knee: number | null;
};
const read = (file: string): Written => JSON.parse(readFileSync(file, 'utf8'));

describe('trawl lab', () => {
  it('compares the ways: a table on standard output, everything in a file', async () => {
    const json = join(folder, 'compare.json');
    const words = ['compare', ...small, '--errors', '20', '--repeats', '2', '--json', json];
    const { code, stdout, stderr } = await lab(...words);
    expect(code).toBe(0);
    const [head, ...lines] = stdout.split('\n');
    expect(head).toMatch(/^Approach +Time +Pages\/s .*Memory +CPU +Failed +Against sequential$/);
    const approaches = lines.slice(0, 4).map((line) => line.split('  ')[0]);
    expect(approaches).toEqual(['Sequential', 'Threads', 'Processes', 'Event loop']);
    expect(lines[0]).toMatch(/ 1\.0x$/);
    expect(stdout).toMatch(/\nThe machine was /);
    expect(stderr).toContain('shares its cores');
    expect(stderr.match(/^Round \d of 2, .+: [\d.,]+ pages a second$/gm)).toHaveLength(8);

    const { state, samples, rows, knee, setup } = read(json);
    expect({ state, knee, ways: setup.ways.length }).toEqual({
      state: 'done',
      knee: null,
      ways: 4,
    });
    expect(samples).toHaveLength(8);
    for (const { done, failed } of samples) expect(done + failed).toBe(20);
    expect(samples.some(({ failed }) => failed > 0)).toBe(true);
    expect(rows.map(({ way, rounds }) => `${way} ${rounds}`)).toEqual([
      'sequential 2',
      'threads 2',
      'processes 2',
      'event-loop 2',
    ]);
    // A measurement leaves no run.
    expect((await runWords(['runs'], { dataFolder })).stdout).toBe('There is no run yet.\n');
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  it('tunes one way, and says nothing but the table when it is asked to be quiet', async () => {
    const json = join(folder, 'tune.json');
    const words = ['tune', ...small, '--up-to', '4', '--repeats', '1', '--json', json, '--quiet'];
    const { code, stdout, stderr } = await lab(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^At once +Pages\/s .*Latency p50 +p95 /);
    const { setup, knee } = read(json);
    expect(stdout.match(/<- knee$/gm) ?? []).toHaveLength(knee === null ? 0 : 1);
    if (knee !== null) expect(setup.concurrencies).toContain(knee);
    expect(stdout).toContain(
      knee === null ? 'Still faster at 4 at once' : `The knee is at ${knee} at once`,
    );
  });

  it('measures the first pages of a list of ones own, having said what that asks for', async () => {
    const site = await startCountingSite(1);
    try {
      const job = join(folder, 'job.json');
      const urls = [1, 2, 3, 4, 5].map(site.url);
      const fields = [{ name: 'title', css: 'h1' }];
      await writeFile(job, JSON.stringify({ version: 2, name: 'Mine', urls, fields }));
      expect((await lab('compare', job)).code).toBe(2);
      expect(site.answers()).toBe(0);
      const words = ['--limit', '3', '--ways', 'threads,event-loop', '--repeats', '2'];
      const { code, stderr } = await lab('compare', job, ...words);
      expect(code).toBe(0);
      expect(stderr).toContain('4 runs of 3 pages, 12 requests to other people');
      expect(site.answered).toEqual(
        new Map([1, 2, 3].map((page) => [`/page/${page}`, 4] as const)),
      );
    } finally {
      await site.close();
    }
  });

  it('reads pages without a browser and with one, and says which fields need it', async () => {
    const site = await startSampleSite({ ports: 0, latencyScale: 0.2 });
    try {
      const [shop] = site.origins;
      const urls = [`${shop}/app/product/1`, `${shop}/app/product/2`, `${shop}/product/3`];
      const fields = [
        { name: 'title', css: 'h1' },
        { name: 'page', css: 'title' },
      ];
      const file = join(folder, 'rendered.json');
      await writeFile(file, JSON.stringify({ version: 1, name: 'Shop', urls, fields }));
      const json = join(folder, 'render.json');
      const words = ['render', file, '--limit', '3', '--repeats', '1', '--json', json];
      const { code, stdout, stderr } = await lab(...words);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stdout).toMatch(
        /^Approach +Time +A page +Pages\/s .*Memory +Failed +Against fetched$/m,
      );
      expect(stdout).toMatch(/^Fetched /m);
      expect(stdout).toMatch(/^Rendered .+x as long$/m);
      expect(stdout).toMatch(/^Field +Same +Differs +Only fetched +Only rendered$/m);
      expect(stdout).toContain('Without a browser, "title" lacks values.');
      expect(stdout).toContain(`title of ${urls[0]}: empty fetched, "`);
      const { differences, rows } = read(json);
      expect(differences).toMatchObject({ pages: 3, rows: 3, onlyFetched: 0, onlyRendered: 0 });
      expect(differences?.fields[0]).toMatchObject({ name: 'title', same: 1, onlyRendered: 2 });
      const [fetched, rendered] = rows;
      // The processes of a browser are part of it.
      expect(rendered?.peakRssBytes).toBeGreaterThan((fetched?.peakRssBytes ?? 0) + 50_000_000);
    } finally {
      await site.close();
    }
  });

  it('keeps at Ctrl+C what was measured', async () => {
    const json = join(folder, 'stopped.json');
    const words = ['lab', 'compare', '--pages', '60', '--latency', '20', '--repeats', '9'];
    const { child, ended } = startWords([...words, '--json', json], { dataFolder });
    let said = '';
    child.stderr?.on('data', (text: string) => {
      said += text;
    });
    await until(() => said.includes('Round 1 of 9'), 'a run is measured');
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^Approach .*\n(Sequential|Threads) /);
    const { state, samples } = read(json);
    expect(state).toBe('stopped');
    expect(samples.length).toBeGreaterThan(0);
    expect(existsSync(join(dataFolder, 'lab'))).toBe(false);
  });

  it('writes nothing where it may not, and measures nothing then', async () => {
    const json = join(folder, 'missing', 'lab.json');
    const { code, stdout, stderr } = await lab('compare', ...small, '--json', json);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(join(folder, 'missing'));
  });
});
