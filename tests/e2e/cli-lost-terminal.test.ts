import { execFileSync, spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { dist } from '../../scripts/build.mjs';
import { childrenOf, isRunning, runWords, startWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { readTable } from './support/table.ts';
import { until } from './support/until.ts';

/** The command line after the loss of a resource: its terminal, its readers, room on the disk. */

const full = '/dev/full';
const folder = folderForTests();
const inFolder = (name: string) => join(folder, name);
const dataFolder = inFolder('data');
let site: CountingSite;

beforeAll(async () => {
  site = await startCountingSite(20);
  await writeJob('short.json', 5);
  await writeJob('long.json', 400);
  await runWords(['run', inFolder('short.json'), '--quiet'], { dataFolder });
});
afterAll(() => site.close());

async function writeJob(name: string, count: number): Promise<void> {
  const urls = Array.from({ length: count }, (_, index) => site.url(index + 1));
  const fields = [{ name: 'title', css: 'h1' }];
  const options = { concurrency: 4, perHost: 4 };
  await writeFile(inFolder(name), JSON.stringify({ version: 2, name, urls, fields, options }));
}

const wordsOf = (given: readonly string[]) =>
  given
    .filter((word) => word !== '')
    .map((word) => (word === 'JOB' ? inFolder('short.json') : word));
const titles = (file: string) => readTable(file).rows.filter(({ title }) => title !== '');

describe.skipIf(!existsSync(full))('a full disk', () => {
  it('under standard error costs no run its table, nor its status', async () => {
    const out = inFolder('full.csv');
    const words = ['run', inFolder('short.json'), '--out', out];
    expect(await runWords(words, { dataFolder, stderr: full })).toMatchObject({ code: 0 });
    expect(titles(out)).toHaveLength(5);
  });

  it('under standard error leaves a mistake its status', async () => {
    expect((await runWords(['nonsense'], { dataFolder, stderr: full })).code).toBe(2);
  });

  it.each([
    ['--help', ''],
    ['--version', ''],
    ['runs', ''],
    ['export', 'last'],
    ['validate', 'JOB'],
    ['run', 'JOB', '--quiet'],
    ['lab', 'compare', '--ways', 'event-loop', '--pages', '10', '--repeats', '1', '--quiet'],
  ])('under standard output makes %s %s fail, with a sentence', async (...given) => {
    const { code, stderr } = await runWords(wordsOf(given), { dataFolder, stdout: full });
    expect(stderr).toBe('Standard output cannot be written: the disk is full.\n');
    expect(code).toBe(1);
  });

  it('under both makes an export fail by its status alone', async () => {
    const words = ['export', 'last'];
    expect((await runWords(words, { dataFolder, stdout: full, stderr: full })).code).toBe(1);
  });
});

it('goes on when the reader of its progress has gone', async () => {
  const out = inFolder('unread.csv');
  const { child, ended } = startWords(['run', inFolder('short.json'), '--out', out], {
    dataFolder,
  });
  child.stderr?.destroy();
  expect((await ended).code).toBe(0);
  expect(titles(out)).toHaveLength(5);
});

it.each([
  ['--help', ''],
  ['runs', ''],
  ['export', 'last'],
  ['validate', 'JOB'],
])('ends with status 0 when the reader of %s %s has gone', async (...given) => {
  const { child, ended } = startWords(wordsOf(given), { dataFolder });
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});

it('gives a table up at Ctrl+C that its reader does not take, and leaves nothing behind', async () => {
  const temporary = inFolder('temporary');
  await mkdir(temporary);
  // More than a pipe holds.
  const job = { version: 2, name: 'Wide', urls: [site.url(1)], fields: wideFields };
  await writeFile(inFolder('wide.json'), JSON.stringify(job));
  const kept = { dataFolder: inFolder('wide') };
  expect((await runWords(['run', inFolder('wide.json'), '--quiet'], kept)).code).toBe(0);

  const env = { TMPDIR: temporary };
  const { child, ended } = startWords(['export', 'last'], { ...kept, env });
  child.stdout?.pause();
  await until(async () => {
    const [own] = await readdir(temporary);
    return own !== undefined && existsSync(join(temporary, own, 'table.csv'));
  }, 'the table is written');
  child.kill('SIGINT');
  await until(() => child.exitCode !== null || child.signalCode !== null, 'the export ends');
  child.stdout?.resume();
  const { code, stderr } = await ended;
  expect(stderr).toMatch(
    /^No table was written\. The run is kept: "trawl export \S+" writes it\.\n$/,
  );
  expect(code).toBe(130);
  expect(await readdir(temporary)).toEqual([]);
});
const wideFields = Array.from({ length: 500 }, (_, index) => ({
  name: `${'wide '.repeat(30)}${index}`,
  css: 'h1',
}));

describe('a hang-up', () => {
  it('stops the run and exports what is there, though it comes twice', async () => {
    const out = inFolder('hang-up.csv');
    const before = site.answers();
    const running = startWords(['run', inFolder('long.json'), '--out', out], { dataFolder });
    await until(() => site.answers() >= before + 40, 'the run fetches pages');
    running.child.kill('SIGHUP');
    await until(() => running.child.killed, 'the signal is sent');
    running.child.kill('SIGHUP');
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(130);
    expect(titles(out).length).toBeGreaterThan(10);
    expect(titles(out).length).toBeLessThan(400);
    expect((await runWords(['runs'], { dataFolder })).stdout).toMatch(/^\S+ +stopped /);
  });

  it.skipIf(process.platform !== 'linux')('does not stop a run under nohup', async () => {
    const out = inFolder('nohup.csv');
    const before = site.answers();
    const words = ['run', inFolder('long.json'), '--out', out];
    // nohup gives a process an input that cannot be read.
    const running = startWords(words, { dataFolder, stdin: openSync('/dev/null', 'w') });
    await until(() => site.answers() >= before + 40, 'the run fetches pages');
    running.child.kill('SIGHUP');
    expect((await running.ended).code).toBe(0);
    expect(titles(out)).toHaveLength(400);
  });

  /** Runs in a terminal of its own, by the tool of util-linux; the shell reports the exit. */
  const hasTerminals = (() => {
    try {
      return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
    } catch {
      return false;
    }
  })();
  it.skipIf(!hasTerminals)('of a terminal that was closed does the same', async () => {
    const out = inFolder('terminal.csv');
    const status = inFolder('status.txt');
    const words = ['run', inFolder('long.json'), '--out', out].map((word) => `'${word}'`).join(' ');
    const line = `'${process.execPath}' '${join(dist, 'cli.js')}' ${words}`;
    // Like other shells, this one passes the hang-up on, and then waits for the exit status.
    const shell = `${line} & trap "kill -HUP $!" HUP; wait $!; wait $!; echo $? >'${status}'`;
    const before = site.answers();
    const terminal = spawn('script', ['-qfc', shell, '/dev/null'], {
      env: { ...process.env, TRAWL_DATA_DIR: dataFolder, SHELL: '/bin/sh' },
      stdio: 'ignore',
    });
    await until(() => site.answers() >= before + 40, 'the run fetches pages');
    terminal.kill('SIGKILL');
    await until(() => existsSync(status) && readFileSync(status, 'utf8') !== '', 'the run ends');
    expect(readFileSync(status, 'utf8')).toBe('130\n');
    expect(titles(out).length).toBeGreaterThan(10);
    expect(titles(out).length).toBeLessThan(400);
  });
});

describe.skipIf(process.platform !== 'linux')('no engine is left', () => {
  const list = inFolder('list.pipe');
  beforeAll(() => execFileSync('mkfifo', [list]));

  /** A run that waits for a list which never comes, its child processes, and its temporary folder. */
  async function startWaiting() {
    const words = ['run', inFolder('short.json'), '--urls', list];
    const temporary = await mkdtemp(inFolder('temporary-'));
    const surroundings = { dataFolder: inFolder('waiting'), env: { TMPDIR: temporary } };
    const running = startWords(words, surroundings);
    await until(() => readdirSync(temporary).length > 0, 'the list is waited for');
    return { ...running, engines: childrenOf(running.child.pid), temporary };
  }
  const areGone = (engines: readonly number[]) =>
    until(() => !engines.some(isRunning), 'no engine is left');

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'by %s, while the list does not come',
    async (signal) => {
      const { child, ended, engines, temporary } = await startWaiting();
      child.kill(signal);
      await ended;
      await areGone(engines);
      expect(readdirSync(temporary)).toHaveLength(signal === 'SIGKILL' ? 1 : 0);
    },
  );

  it('by Ctrl+C again and again', async () => {
    const { child, ended, engines } = await startWaiting();
    await until(() => {
      child.kill('SIGINT');
      return child.exitCode !== null || child.signalCode !== null;
    }, 'the command line ends');
    expect((await ended).code).toBe(130);
    await areGone(engines);
  });

  it('by SIGKILL in the middle of a run', async () => {
    const before = site.answers();
    const { child, ended } = startWords(['run', inFolder('long.json')], { dataFolder });
    await until(() => site.answers() >= before + 10, 'the run fetches pages');
    const engines = childrenOf(child.pid);
    expect(engines).toHaveLength(1);
    child.kill('SIGKILL');
    await ended;
    await areGone(engines);
  });
});
