import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWholeFile, sweepParts, writeWholeFile } from './whole-file.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'trawl-whole-'));
const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('a file that is there whole or not at all', () => {
  it('has its name only when it is whole', async () => {
    const folder = newFolder();
    const file = join(folder, 'a.csv');
    writeFileSync(file, 'old');
    const whole = await openWholeFile(file);
    await whole.handle.writeFile('new');
    expect(readFileSync(file, 'utf8')).toBe('old');
    await whole.finish();
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a.csv']);
  });

  it('leaves what was there when it is given up', async () => {
    const folder = newFolder();
    const file = join(folder, 'a.csv');
    writeFileSync(file, 'old');
    const whole = await openWholeFile(file);
    await whole.handle.writeFile('new');
    await whole.abandon();
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.csv']);
  });

  it('is one of those that are written at once, and never a mixture', async () => {
    const file = join(newFolder(), 'a.csv');
    const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(3_000_000));
    await Promise.all(contents.map((content) => writeWholeFile(file, content)));
    expect(contents).toContain(readFileSync(file, 'utf8'));
  });

  it('keeps the mode of the file that was there', async () => {
    const file = join(newFolder(), 'a.csv');
    for (const mode of [0o600, 0o664, 0o640]) {
      writeFileSync(file, 'old');
      chmodSync(file, mode);
      await writeWholeFile(file, 'new');
      expect(modeOf(file)).toBe(mode);
    }
  });

  it.skipIf(process.getuid?.() !== 0)('keeps the owner of the file that was there', async () => {
    const file = join(newFolder(), 'a.csv');
    writeFileSync(file, 'old');
    execFileSync('chown', ['1234:4321', file]);
    await writeWholeFile(file, 'new');
    expect(statSync(file)).toMatchObject({ uid: 1234, gid: 4321 });
  });

  it.skipIf(process.getuid?.() === 0)(
    'is refused where the old file may not be written',
    async () => {
      const file = join(newFolder(), 'a.csv');
      writeFileSync(file, 'old', { mode: 0o444 });
      await expect(writeWholeFile(file, 'new')).rejects.toMatchObject({ code: 'EACCES' });
    },
  );

  it('takes the place of the file that a link leads to, and the link stays', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'b.csv'), 'old');
    symlinkSync(join('data', 'b.csv'), join(folder, 'a.csv'));
    await writeWholeFile(join(folder, 'a.csv'), 'new');
    expect(readlinkSync(join(folder, 'a.csv'))).toBe(join('data', 'b.csv'));
    expect(readFileSync(join(folder, 'data', 'b.csv'), 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'data'))).toEqual(['b.csv']);
  });

  it('is refused where its name is that of something else, which stays', async () => {
    const folder = newFolder();
    symlinkSync('none', join(folder, 'dangling'));
    symlinkSync('round', join(folder, 'round'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    mkdirSync(join(folder, 'sub'));
    for (const name of ['dangling', 'round', 'pipe', 'sub', 'none/a.csv', 'x'.repeat(256)]) {
      await expect(writeWholeFile(join(folder, name), 'new'), name).rejects.toThrow();
    }
    expect(readdirSync(folder).sort()).toEqual(['dangling', 'pipe', 'round', 'sub']);
    expect(lstatSync(join(folder, 'pipe')).isFIFO()).toBe(true);
    await expect(writeWholeFile('/dev/null', 'new')).rejects.toMatchObject({ code: 'FILE_ERROR' });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.each(['x'.repeat(255), '語'.repeat(85), '😀'.repeat(63)])(
    'has any name that the file system takes: %s',
    async (name) => {
      const folder = newFolder();
      await writeWholeFile(join(folder, name), 'new');
      await writeWholeFile(join(folder, name), 'newer');
      expect(readdirSync(folder)).toEqual([name]);
    },
  );
});

describe('what writers that were killed leave', () => {
  it('is deleted after a day, and nothing else is', async () => {
    const folder = newFolder();
    const parts = ['0', '1', '2'].map((end) => `.a.csv.${end.repeat(16)}.part`);
    const [old = '', fresh = '', link = ''] = parts;
    const others = ['.a.csv.part', `.b.csv.${'0'.repeat(16)}.part`, '.a.csv.0123.part', 'a.csv'];
    for (const name of [old, fresh, ...others]) writeFileSync(join(folder, name), 'x');
    symlinkSync(join(folder, 'a.csv'), join(folder, link));
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const name of [old, ...others]) utimesSync(join(folder, name), longAgo, longAgo);
    await sweepParts(join(folder, 'a.csv'), Date.now());
    expect(readdirSync(folder).sort()).toEqual([fresh, link, ...others].sort());
  });
});
