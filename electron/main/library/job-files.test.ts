import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { glanceAtList } from '#engine/input/open-list.ts';
import { checkJob, checkOptions } from './check-job.ts';
import { exportJobFile } from './export-job.ts';
import type { GlanceAtList } from './glance-at-list.ts';
import { importJobFile } from './import-job.ts';
import type { JobLibrary } from './job-library.ts';
import { openJobLibrary } from './job-library.ts';
import { importDropped, takeInListOf } from './open-list.ts';
import { parseStoredJob } from './parse-stored-job.ts';

async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-job-files-'));
  const log = { info: () => undefined, error: () => undefined };
  const { library } = await openJobLibrary(join(folder, 'library'), log);
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const take = (path: string) => importJobFile(library, path, glancesAt(library));
  return { folder, library, file, take };
}

const glancesAt =
  (library: JobLibrary): GlanceAtList =>
  (jobId, options, name) =>
    glanceAtList({
      kind: 'file',
      file: library.listFile(jobId),
      options,
      ...(name === undefined ? {} : { name }),
    });

const job = {
  version: 2,
  name: 'Articles',
  urls: ['https://a.example/', 'https://b.example/'],
  each: 'article',
  fields: [{ name: 'title', css: 'h1' }],
  options: { concurrency: 4 },
};

/** The settings that the content of a table with a header leads to. */
const comma = { delimiter: ',', header: true };

describe('importing a job file', () => {
  it('keeps what the window does not show, through a change and an export', async () => {
    const { library, file, take, folder } = await setUp();
    const next = { css: 'a.next', maxPages: 50 };
    const { id } = await take(file('a.json', { ...job, next }));
    await library.save(id, { name: 'Renamed' });
    const out = join(folder, 'out.json');
    await exportJobFile(library, id, out);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ name: 'Renamed', next });
  });

  it('takes in everything', async () => {
    const { library, file, take } = await setUp();
    const taken = await take(file('a.json', job));
    expect(taken).toMatchObject({
      name: 'Articles',
      each: 'article',
      fields: job.fields,
      options: job.options,
      listFormat: { kind: 'lines' },
    });
    expect((await library.readList(taken.id, 0)).text).toBe(
      'https://a.example/\nhttps://b.example/\n',
    );
  });

  it('says what to do where the list comes from sitemaps, which it does not fetch unasked', async () => {
    const { file, take } = await setUp();
    const sitemaps = [{ url: 'https://a.example/sitemap.xml' }];
    const taken = take(file('a.json', { ...job, urls: [], sitemaps }));
    await expect(taken).rejects.toThrow(/"a\.json" comes from sitemaps.*"From a sitemap…"/);
  });

  it('takes in the list beside it, with its columns', async () => {
    const { folder, library, file, take } = await setUp();
    mkdirSync(join(folder, 'lists'));
    writeFileSync(join(folder, 'lists', 'shop.csv'), 'name,url\nA,https://a.example/\n');
    const urls = { file: 'lists/shop.csv', column: 'url', carry: ['name'] };
    const taken = await take(file('a.json', { ...job, urls }));
    expect(taken.listFormat).toEqual({ kind: 'csv', column: 'url', carry: ['name'], ...comma });
    expect((await library.readList(taken.id, 0)).text).toBe('name,url\nA,https://a.example/\n');
  });

  it.each([
    ['a.csv', {}, { kind: 'csv', column: 'url', carry: ['name'], ...comma }],
    ['a.csv', { format: 'lines' }, { kind: 'lines' }],
    ['a.csv', { column: 'url' }, { kind: 'csv', column: 'url', carry: [], ...comma }],
    [
      'a.txt',
      { header: false },
      { kind: 'csv', column: 'column 2', carry: ['column 1'], delimiter: ',', header: false },
    ],
    ['a.csv', { column: 'link' }, { kind: 'csv', column: 'link', carry: [] }],
    ['map.xml', {}, { kind: 'feed' }],
    ['map.xml.gz', {}, { kind: 'feed' }],
  ])('reads the list %s with %j as the command line does', async (name, options, expected) => {
    const { folder, file, take } = await setUp();
    file('a.csv', 'name,url\nA,https://a.example/\n');
    file('a.txt', 'name,url\nA,https://a.example/\n');
    const sitemap = '<urlset><url><loc>https://a.example/</loc></url></urlset>';
    file('map.xml', sitemap);
    writeFileSync(join(folder, 'map.xml.gz'), gzipSync(sitemap));
    const taken = await take(file('job.json', { ...job, urls: { file: name, ...options } }));
    expect(taken.listFormat).toEqual(expected);
    expect(taken.options.patterns).toBe(false);
  });

  it('names the place of every problem', async () => {
    const { library, file, take } = await setUp();
    const bad = { ...job, fields: [{ name: 'a', take: 'attr' }, { name: '' }], option: {} };
    const problem = take(file('bad.json', bad));
    await expect(problem).rejects.toMatchObject({ code: 'BAD_JOB' });
    await expect(problem).rejects.toThrow(
      /"bad\.json".*\nfields\[0\]\.take: .*\nfields\[1\]\.name: /s,
    );
    await expect(take(file('no.json', '{"version": 1,\n x}'))).rejects.toThrow(/not JSON: line 2/);
    expect(library.list()).toEqual([]);
  });

  it.each(['../outside.txt', '/etc/hostname', 'lists/../../outside.txt'])(
    'refuses the list %s',
    async (list) => {
      const { file, take } = await setUp();
      const path = file('a.json', { ...job, urls: { file: list } });
      await expect(take(path)).rejects.toThrow(/outside the folder/);
    },
  );

  it('says when the list or the file is missing, and leaves no half of a job', async () => {
    const { folder, library, file, take } = await setUp();
    const path = file('a.json', { ...job, urls: { file: 'missing.txt' } });
    await expect(take(path)).rejects.toThrow(/the list "missing\.txt" of the job/);
    await expect(take(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(library.list()).toEqual([]);
  });
});

describe('the mark of the sample job', () => {
  it('goes along into a copy, an export and an import', async () => {
    const { folder, library, file, take } = await setUp();
    const sample = await take(file('a.json', { ...job, sample: true }));
    const copy = await library.duplicate(sample.id);
    const out = join(folder, 'out.json');
    await exportJobFile(library, copy.id, out);
    expect([sample.sample, copy.sample, (await take(out)).sample]).toEqual([true, true, true]);
    expect((await take(file('b.json', job))).sample).toBe(false);
  });

  it('is set for the sample job of a library that was made before there was one', () => {
    const stored = { version: 1, each: '', fields: [], options: {}, listFormat: { kind: 'lines' } };
    const times = { createdMs: 1, updatedMs: 1 };
    const read = (name: string) => parseStoredJob(JSON.stringify({ ...stored, ...times, name }));
    expect(read('Sample: harbour shop')).toMatchObject({ job: { sample: true } });
    expect(read('Mine')).not.toMatchObject({ job: { sample: true } });
  });
});

describe('exporting a job file', () => {
  it('comes back the same', async () => {
    const { folder, library, file, take } = await setUp();
    const { id } = await take(file('a.json', job));
    const out = join(folder, 'out.json');
    await exportJobFile(library, id, out);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(job);
  });

  it('turns a job of version 1 into one of version 2', async () => {
    const { folder, library, file, take } = await setUp();
    const fields = [{ name: 'price', css: 'b', match: '[0-9]+' }];
    const { id } = await take(file('old.json', { ...job, version: 1, fields }));
    const out = join(folder, 'out.json');
    await exportJobFile(library, id, out);
    const clean = [{ match: '[0-9]+' }];
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual({
      ...job,
      fields: [{ name: 'price', css: 'b', clean }],
    });
  });

  it.each(['a.example\n\n# mine\n  b.example \n\n', '\n', ''])(
    'keeps every line of %j',
    async (text) => {
      const { folder, library, take } = await setUp();
      const { id } = await library.create({}, async (target) => writeFileSync(target, text));
      await exportJobFile(library, id, join(folder, 'out.json'));
      const again = await take(join(folder, 'out.json'));
      expect((await library.readList(again.id, 0)).text).toBe(text);
    },
  );

  it.each([true, false])('keeps whether brackets stand for many URLs: %s', async (patterns) => {
    const { library, folder, file, take } = await setUp();
    const given = { ...job, urls: ['https://a.example/[1-3]'], options: { patterns } };
    const { id } = await take(file('p.json', given));
    const out = join(folder, 'out.json');
    await exportJobFile(library, id, out);
    const exported = JSON.parse(readFileSync(out, 'utf8'));
    expect(exported.options?.patterns ?? false).toBe(patterns);
  });

  it('says that brackets stand for many URLs where a list was typed', async () => {
    const { library, folder } = await setUp();
    const { id } = await library.create({ name: 'Typed' });
    const out = join(folder, 'out.json');
    await exportJobFile(library, id, out);
    expect(JSON.parse(readFileSync(out, 'utf8')).options).toEqual({ patterns: true });
  });

  it.each([
    ['long', Array.from({ length: 10_001 }, (_, n) => `https://a.example/${n}`)],
    ['large', Array.from({ length: 600 }, (_, n) => `https://a.example/${n}?${'x'.repeat(2000)}`)],
  ])('puts a %s list beside it', async (_kind, lines) => {
    const { folder, library, file, take } = await setUp();
    const { id } = await take(file('a.json', { ...job, urls: lines }));
    await exportJobFile(library, id, join(folder, 'out.json'));
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')).urls).toEqual({
      file: 'out-urls.txt',
      format: 'lines',
    });
    expect(readFileSync(join(folder, 'out-urls.txt'), 'utf8')).toBe(`${lines.join('\n')}\n`);
  });

  it('writes over no list that is there, and uses one that is the same', async () => {
    const { folder, library, file, take } = await setUp();
    const lines = Array.from({ length: 10_001 }, (_, n) => `https://a.example/${n}`);
    const { id } = await take(file('a.json', { ...job, urls: lines }));
    file('out-urls.txt', 'precious\n');
    symlinkSync('nowhere', join(folder, 'out-urls-2.txt'));
    const out = join(folder, 'out.json');
    const listOf = (): string => JSON.parse(readFileSync(out, 'utf8')).urls.file;
    for (let times = 0; times < 2; times += 1) {
      await exportJobFile(library, id, out);
      expect(listOf()).toBe('out-urls-3.txt');
    }
    expect(readFileSync(join(folder, 'out-urls-3.txt'), 'utf8')).toBe(`${lines.join('\n')}\n`);
    await library.replaceList(id, async (target) => writeFileSync(target, `x\n`.repeat(20_000)));
    await exportJobFile(library, id, out);
    expect(listOf()).toBe('out-urls-4.txt');
    expect(readFileSync(join(folder, 'out-urls.txt'), 'utf8')).toBe('precious\n');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  it('puts a list with columns beside it', async () => {
    const { folder, library, take } = await setUp();
    const listFormat = { kind: 'csv' as const, column: 'url', carry: ['name'], ...comma };
    const text = 'name,url\nA,https://a.example/\n';
    const { id } = await library.create({ listFormat }, async (target) =>
      writeFileSync(target, text),
    );
    await exportJobFile(library, id, join(folder, 'out.json'));
    const again = await take(join(folder, 'out.json'));
    expect(again.listFormat).toEqual(listFormat);
    expect((await library.readList(again.id, 0)).text).toBe(text);
  });

  it('refuses a job that nothing could read, before anything is written', async () => {
    const { folder, library } = await setUp();
    const { id } = await library.create({ fields: [{ name: '' }] });
    await expect(exportJobFile(library, id, join(folder, 'out.json'))).rejects.toMatchObject({
      code: 'BAD_JOB',
    });
    expect(existsSync(join(folder, 'out.json'))).toBe(false);
  });
});

describe('opening a list', () => {
  it('reads it from now on as its content and name say', async () => {
    const { library, file } = await setUp();
    const { id } = await library.create({ listFormat: { kind: 'csv', column: 'u', carry: [] } });
    const open = (path: string) => takeInListOf(library, id, path, glancesAt(library));
    await open(file('a.txt', 'a.example\n'));
    expect(library.get(id)).toMatchObject({
      listFormat: { kind: 'lines' },
      listBytes: 10,
      options: { patterns: false },
    });
    const { listFormat } = await open(file('a.csv', 'v;u\nx;https://a.example/\n'));
    expect(listFormat).toEqual({
      kind: 'csv',
      column: 'u',
      carry: ['v'],
      delimiter: ';',
      header: true,
    });
    expect(library.get(id).listFormat).toEqual(listFormat);
  });

  it('makes a job of a list that is dropped where none is open', async () => {
    const { folder, library, file } = await setUp();
    const drop = (path: string) => importDropped(library, path, glancesAt(library));
    const csv = await drop(file('Prices.CSV', 'a,u,b\n1,https://a.example/,2\n'));
    expect(csv).toMatchObject({
      name: 'Prices',
      listFormat: { kind: 'csv', column: 'u', carry: ['a', 'b'] },
      options: { patterns: false },
    });
    const text = await drop(file('urls.txt', 'x\n'));
    expect(text).toMatchObject({ name: 'urls', listFormat: { kind: 'lines' } });
    const packed = join(folder, 'sitemap.xml.gz');
    writeFileSync(packed, gzipSync('<urlset><url><loc>https://a.example/</loc></url></urlset>'));
    expect(await drop(packed)).toMatchObject({ name: 'sitemap', listFormat: { kind: 'feed' } });
    expect((await drop(file('a.json', job))).name).toBe('Articles');
  });
});

describe('checking a job', () => {
  const base = {
    id: 'abcd',
    name: 'A',
    each: '',
    fields: [{ name: 'title', css: '', clean: [{ match: '' }], separator: '', take: 'text' }],
    next: null,
    options: { userAgent: '', retries: 0 },
    listFormat: { kind: 'lines' as const },
    listBytes: 0,
    sample: false,
  };

  it('leaves out what was left blank', () => {
    expect(checkJob(base)).toEqual({
      version: 2,
      name: 'A',
      urls: [],
      fields: [{ name: 'title', separator: '', take: 'text' }],
      options: { retries: 0 },
    });
    expect(checkJob({ ...base, name: ' ' }).name).toBe('Untitled job');
    expect(checkJob({ ...base, next: { css: ' ' } }).next).toBeUndefined();
    expect(checkJob({ ...base, next: { css: 'a.next' } }).next).toEqual({ css: 'a.next' });
  });

  it.each([
    [
      { fields: [{ name: 'a' }, { name: '  ' }] },
      'Field 2 has no name. Give it one on the Fields tab.',
    ],
    [
      { fields: [{ name: 'a' }, { name: 'a' }] },
      'Two fields are named "a". Give every field its own name on the Fields tab.',
    ],
    [{ fields: [{ name: 'a', take: 'attr:' }] }, /^Field "a", take: must be .* Fields tab\.$/],
    [{ next: { css: 'a', maxPages: 0 } }, /^Next page: .* Fields tab\.$/],
    [{ options: { concurrency: 0 } }, /^Options, concurrency: .* Options tab\.$/],
  ])('says what to put right: %j', (change, sentence) => {
    expect(() => checkJob({ ...base, ...change })).toThrow(sentence);
  });

  it('does not mind unfinished fields where only the options count', () => {
    expect(checkOptions({ ...base, fields: [{ name: '' }], each: '[' })).toEqual({ retries: 0 });
  });
});
