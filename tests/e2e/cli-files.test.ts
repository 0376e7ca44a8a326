import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCountingSite } from '../../electron/engine/test-support/counting-site.ts';
import { dist } from '../../scripts/build.mjs';
import { type Running, runWords, type Surroundings, startWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { until } from './support/until.ts';

const runFile = promisify(execFile);
const folder = folderForTests();
const words = (...given: string[]) => runWords(given, { dataFolder: join(folder, 'data') });
const fields = [{ name: 'title', css: 'h1' }];

function writeJob(name: string, urls: unknown, options: object = {}): string {
  const file = join(folder, 'job', name);
  mkdirSync(join(folder, 'job'), { recursive: true });
  writeFileSync(file, JSON.stringify({ version: 2, name: 'Files', urls, fields, options }));
  return file;
}

describe('the list of a job from a stranger', () => {
  it('is never a file outside the folder of the job, by whatever way', async () => {
    mkdirSync(join(folder, 'home'));
    mkdirSync(join(folder, 'job'), { recursive: true });
    const secret = join(folder, 'home', 'secret.txt');
    writeFileSync(secret, 'https://user:hunter2@git.example\n');
    symlinkSync(secret, join(folder, 'job', 'link.txt'));
    symlinkSync(join(folder, 'home'), join(folder, 'job', 'linked'));
    for (const file of ['../home/secret.txt', secret, 'link.txt', 'linked/secret.txt']) {
      const job = writeJob('outside.json', { file }, { proxies: ['http://127.0.0.1:9'] });
      const commands = [['validate'], ['run'], ['lab', 'compare', '--limit', '1']];
      for (const command of commands) {
        const { code, stdout, stderr } = await words(...command, job);
        expect({ code, stdout }, `${command} ${file}`).toEqual({ code: 2, stdout: '' });
        expect(stderr).toContain('lies outside the folder');
        expect(stderr).not.toContain('hunter2');
      }
    }
    expect((await words('runs')).stdout).toBe('There is no run yet.\n');
  });

  it('may lie anywhere where the person names it by hand', async () => {
    const list = join(folder, 'anywhere.txt');
    writeFileSync(list, 'http://127.0.0.1:9/\n');
    const options = { retries: 0, timeoutMs: 1000 };
    const job = writeJob('by-hand.json', { file: 'none.txt' }, options);
    const { code, stdout } = await words('run', job, '--urls', list, '--quiet');
    expect(code).toBe(3);
    expect(stdout).toContain('http://127.0.0.1:9/');
  });

  it('is bad input where it is missing, as a missing job is', async () => {
    const job = writeJob('missing.json', { file: 'none.txt' });
    const none = join(folder, 'none.txt');
    for (const given of [
      ['run', join(folder, 'none.json')],
      ['run', job],
      ['validate', job],
      ['run', job, '--urls', none],
      ['run', job, '--urls', none.replace('.txt', '.csv')],
      ['run', job, '--urls', folder],
      ['run', job, '--cookies', none],
    ]) {
      const { code, stdout, stderr } = await words(...given);
      expect({ code, stdout }, given.join(' ')).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/cannot be read/);
    }
  });
});

describe('a list that comes through a pipe', () => {
  const list = '# two addresses\nhttp://127.0.0.1:9/a\nhttp://127.0.0.1:9/b\n';
  const job = () => writeJob('piped.json', [], { retries: 0, timeoutMs: 1000 });
  const shell = (line: string) => {
    const env = { ...process.env, TRAWL_DATA_DIR: join(folder, 'data') };
    const cli = `'${process.execPath}' '${join(dist, 'cli.js')}'`;
    return runFile('bash', ['-c', line.replace('TRAWL', cli)], { env }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (failed: { code: number; stdout: string; stderr: string }) => failed,
    );
  };

  it.each([
    'cat LIST | TRAWL run JOB --quiet --urls -',
    'TRAWL run JOB --quiet --urls <(cat LIST)',
  ])('is read to its end: %s', async (line) => {
    const file = join(folder, 'piped.txt');
    writeFileSync(file, list);
    const { code, stdout } = await shell(line.replace('LIST', file).replace('JOB', job()));
    expect(code).toBe(3);
    expect(stdout.trim().split('\n').slice(1)).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/a,/),
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/b,/),
    ]);
  });

  it('is no success where it is empty, or holds comments alone', async () => {
    for (const text of ['', '# nothing here\n\n']) {
      const file = join(folder, 'piped.txt');
      writeFileSync(file, text);
      const line = `cat ${file} | TRAWL run ${job()} --urls -`;
      const { code, stdout, stderr } = await shell(line);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/list/i);
    }
  });
});

describe('the folder of the runs', () => {
  it('may hold links that lead nowhere: the other runs are listed, exported and resumed', async () => {
    const data = { dataFolder: join(folder, 'loops') };
    const job = writeJob('kept.json', ['http://127.0.0.1:9/'], { retries: 0 });
    expect((await runWords(['run', job, '--quiet'], data)).code).toBe(3);
    const loop = join(data.dataFolder, 'runs', '29991231-235959-aaaa.sqlite');
    symlinkSync(loop, loop);
    const { code, stdout } = await runWords(['runs'], data);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toMatchObject([
      expect.stringContaining('symbolic link that leads back to itself'),
      expect.stringMatching(/finished .* Files$/),
      '',
    ]);
    for (const command of ['export', 'resume']) {
      const { stdout: table } = await runWords([command, 'last'], data);
      expect(table).toContain('http://127.0.0.1:9/');
      const broken = await runWords([command, '29991231-235959-aaaa'], data);
      expect(broken).toMatchObject({ code: 1, stdout: '' });
      expect(broken.stderr).toContain('leads back to itself');
    }
  });
});

describe('the table', () => {
  const data = { dataFolder: join(folder, 'tables') };
  const at = (name: string): string => join(folder, name);
  const exportTo = (out: string, more: Partial<Surroundings> = {}) =>
    runWords(['export', 'last', '--out', out], { ...data, ...more });
  const untilItWaits = ({ child }: Running): Promise<void> => {
    let said = '';
    child.stderr?.on('data', (text: string) => {
      said += text;
    });
    return until(() => said.includes('Waiting for a program to read'), 'it waits for a reader');
  };
  let table = '';
  beforeAll(async () => {
    const site = await startCountingSite(0);
    const urls = Array.from({ length: 3000 }, (_, index) => site.url(index + 1));
    const job = writeJob('table.json', urls, { perHost: 16 });
    const run = await runWords(['run', job, '--quiet'], data);
    await site.close();
    expect(run.code).toBe(0);
    table = run.stdout;
    // More than a pipe holds.
    expect(table.length).toBeGreaterThan(100_000);
  });

  it('goes to standard output by "-" and by the name of its device', async () => {
    const expected = { code: 0, stdout: table };
    expect(await exportTo('-')).toMatchObject(expected);
    expect(await exportTo('/dev/stdout')).toMatchObject(expected);
    expect(existsSync('-')).toBe(false);
    // A file that the shell has opened keeps its content.
    writeFileSync(at('appended.csv'), 'before\n');
    const words = ['export', 'last', '--out', '/dev/stdout'];
    const cli = [process.execPath, join(dist, 'cli.js'), ...words].map((word) => `'${word}'`);
    execFileSync('sh', ['-c', `${cli.join(' ')} >> '${at('appended.csv')}'`], {
      env: { ...process.env, TRAWL_DATA_DIR: data.dataFolder },
    });
    expect(readFileSync(at('appended.csv'), 'utf8')).toBe(`before\n${table}`);
  });

  it('goes through a pipe at the pace of its reader, and ends with a reader that leaves', async () => {
    const pipe = at('pipe');
    execFileSync('mkfifo', [pipe]);
    const words = ['export', 'last', '--out', pipe];
    const whole = startWords(words, data);
    await untilItWaits(whole);
    const { stdout } = await runFile('cat', [pipe]);
    expect(stdout).toBe(table);
    const { code, stderr } = await whole.ended;
    expect(code).toBe(0);
    expect(stderr).toContain(`3,000 rows written to ${pipe}`);
    const cut = startWords(words, data);
    const head = await runFile('head', ['-n', '1', pipe]);
    expect(head.stdout).toBe(table.split('\n', 1)[0]?.concat('\n'));
    expect((await cut.ended).code).toBe(0);
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('can be given up while it waits for a program to read the pipe', async () => {
    const pipe = at('unread');
    execFileSync('mkfifo', [pipe]);
    const running = startWords(['export', 'last', '--out', pipe], data);
    await untilItWaits(running);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('No table was written');
  });

  it('leaves devices, links and files that are read as they are', async () => {
    expect(await exportTo('/dev/null')).toMatchObject({ code: 0, stdout: '' });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(await exportTo('/dev/full')).toMatchObject({ code: 1 });
    writeFileSync(at('real.csv'), 'old', { mode: 0o600 });
    symlinkSync('real.csv', at('link.csv'));
    expect((await exportTo(at('link.csv'))).code).toBe(0);
    expect(readFileSync(at('real.csv'), 'utf8')).toBe(table);
    expect(statSync(at('real.csv')).mode & 0o777).toBe(0o600);
    expect(lstatSync(at('link.csv')).isSymbolicLink()).toBe(true);

    const list = join(folder, 'job', 'list.txt');
    writeFileSync(list, 'x\n');
    const job = writeJob('reads.json', { file: 'list.txt' });
    for (const out of [job, list]) {
      const before = readFileSync(out, 'utf8');
      const { code, stderr } = await runWords(['run', job, '--out', out, '--format', 'csv'], data);
      expect(code).toBe(2);
      expect(stderr).toContain('is what this command reads');
      expect(readFileSync(out, 'utf8')).toBe(before);
    }
    const runs = join(data.dataFolder, 'runs');
    const run = readdirSync(runs).find((name) => name.endsWith('.sqlite')) ?? '';
    expect(await exportTo(join(runs, run))).toMatchObject({ code: 2 });
    expect((await exportTo('-')).stdout).toBe(table);
  });

  it('is whole where several are written to one name at once', async () => {
    const out = at('together.csv');
    const ended = await Promise.all([exportTo(out), exportTo(out), exportTo(out)]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(readFileSync(out, 'utf8')).toBe(table);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('has a name of any length that the system takes, and needs no folder for temporary files', async () => {
    const long = at('n'.repeat(255));
    expect((await exportTo(long)).code).toBe(0);
    expect(readFileSync(long, 'utf8')).toBe(table);
    const tooLong = await exportTo(at('n'.repeat(256)));
    expect(tooLong).toMatchObject({ code: 2 });
    expect(tooLong.stderr).toContain('its name is too long');
    const env = { TMPDIR: at('no-such-folder') };
    expect(await exportTo('-', { env })).toMatchObject({ code: 0, stdout: table });
    expect(readdirSync(data.dataFolder).filter((name) => name.startsWith('trawl-'))).toEqual([]);
  });
});
