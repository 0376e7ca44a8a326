import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJobLibrary } from './job-library.ts';

async function setUp(folder = join(mkdtempSync(join(tmpdir(), 'trawl-library-')), 'library')) {
  const errors: string[] = [];
  const log = { info: () => undefined, error: (message: string) => errors.push(message) };
  let nowMs = 1_700_000_000_000;
  const now = (): number => {
    nowMs += 1;
    return nowMs;
  };
  const { library, isNew } = await openJobLibrary(folder, log, now);
  const readAll = async (id: string): Promise<string> => {
    let text = '';
    for (let offset: number | null = 0; offset !== null; ) {
      const piece: { text: string; next: number | null } = await library.readList(id, offset);
      text += piece.text;
      offset = piece.next;
    }
    return text;
  };
  const writeAll = (id: string, text: string, writeId = text): Promise<void> =>
    library.writeList(id, { writeId, piece: 0, text, last: true });
  return { folder, library, isNew, errors, readAll, writeAll };
}

describe('job library', () => {
  it('keeps half-typed jobs just as they are', async () => {
    const { folder, library, isNew, writeAll } = await setUp();
    expect(isNew).toBe(true);
    const { id } = await library.create();
    const patch = {
      name: '',
      each: 'article[',
      fields: [{ name: '', css: 'h1' }, { name: 'a' }, { name: 'a', clean: [{ match: '(' }] }],
      options: { concurrency: 3, headers: { accept: 'text/html' } },
      listFormat: { kind: 'csv' as const, column: 'url', carry: ['name'] },
    };
    await library.save(id, patch);
    await writeAll(id, 'url,name\nhttps://a.example/,A\n');
    await library.close();

    const again = await setUp(folder);
    expect(again.isNew).toBe(false);
    expect(again.library.get(id)).toEqual({
      ...{ id, ...patch, next: null },
      ...{ sample: false, listBytes: 30 },
    });
    expect(await again.readAll(id)).toBe('url,name\nhttps://a.example/,A\n');
  });

  it('saves fast typing with few writes, the last state always on the disk', async () => {
    const { folder, library } = await setUp();
    const { id } = await library.create();
    const saves = Array.from({ length: 200 }, (_, n) => library.save(id, { name: `Job ${n}` }));
    expect(library.get(id).name).toBe('Job 199');
    await Promise.all(saves);
    expect(JSON.parse(readFileSync(join(folder, id, 'job.json'), 'utf8')).name).toBe('Job 199');
    expect(readdirSync(join(folder, id)).sort()).toEqual(['job.json', 'urls.txt']);
  });

  it('shows the newest job first, and keeps that order when jobs are changed', async () => {
    const { library } = await setUp();
    const first = await library.create({ name: 'first' });
    await library.create({ name: 'second' });
    await library.save(first.id, { each: 'li' });
    expect(library.list().map(({ job }) => job.name)).toEqual(['second', 'first']);
  });

  it('duplicates a job with its list', async () => {
    const { library, readAll, writeAll } = await setUp();
    const { id } = await library.create({ name: 'Shop', each: 'li' });
    await writeAll(id, 'https://a.example/\n');
    const copy = await library.duplicate(id);
    expect(copy).toMatchObject({ name: 'Shop copy', each: 'li', listBytes: 19 });
    expect(copy.id).not.toBe(id);
    await writeAll(id, 'changed\n');
    expect(await readAll(copy.id)).toBe('https://a.example/\n');
  });

  it('brings a deleted job back whole, until it is closed', async () => {
    const { folder, library, readAll, writeAll } = await setUp();
    const { id } = await library.create({ name: 'Shop' });
    await writeAll(id, 'https://a.example/\n');
    const typed = library.save(id, { each: 'li' });
    await library.delete(id);
    await typed;
    expect(library.list()).toEqual([]);
    expect(existsSync(join(folder, id))).toBe(false);
    await expect(library.save(id, { name: 'late' })).rejects.toMatchObject({ code: 'NOT_FOUND' });

    await library.restore(id);
    expect(library.get(id)).toMatchObject({ name: 'Shop', each: 'li', listBytes: 19 });
    expect(await readAll(id)).toBe('https://a.example/\n');

    await library.delete(id);
    await library.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('empties the trash that a crash left, and sweeps up half-written files', async () => {
    const { folder, library } = await setUp();
    const { id } = await library.create();
    mkdirSync(join(folder, '.trash', 'old-job'), { recursive: true });
    writeFileSync(join(folder, id, 'urls.txt.77-1.part'), 'half');
    await setUp(folder);
    expect(existsSync(join(folder, '.trash'))).toBe(false);
    expect(readdirSync(join(folder, id)).sort()).toEqual(['job.json', 'urls.txt']);
  });

  it('reads a job that was stored in version 1, and saves it in version 2', async () => {
    const { folder, library } = await setUp();
    const { id } = await library.create({ name: 'Old', fields: [{ name: 'a', css: 'b' }] });
    const file = join(folder, id, 'job.json');
    const stored = JSON.parse(readFileSync(file, 'utf8'));
    const old = { ...stored, version: 1, fields: [{ name: '', css: 'b', match: '[0-' }] };
    writeFileSync(file, JSON.stringify(old));
    const again = (await setUp(folder)).library;
    const fields = [{ name: '', css: 'b', clean: [{ match: '[0-' }] }];
    expect(again.get(id).fields).toEqual(fields);
    await again.save(id, { name: 'New' });
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    expect(saved).toMatchObject({ version: 2, name: 'New', fields });
  });

  it('keeps, names and shows a job that cannot be read', async () => {
    const { folder, library, errors } = await setUp();
    const good = await library.create({ name: 'Good' });
    const ids = await Promise.all(
      Array.from({ length: 7 }, async (_, n) => (await library.create({ name: `Job ${n}` })).id),
    );
    const [half = '', form = '', none = '', folded = '', loop = '', empty = '', locked = ''] = ids;
    const fileOf = (id: string): string => join(folder, id, 'job.json');
    writeFileSync(fileOf(half), '{"version":1,\n"name":');
    const { name, ...rest } = JSON.parse(readFileSync(fileOf(form), 'utf8'));
    const carry = Array.from({ length: 501 }, (_, n) => `c${n}`);
    const listFormat = { kind: 'csv', column: 'u'.repeat(1001), carry };
    writeFileSync(fileOf(form), JSON.stringify({ name, ...rest, listFormat, options: { a: 1 } }));
    rmSync(fileOf(none));
    writeFileSync(join(folder, none, 'urls.txt'), 'https://a.example/\n');
    rmSync(fileOf(folded));
    mkdirSync(fileOf(folded));
    rmSync(join(folder, loop), { recursive: true });
    symlinkSync(loop, join(folder, loop));
    rmSync(fileOf(empty));
    writeFileSync(fileOf(locked), Buffer.from([0xff, 0x00]));

    const again = await setUp(folder);
    expect(again.library.list().map((entry) => entry.id)).toEqual([good.id]);
    const shown = again.library.unreadable();
    const said = Object.fromEntries(shown.map((job) => [job.id, [job.name, job.message]]));
    expect(said).toEqual({
      [half]: ['', 'This is not JSON: line 2, column 8: it ends too early.'],
      [form]: [
        'Job 1',
        'options.a: is not a key that Trawl knows; check the spelling or remove it. ' +
          'listFormat.column: must not be longer than 1000 characters. ' +
          'listFormat.carry: must not have more than 500 entries.',
      ],
      [none]: ['', 'The file cannot be read: there is no such file.'],
      [folded]: ['', 'The file cannot be read: it is a folder.'],
      [loop]: ['', 'The file cannot be read: it is a symbolic link that leads back to itself.'],
      [locked]: ['', expect.stringMatching(/^This is not JSON: /)],
    });
    for (const { id, file } of shown) expect(file).toBe(fileOf(id));
    expect(again.errors).toHaveLength(shown.length);
    // A start that was interrupted before the job had any contents leaves nothing to repair.
    expect(existsSync(join(folder, empty))).toBe(false);
    expect(readFileSync(fileOf(half), 'utf8')).toBe('{"version":1,\n"name":');
    expect(errors).toEqual([]);
  });

  it('lets a job that cannot be read be deleted and brought back, and nothing else', async () => {
    const { folder, library } = await setUp();
    const { id } = await library.create({ name: 'Shop' });
    writeFileSync(join(folder, id, 'job.json'), '{');
    const again = (await setUp(folder)).library;
    const shownIds = (): string[] => again.unreadable().map((job) => job.id);
    expect(() => again.get(id)).toThrow(/not JSON/);
    await expect(again.save(id, { name: 'x' })).rejects.toMatchObject({ code: 'BAD_JOB' });
    await expect(again.duplicate(id)).rejects.toMatchObject({ code: 'BAD_JOB' });
    let changes = 0;
    again.onChange(() => {
      changes += 1;
    });
    await again.delete(id);
    expect(shownIds()).toEqual([]);
    expect(existsSync(join(folder, id))).toBe(false);
    await again.restore(id);
    expect(shownIds()).toEqual([id]);
    expect(readFileSync(join(folder, id, 'job.json'), 'utf8')).toBe('{');
    expect(changes).toBe(2);
    await again.delete(id);
    await again.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    { listFormat: { kind: 'csv' as const, column: 'u'.repeat(1001), carry: [] } },
    { listFormat: { kind: 'csv' as const, column: 'u', carry: Array(501).fill('c') } },
    { name: 'n'.repeat(201) },
    { options: { concurrency: 0 } },
  ])('saves nothing that it could not read again: %o', async (change) => {
    const { folder, library } = await setUp();
    const { id } = await library.create({ name: 'Shop' });
    const before = readFileSync(join(folder, id, 'job.json'), 'utf8');
    await expect(library.save(id, change)).rejects.toMatchObject({ code: 'BAD_JOB' });
    await expect(library.create(change)).rejects.toMatchObject({ code: 'BAD_JOB' });
    expect(library.get(id).name).toBe('Shop');
    await library.close();
    expect(readFileSync(join(folder, id, 'job.json'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual([id]);
    expect((await setUp(folder)).library.unreadable()).toEqual([]);
  });

  it('tells of every change', async () => {
    const { library, writeAll } = await setUp();
    let changes = 0;
    library.onChange(() => {
      changes += 1;
    });
    const seen = async (work: () => Promise<unknown>): Promise<boolean> => {
      const before = changes;
      await work();
      return changes > before;
    };
    const { id } = await library.create();
    expect(changes).toBeGreaterThan(0);
    expect(await seen(() => library.save(id, { name: 'x' }))).toBe(true);
    expect(await seen(() => writeAll(id, 'a'))).toBe(true);
    expect(await seen(() => library.delete(id))).toBe(true);
    expect(await seen(() => library.restore(id))).toBe(true);
  });
});

describe('lists in pieces', () => {
  it('are written piece by piece and put in place at the end', async () => {
    const { library, readAll, writeAll } = await setUp();
    const { id } = await library.create();
    await writeAll(id, 'old\n');
    const write = (piece: number, text: string, last: boolean): Promise<void> =>
      library.writeList(id, { writeId: 'w', piece, text, last });
    await Promise.all([write(0, 'one\n', false), write(1, 'two\n', false)]);
    expect(await readAll(id)).toBe('old\n');
    await write(2, 'three\n', true);
    expect(await readAll(id)).toBe('one\ntwo\nthree\n');
    expect(library.get(id).listBytes).toBe(14);
  });

  it('refuses a piece that is out of order, and leaves nothing behind', async () => {
    const { folder, library, readAll, writeAll } = await setUp();
    const { id } = await library.create();
    await writeAll(id, 'old\n');
    const write = (piece: number, last: boolean): Promise<void> =>
      library.writeList(id, { writeId: 'w', piece, text: 'x', last });
    await write(0, false);
    await expect(write(2, true)).rejects.toMatchObject({ code: 'BAD_MESSAGE' });
    await expect(write(1, true)).rejects.toMatchObject({ code: 'BAD_MESSAGE' });
    expect(await readAll(id)).toBe('old\n');
    expect(readdirSync(join(folder, id)).sort()).toEqual(['job.json', 'urls.txt']);
  });

  it('lets the write that began last win, whichever ends last', async () => {
    const { folder, library, readAll } = await setUp();
    const { id } = await library.create();
    const write = (writeId: string, piece: number, last: boolean): Promise<void> =>
      library.writeList(id, { writeId, piece, text: `${writeId}${piece}\n`, last });
    await write('early', 0, false);
    await write('late', 0, false);
    await write('late', 1, true);
    await write('early', 1, true);
    expect(await readAll(id)).toBe('late0\nlate1\n');
    expect(readdirSync(join(folder, id)).sort()).toEqual(['job.json', 'urls.txt']);
  });

  it('does not keep writes that were given up', async () => {
    const { folder, library } = await setUp();
    const { id } = await library.create();
    for (let n = 0; n < 20; n += 1) {
      await library.writeList(id, { writeId: `w${n}`, piece: 0, text: 'x', last: false });
    }
    const parts = readdirSync(join(folder, id)).filter((name) => name.endsWith('.part'));
    expect(parts.length).toBeLessThanOrEqual(4);
  });

  it('reads a long list back in pieces that end at lines', async () => {
    const { library, readAll } = await setUp();
    const { id } = await library.create();
    const text = Array.from({ length: 100_000 }, (_, n) => `https://größe.example/${n}/🐟\n`).join(
      '',
    );
    await library.replaceList(id, async (file) => writeFileSync(file, text));
    const first = await library.readList(id, 0);
    expect(first.next).not.toBeNull();
    expect(first.text.endsWith('\n')).toBe(true);
    expect(await readAll(id)).toBe(text);
  });

  it('keeps the secrets of a job to that job', async () => {
    const { library, folder } = await setUp();
    const { id } = await library.create({ name: 'A' });
    writeFileSync(library.secretsFile(id), 'encrypted');
    const copy = await library.duplicate(id);
    expect(existsSync(library.secretsFile(copy.id))).toBe(false);
    await library.delete(id);
    expect(() => library.secretsFile(id)).toThrow('not there any more');
    await library.restore(id);
    expect(readFileSync(library.secretsFile(id), 'utf8')).toBe('encrypted');
    await library.delete(id);
    await library.close();
    const left = readdirSync(folder, { recursive: true }).map(String);
    expect(left.filter((name) => name.endsWith('secrets.bin'))).toEqual([]);
  });
});
