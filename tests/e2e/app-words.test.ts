import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { executable } from '../../scripts/package.mjs';
import { sandboxSwitches } from '../../scripts/sandbox.mjs';
import { runWords, type Surroundings, startWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';
import { parseTable, readTable } from './support/table.ts';
import { until } from './support/until.ts';

/** The packaged app takes the same arguments as the command line, with or without a display. */

const folder = folderForTests();
let site: CountingSite;
beforeAll(async () => {
  site = await startCountingSite(10);
});
afterAll(() => site.close());

const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };

describe.each([
  ['with a display', {}],
  ['without a display', noDisplay],
])('the packaged app, %s', (title, env) => {
  const surroundings: Surroundings = {
    dataFolder: join(folder, title),
    program: [executable(), ...sandboxSwitches],
    env,
  };
  const jobOf = (count: number, css = 'h1') =>
    writeJob(folder, {
      version: 2,
      name: 'Words',
      urls: Array.from({ length: count }, (_, index) => site.url(index + 1)),
      fields: [{ name: 'title', css }],
      options: { concurrency: 4, perHost: 4 },
    });

  it('runs a job, with nothing but the table on standard output', async () => {
    const { code, stdout, stderr } = await runWords(['run', await jobOf(20)], surroundings);
    expect(code, stderr).toBe(0);
    const { rows } = parseTable(stdout);
    expect(rows.map(({ title: text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, index) => `Title of /page/${index + 1}`),
    );
  });

  it('lists, exports and names what is wrong', async () => {
    expect((await runWords(['runs'], surroundings)).stdout).toMatch(/ finished .+ Words\n$/);
    const out = join(folder, 'exported.csv');
    expect((await runWords(['export', 'last', '--out', out], surroundings)).code).toBe(0);
    expect(readTable(out).rows).toHaveLength(20);
    const refused = await runWords(['validate', await jobOf(1, 'h1[')], surroundings);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('fields[0].css');
    expect((await runWords(['--version'], surroundings)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('measures the ways of running, and says what it cannot measure here', async () => {
    const few = ['--pages', '20', '--latency', '2', '--size', '2', '--repeats', '1'];
    const { code, stdout, stderr } = await runWords(['lab', 'compare', ...few], surroundings);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Approach .*\nSequential .*\nThreads .*\nEvent loop .*\n/);
    expect(stdout).toContain('Processes: cannot run here, and were left out.');
    expect(stderr).toContain('shares the process that is measured');
  });

  it('stops at Ctrl+C and goes on from there', async () => {
    const job = await jobOf(300);
    const before = site.answers();
    const { child, ended } = startWords(['run', job, '--quiet'], surroundings);
    await until(() => site.answers() > before + 40, 'pages are fetched');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    const resumed = await runWords(['resume', 'last', '--quiet'], surroundings);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(parseTable(resumed.stdout).rows).toHaveLength(300);
  });
});
