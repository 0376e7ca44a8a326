import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';

const folder = folderForTests();
const words = (...given: string[]) => runWords(given, { dataFolder: join(folder, 'data') });
const fields = [{ name: 'title', css: 'h1' }];

function writeJob(name: string, urls: unknown, options: object = {}): string {
  const file = join(folder, 'job', name);
  mkdirSync(join(folder, 'job'), { recursive: true });
  writeFileSync(file, JSON.stringify({ version: 1, name: 'Files', urls, fields, options }));
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
