import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wayOut } from './way-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'trawl-out-'));
const inFolder = (...names: string[]): string => join(folder, ...names);
const socket = createServer();
beforeAll(async () => {
  writeFileSync(inFolder('old.csv'), 'old');
  mkdirSync(inFolder('sub'));
  symlinkSync('old.csv', inFolder('link.csv'));
  symlinkSync('nowhere', inFolder('dangling.csv'));
  symlinkSync('round.csv', inFolder('round.csv'));
  execFileSync('mkfifo', [inFolder('pipe')]);
  await new Promise<void>((resolve) => socket.listen(inFolder('socket'), resolve));
});
afterAll(() => socket.close());

const badInput = (reason: RegExp) => ({
  code: 'BAD_INPUT',
  message: expect.stringMatching(reason),
});

describe('the place of the table', () => {
  it('is standard output where none is named', async () => {
    expect(await wayOut(null, [])).toEqual({ kind: 'standard-output' });
  });

  it.each(['new.csv', 'old.csv', 'link.csv', 'x'.repeat(255)])(
    'may be the file %s',
    async (name) => {
      const file = inFolder(name);
      expect(await wayOut(file, [])).toEqual({ kind: 'file', file });
    },
  );

  it('may be a pipe or a device, which is written through', async () => {
    const file = inFolder('pipe');
    expect(await wayOut(file, [])).toEqual({ kind: 'stream', file, isPipe: true });
    const device = { kind: 'stream', file: '/dev/full', isPipe: false };
    expect(await wayOut('/dev/full', [])).toEqual(device);
  });

  it.each([
    ['none/table.csv', /There is no folder/],
    ['old.csv/table.csv', /There is no folder/],
    ['sub', /is a folder/],
    ['socket', /is a socket/],
    ['dangling.csv', /symbolic link to a file that is not there/],
    ['round.csv', /leads back to itself/],
    ['x'.repeat(256), /its name is too long/],
  ])('is refused: %s', async (name, reason) => {
    await expect(wayOut(inFolder(name), [])).rejects.toMatchObject(badInput(reason));
  });

  it('is none of the files that are read, by whatever name', async () => {
    const inputs = [null, inFolder('none.json'), inFolder('old.csv')];
    for (const name of ['old.csv', 'link.csv', join('sub', '..', 'old.csv')]) {
      const refused = wayOut(inFolder(name), inputs);
      await expect(refused, name).rejects.toMatchObject(badInput(/is what this command reads/));
    }
    expect((await wayOut(inFolder('new.csv'), inputs)).kind).toBe('file');
  });
});
