import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJobList } from './open-job-list.ts';

/** A folder with a job, and a secret beside that folder. */
function setUp() {
  const around = realpathSync(mkdtempSync(join(tmpdir(), 'trawl-job-list-')));
  const folder = join(around, 'job');
  mkdirSync(join(folder, 'lists'), { recursive: true });
  mkdirSync(join(around, 'home'));
  const secret = join(around, 'home', 'secret.txt');
  writeFileSync(secret, 'https://user:secret@git.example\n');
  writeFileSync(join(folder, 'lists', 'urls.txt'), 'https://a.example/\n');
  return { around, folder, secret, job: join(folder, 'job.json') };
}

async function textOf(job: string, named: string): Promise<string> {
  const { handle } = await openJobList(job, named);
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

const badJob = (message: RegExp) => ({
  code: 'BAD_JOB',
  message: expect.stringMatching(message),
});

describe('the list of a job file', () => {
  it('is opened beside the job file and below, by links that stay there too', async () => {
    const { folder, job } = setUp();
    symlinkSync('lists/urls.txt', join(folder, 'link.txt'));
    symlinkSync('lists', join(folder, 'same'));
    for (const name of ['lists/urls.txt', 'lists/../lists/urls.txt', 'link.txt', 'same/urls.txt']) {
      expect(await textOf(job, name), name).toBe('https://a.example/\n');
    }
  });

  it('is opened where the folder of the job is itself a link', async () => {
    const { around, folder } = setUp();
    symlinkSync(folder, join(around, 'way'));
    expect(await textOf(join(around, 'way', 'job.json'), 'lists/urls.txt')).toContain('a.example');
  });

  it('may have a name that begins with dots', async () => {
    const { folder, job } = setUp();
    writeFileSync(join(folder, '..urls'), 'x\n');
    expect(await textOf(job, '..urls')).toBe('x\n');
  });

  it('is refused outside, whatever leads there', async () => {
    const { around, folder, secret, job } = setUp();
    symlinkSync(secret, join(folder, 'link.txt'));
    symlinkSync(join(around, 'home'), join(folder, 'linked'));
    symlinkSync('link.txt', join(folder, 'lists', '..', 'twice.txt'));
    // Another folder, whose name begins like that of the job's folder.
    mkdirSync(join(around, 'job-2'));
    writeFileSync(join(around, 'job-2', 'urls.txt'), 'x');
    const names = ['../home/secret.txt', 'lists/../../home/secret.txt', '../job-2/urls.txt'];
    for (const name of [...names, 'link.txt', 'linked/secret.txt', 'twice.txt']) {
      await expect(textOf(job, name), name).rejects.toMatchObject(
        badJob(/lies outside the folder/),
      );
    }
  });

  it.each([
    '/etc/hostname',
    'C:\\Users\\me\\urls.txt',
    'c:urls.txt',
    '\\\\server\\share\\urls.txt',
    '//server/share/urls.txt',
    '\\\\?\\C:\\urls.txt',
    '\\urls.txt',
  ])('is refused by the form of its name: %s', async (name) => {
    await expect(textOf(setUp().job, name)).rejects.toMatchObject(
      badJob(/lies outside the folder/),
    );
  });

  it('is refused where it is no file, and a pipe does not hold it up', async () => {
    const { folder, job } = setUp();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const name of ['lists', 'pipe', '.']) {
      await expect(textOf(job, name), name).rejects.toMatchObject(badJob(/is not a file/));
    }
    // A device outside the folder, reached by a link.
    symlinkSync('/dev/zero', join(folder, 'zero'));
    await expect(textOf(job, 'zero')).rejects.toMatchObject(badJob(/lies outside/));
  });

  it('says why it cannot be read', async () => {
    const { folder, job } = setUp();
    symlinkSync('round', join(folder, 'round'));
    await expect(textOf(job, 'none.txt')).rejects.toMatchObject(badJob(/there is no such file/));
    await expect(textOf(job, 'round')).rejects.toMatchObject(badJob(/leads back to itself/));
    await expect(textOf(job, 'x'.repeat(300))).rejects.toMatchObject(badJob(/name is too long/));
    await expect(textOf(job, 'a\0b')).rejects.toMatchObject(badJob(/character that no file name/));
  });

  it('never is the file outside, though a link is swapped again and again meanwhile', async () => {
    const { folder, secret, job } = setUp();
    const list = join(folder, 'list.txt');
    const swap = (target: string): void => {
      symlinkSync(target, `${list}.new`);
      renameSync(`${list}.new`, list);
    };
    swap('lists/urls.txt');
    let rounds = 0;
    let over = false;
    const swapping = (async () => {
      while (!over) {
        swap(rounds % 2 === 0 ? secret : 'lists/urls.txt');
        rounds += 1;
        await new Promise(setImmediate);
      }
    })();
    let opened = 0;
    for (let tries = 0; tries < 200; tries += 1) {
      const text = await textOf(job, 'list.txt').catch(() => null);
      if (text !== null) opened += 1;
      expect(text ?? 'https://a.example/\n').toBe('https://a.example/\n');
    }
    over = true;
    await swapping;
    expect(rounds).toBeGreaterThan(200);
    expect(opened).toBeGreaterThan(0);
  });
});
