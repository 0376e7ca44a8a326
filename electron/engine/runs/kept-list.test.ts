import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptList } from './kept-list.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-kept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('keptList', () => {
  it('keeps what was started, whatever becomes of the file', async () => {
    const file = join(folder, 'mine.csv');
    await writeFile(file, 'link,name\nhttps://a.example/,A\n');
    const csv = { column: 'link', carry: ['name'] };
    const kept = keptList(join(folder, 'run.sqlite'));
    const copy = await kept.keep({ kind: 'file', file, csv });
    await rm(file);
    expect(copy).toMatchObject({ kind: 'file', csv });
    expect(await kept.find()).toEqual(copy);
    if (copy.kind !== 'file') throw new Error('a file was expected');
    expect(await readFile(copy.file, 'utf8')).toBe('link,name\nhttps://a.example/,A\n');
    await kept.drop();
    expect(await kept.find()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps lines as a file', async () => {
    const kept = keptList(join(folder, 'run.sqlite'));
    const copy = await kept.keep({ kind: 'lines', lines: ['https://a.example/', '# b', 'ö'] });
    if (copy.kind !== 'file') throw new Error('a file was expected');
    expect(await readFile(copy.file, 'utf8')).toBe('https://a.example/\n# b\nö');
  });

  it('says in a sentence that a list cannot be copied', async () => {
    const kept = keptList(join(folder, 'run.sqlite'));
    await expect(
      kept.keep({ kind: 'file', file: join(folder, 'gone.txt'), csv: null }),
    ).rejects.toMatchObject({ code: 'FILE_ERROR' });
  });
});
