import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptList } from './kept-list.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-kept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function textOf(source: Awaited<ReturnType<ReturnType<typeof keptList>['keep']>>) {
  if (source.kind !== 'file') throw new Error('a file was expected');
  return readFile(source.file, 'utf8');
}

describe('keptList', () => {
  it('keeps what was started, whatever becomes of the file', async () => {
    const file = join(folder, 'mine.csv');
    await writeFile(file, 'link,name\nhttps://a.example/,A\n');
    const options = { column: 'link', carry: ['name'] };
    const kept = keptList(join(folder, 'run.sqlite'));
    const copy = await kept.keep({ kind: 'file', file, options, patterns: true });
    await rm(file);
    expect(copy).toMatchObject({ kind: 'file', name: 'mine.csv', options, patterns: true });
    expect(await kept.find()).toEqual(copy);
    expect(await textOf(copy)).toBe('link,name\nhttps://a.example/,A\n');
    await kept.drop();
    expect(await kept.find()).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps lines as a file, each on one line', async () => {
    const kept = keptList(join(folder, 'run.sqlite'));
    const lines = ['https://a.example/', '# b', 'ö', 'https://b.example/\nhttps://c.example/'];
    const copy = await kept.keep({ kind: 'lines', lines });
    expect(await textOf(copy)).toBe(
      'https://a.example/\n# b\nö\nhttps://b.example/ https://c.example/',
    );
    expect(copy).toMatchObject({ options: { format: 'lines' } });
  });

  it.skipIf(process.platform === 'win32')('keeps what comes through a named pipe', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const kept = keptList(join(folder, 'run.sqlite'));
    const copying = kept.keep({ kind: 'file', file: pipe });
    const text = 'https://a.example/\n'.repeat(100_000);
    const writer = await open(pipe, 'w');
    await writer.writeFile(text);
    await writer.close();
    expect(await textOf(await copying)).toBe(text);
  });

  it('says in a sentence that a list cannot be copied', async () => {
    const kept = keptList(join(folder, 'run.sqlite'));
    await expect(kept.keep({ kind: 'file', file: join(folder, 'gone.txt') })).rejects.toMatchObject(
      { code: 'BAD_INPUT' },
    );
  });

  it('does not go on with a list that another version read by other rules', async () => {
    await writeFile(join(folder, 'run.sqlite.list.json'), '{"csv":null}');
    await expect(keptList(join(folder, 'run.sqlite')).find()).rejects.toThrow(/Another version/);
  });
});
