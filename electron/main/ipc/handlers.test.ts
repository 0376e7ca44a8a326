import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { glanceAtList } from '#engine/input/open-list.ts';
import type { ExportProgress } from '#shared/engine-protocol/export.ts';
import { defaultExportOptions } from '#shared/engine-protocol/export.ts';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import { commands } from '#shared/ipc/contract.ts';
import { defaultSettings } from '#shared/ipc/job-library.ts';
import { reportOf, sampleOf } from '#shared/lab/lab.fixture.ts';
import { openJobLibrary } from '../library/job-library.ts';
import { createRunBoard } from '../run-board.ts';
import { createRunSecrets } from '../secrets/run-secrets.ts';
import { createSecretStore } from '../secrets/secret-store.ts';
import { createFakeEngine, snapshotOf } from '../testing.ts';
import { createHandlers } from './handlers.ts';
import type { DialogOptions } from './parts.ts';

const runId = '20250101-120000-abcd';
const noView = { sort: null, filter: { text: '', state: null, errorCode: null } };

async function setUp(before: (libraryFolder: string) => void = () => undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-handlers-'));
  before(join(folder, 'library'));
  const log = { info: () => undefined, error: () => undefined };
  const { library } = await openJobLibrary(join(folder, 'library'), log);
  const fake = createFakeEngine({
    'run.start': () => ({ runId }),
    'run.resume': () => undefined,
    'run.unpause': () => undefined,
    'run.stop': () => undefined,
    'run.retry-failed': () => ({ queued: 1 }),
    'run.delete': () => undefined,
    'runs.list': () => [],
    'input.glance': ({ input }: { input: InputSource }) => glanceAtList(input),
    'sitemaps.read': ({ file, sources }: EngineParams<'sitemaps.read'>) => {
      const [source] = sources;
      writeFileSync(file, `url,lastmod,sitemap\n"https://a.example/[1-2]","","${source?.url}"\n`);
      const leftOut = { match: 0, since: 0, otherSites: 0 };
      return { sitemaps: 1, pages: 1, leftOut, undated: 0, problems: 0, firstProblems: [] };
    },
    'sitemaps.cancel': () => undefined,
    'results.tsv': () => ({ text: 'url\na', lines: 1, cut: false }),
    'export.start': (params: { file: string; exportId: string }): ExportProgress => {
      writeFileSync(params.file, 'url\n');
      const { exportId, file } = params;
      const done = { written: 1, total: 1, rows: 1, bytes: 4, longCells: 0, error: null };
      return { exportId, runId, file, state: 'done', ...done };
    },
    'preview.fetch': () => ({}) as never,
    'lab.start': () => reportOf(),
  });
  const runs = createRunBoard(fake.engine, log);
  const seen = {
    dialogs: [] as (DialogOptions & { readonly name?: string })[],
    opened: [] as string[],
    shown: [] as string[],
    copied: [] as string[],
    sampleSiteStarts: 0,
  };
  const answers: (string | null)[] = [];
  const clipboard = { clipboard: '', selection: '' };
  const answer = async (options: DialogOptions): Promise<string | null> => {
    seen.dialogs.push(options);
    return answers.shift() ?? null;
  };
  const secrets = createSecretStore(
    (jobId) => library.secretsFile(jobId),
    { isSecure: () => false, encrypt: () => new Uint8Array(), decrypt: () => '' },
    log,
  );
  const runSecrets = createRunSecrets((jobId) => secrets.of(jobId));
  const handlers = createHandlers({
    library,
    secrets,
    runSecrets,
    cutOffRuns: { find: async () => [], remember: async () => undefined },
    engine: fake.engine,
    runs,
    settings: {
      get: () => defaultSettings,
      set: () => Promise.resolve(),
      onChange: () => undefined,
    },
    sampleSite: {
      ensure: async () => {
        seen.sampleSiteStarts += 1;
        return ['http://127.0.0.1:17800'];
      },
      close: () => undefined,
    },
    dialogs: { open: answer, save: answer },
    clipboard: {
      writeText: (text) => seen.copied.push(text),
      readText: async (from) => clipboard[from],
    },
    shell: {
      openExternal: async (url) => {
        seen.opened.push(url);
      },
      showItemInFolder: (file) => seen.shown.push(file),
    },
    logins: { open: async () => true },
    pageView: {
      open: async () => ({ url: 'https://example.com/' }),
      place: () => undefined,
      picture: async () => null,
      set: async () => undefined,
      reveal: async () => undefined,
      focus: async () => undefined,
      close: () => undefined,
    },
    info: { version: '1.0.0', platform: 'linux', dataFolder: folder },
  });
  const jobWith = async (list: string, fields = [{ name: 'title', css: 'h1' }]) =>
    (await library.create({ name: 'Shop: a/b', fields }, async (file) => writeFileSync(file, list)))
      .id;
  return { ...fake, folder, library, runs, handlers, seen, answers, clipboard, jobWith };
}

describe('handlers', () => {
  it('are there for the whole contract', async () => {
    const { handlers } = await setUp();
    expect(Object.keys(handlers).sort()).toEqual(Object.keys(commands).sort());
  });

  it('start a run with the list as it is read', async () => {
    const { handlers, library, calls, seen, jobWith } = await setUp();
    const jobId = await jobWith('u,n\nhttps://a.example/,A\n');
    await library.save(jobId, { listFormat: { kind: 'csv', column: 'u', carry: ['n'] } });
    expect(await handlers['run.start']({ jobId })).toEqual({ runId });
    expect(calls).toEqual([
      {
        command: 'run.start',
        params: {
          jobId,
          rules: { name: 'Shop: a/b', fields: [{ name: 'title', css: 'h1' }] },
          input: {
            kind: 'file',
            file: library.listFile(jobId),
            isUtf8: true,
            options: { format: 'table', column: 'u', carry: ['n'] },
            patterns: false,
          },
          secrets: {},
        },
      },
    ]);
    expect(seen.sampleSiteStarts).toBe(0);
  });

  it('say what a job still lacks instead of starting it', async () => {
    const { handlers, jobWith, calls } = await setUp();
    const start = async (list: string, fields?: { name: string; css: string }[]) =>
      handlers['run.start']({ jobId: await jobWith(list, fields) });
    await expect(start('\n# nothing\n')).rejects.toThrow(/^The list is empty\. .* URLs tab\.$/);
    await expect(start('a.example', [])).rejects.toThrow(/^There are no fields\. .*Fields tab/);
    await expect(start('a.example', [{ name: '', css: 'h1' }])).rejects.toThrow(
      /^Field 1 has no name/,
    );
    expect(calls).toEqual([]);
  });

  it('start the sample site for a job that is marked as its own, by whatever its list says', async () => {
    const { handlers, library, seen, emit, jobWith } = await setUp();
    const fields = [{ name: 'title', css: 'h1' }];
    const fill = async (file: string): Promise<void> => writeFileSync(file, 'a.example\n');
    const { id: jobId } = await library.create({ name: 'Sample', fields, sample: true }, fill);
    await handlers['run.start']({ jobId });
    expect(seen.sampleSiteStarts).toBe(1);
    emit(snapshotOf(runId, 'stopped', { jobId }));
    await handlers['run.resume']({ runId });
    expect(seen.sampleSiteStarts).toBe(2);
    await handlers['preview.fetch']({ jobId, url: 'http://127.0.0.1:17800/', refresh: false });
    expect(seen.sampleSiteStarts).toBe(3);
    const other = await jobWith('http://127.0.0.1:17801/article/1\n');
    await handlers['preview.fetch']({
      jobId: other,
      url: 'http://127.0.0.1:17800/',
      refresh: false,
    });
    await handlers['run.start']({ jobId: other });
    await handlers['run.resume']({ runId: '20250101-120000-efgh' });
    expect(seen.sampleSiteStarts).toBe(3);
  });

  it('hand the secrets of a job to its runs and its preview, and to nothing else', async () => {
    const { handlers, calls, emit, jobWith } = await setUp();
    const jobId = await jobWith('https://a.example/\n');
    const other = await jobWith('https://b.example/\n');
    await handlers['secrets.set-cookies']({ jobId, text: 'sid=42', domain: 'a.example' });
    const login = { user: 'ann', password: 'hush' };
    const logins = [{ proxy: 'http://p:1', ...login }];
    await handlers['secrets.set-proxy-logins']({ jobId, logins });
    await handlers['run.start']({ jobId });
    emit(snapshotOf(runId, 'stopped', { jobId }));
    await handlers['run.resume']({ runId });
    await handlers['run.retry-failed']({ runId, errorCode: null });
    await handlers['preview.fetch']({ jobId, url: 'https://a.example/', refresh: false });
    expect(calls.map(({ command }) => command)).toEqual([
      'run.start',
      'run.resume',
      'run.retry-failed',
      'preview.fetch',
    ]);
    for (const { params } of calls) {
      expect(params).toMatchObject({
        secrets: {
          cookies: '.a.example\tTRUE\t/\tTRUE\t0\tsid\t42\n',
          proxyLogins: { 'http://p:1': login },
        },
      });
    }
    calls.length = 0;
    const copy = await handlers['jobs.duplicate']({ jobId });
    await handlers['run.start']({ jobId: other });
    await handlers['run.start']({ jobId: copy.id });
    // A random id may hold any three letters.
    expect(JSON.stringify(calls)).not.toMatch(/hush|sid\\t42/);
    expect(await handlers['secrets.summary']({ jobId })).toEqual({
      stored: 'session',
      cookies: [{ domain: 'a.example', count: 1 }],
      logIn: null,
      proxies: ['http://p:1'],
    });
  });

  it('let a run that asks for a log-in go on as it is, and begin anew with a new log-in', async () => {
    const { handlers, calls, emit, jobWith } = await setUp();
    const jobId = await jobWith('https://a.example/');
    await handlers['secrets.set-cookies']({ jobId, text: 'sid=1', domain: 'a.example' });
    await handlers['run.start']({ jobId });
    const sent = () => calls.splice(0).map(({ command, params }) => [command, params]);
    emit(snapshotOf(runId, 'paused', { jobId, pausedBy: 'login' }));
    sent();
    await handlers['run.unpause']({ runId });
    expect(sent()).toEqual([['run.unpause', { runId }]]);

    await handlers['secrets.set-cookies']({ jobId, text: 'sid=2', domain: 'a.example' });
    await handlers['run.unpause']({ runId });
    const [stop, resume] = sent();
    expect(stop).toEqual(['run.stop', { runId }]);
    expect(resume).toMatchObject(['run.resume', { runId }]);
    expect(JSON.stringify(resume)).toContain('sid\\t2');
    await handlers['run.unpause']({ runId });
    expect(sent()).toEqual([['run.unpause', { runId }]]);
  });

  it('take no secrets from the page', () => {
    const secrets = { cookies: 'x' };
    expect(commands['run.resume'].params.safeParse({ runId }).success).toBe(true);
    for (const extra of [{ secrets }, { crashed: true }]) {
      expect(commands['run.resume'].params.safeParse({ runId, ...extra }).success).toBe(false);
    }
    const retry = { runId, errorCode: null, secrets };
    expect(commands['run.retry-failed'].params.safeParse(retry).success).toBe(false);
  });

  it('do not delete a job whose run is going on or is paused', async () => {
    const { handlers, library, emit, jobWith } = await setUp();
    const jobId = await jobWith('a.example\n');
    emit(snapshotOf(runId, 'running', { jobId }));
    await expect(handlers['jobs.delete']({ jobId })).rejects.toMatchObject({ code: 'BUSY' });
    emit(snapshotOf(runId, 'paused', { jobId }));
    await expect(handlers['jobs.delete']({ jobId })).rejects.toMatchObject({ code: 'BUSY' });
    emit(snapshotOf(runId, 'stopped', { jobId }));
    await handlers['jobs.delete']({ jobId });
    expect(library.list()).toEqual([]);
    await handlers['jobs.restore']({ jobId });
    expect(await handlers['jobs.list']({})).toMatchObject([
      { id: jobId, lastRun: { runId, state: 'stopped' } },
    ]);
  });

  it('list a job that cannot be read, and show where its file is', async () => {
    const jobId = 'lq0000000-damaged';
    const { folder, handlers, seen, jobWith } = await setUp((library) => {
      mkdirSync(join(library, jobId), { recursive: true });
      writeFileSync(join(library, jobId, 'job.json'), '{"version":1,"name":"Prices"}');
    });
    await jobWith('a.example\n');
    const file = join(folder, 'library', jobId, 'job.json');
    expect(await handlers['jobs.list']({})).toMatchObject([
      {
        id: jobId,
        name: 'Prices',
        problem: { message: expect.stringContaining('is missing'), file },
        lastRun: null,
      },
      { name: 'Shop: a/b', problem: null },
    ]);
    await handlers['jobs.reveal']({ jobId });
    expect(seen.shown).toEqual([file]);
    expect(() => handlers['jobs.get']({ jobId })).toThrow(/is missing/);
    expect(() => handlers['jobs.reveal']({ jobId: 'lq0000000-none' })).toThrow(/not there/);
  });

  it('do nothing when a dialog is cancelled', async () => {
    const { handlers, jobWith, calls, seen } = await setUp();
    const jobId = await jobWith('a.example\n');
    expect(await handlers['jobs.import']({})).toBeNull();
    expect(await handlers['jobs.export']({ jobId })).toBeNull();
    expect(await handlers['list.open']({ jobId })).toBeNull();
    const save = { exportId: 'x', runId, options: defaultExportOptions };
    expect(await handlers['export.save'](save)).toBeNull();
    expect(calls).toEqual([]);
    expect(seen.dialogs).toHaveLength(4);
  });

  it('export with a safe name, and show only what was exported', async () => {
    const { handlers, folder, seen, answers, emit, jobWith } = await setUp();
    emit(snapshotOf(runId, 'finished', { jobId: await jobWith('a.example\n') }));
    answers.push(join(folder, 'table'));
    const save = { exportId: 'x', runId, options: defaultExportOptions };
    const progress = await handlers['export.save'](save);
    expect(seen.dialogs[0]?.name).toBe('Shop- a-b.csv');
    const file = join(folder, 'table.csv');
    expect(progress?.file).toBe(file);
    expect(readFileSync(file, 'utf8')).toBe('url\n');

    answers.push(join(folder, 'lines'));
    const lines = { ...save, options: { format: { kind: 'json-lines' }, include: 'all' } } as const;
    expect(await handlers['export.save'](lines)).toMatchObject({
      file: join(folder, 'lines.jsonl'),
    });
    expect(seen.dialogs.at(-1)?.name).toBe('Shop- a-b.jsonl');

    await handlers['export.reveal']({ file });
    expect(seen.shown).toEqual([file]);
    expect(() => handlers['export.reveal']({ file: '/etc/passwd' })).toThrow(/exported here/);
    expect(seen.shown).toEqual([file]);
  });

  it('make a list of what sitemaps name, only when it is taken', async () => {
    const { handlers, library, jobWith } = await setUp();
    const jobId = await jobWith('https://old.example/\n');
    const before = readFileSync(library.listFile(jobId), 'utf8');
    const source = { url: 'https://a.example/map.xml', match: '/shop/' };
    expect(await handlers['sitemaps.read']({ jobId, source })).toMatchObject({ pages: 1 });
    expect(readFileSync(library.listFile(jobId), 'utf8')).toBe(before);
    await handlers['sitemaps.leave']({ jobId });
    await expect(handlers['sitemaps.take']({ jobId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readFileSync(library.listFile(jobId), 'utf8')).toBe(before);

    await handlers['sitemaps.read']({ jobId, source });
    const { glance, listFormat } = await handlers['sitemaps.take']({ jobId });
    expect(glance.reading).toMatchObject({ kind: 'table', carry: ['lastmod', 'sitemap'] });
    expect(library.get(jobId)).toMatchObject({ listFormat, options: { patterns: false } });
    expect(readFileSync(library.listFile(jobId), 'utf8')).toContain('https://a.example/[1-2]');
  });

  it('open lists by their content and name, packed or not, with patterns off', async () => {
    const { handlers, folder, library, answers, jobWith } = await setUp();
    const jobId = await jobWith('');
    const table = 'url;sku\nhttps://a.example/;A\n';
    writeFileSync(join(folder, 'a.csv.gz'), gzipSync(table));
    writeFileSync(join(folder, 'a.txt'), 'https://b.example/\n');
    const sitemap = '<urlset><url><loc>https://c.example/ü</loc></url></urlset>';
    writeFileSync(join(folder, 'sitemap.xml'), sitemap);
    answers.push(join(folder, 'a.csv.gz'));
    const listFormat = { kind: 'csv', column: 'url', carry: ['sku'], delimiter: ';', header: true };
    expect(await handlers['list.open']({ jobId })).toMatchObject({
      glance: { reading: { column: 'url' }, columns: ['url', 'sku'] },
      listFormat,
    });
    expect((await library.readList(jobId, 0)).text).toBe(table);
    expect(library.get(jobId)).toMatchObject({ listFormat, options: { patterns: false } });
    const drop = (name: string) => handlers['list.drop']({ jobId, path: join(folder, name) });
    expect(await drop('a.txt')).toMatchObject({ kind: 'list', listFormat: { kind: 'lines' } });
    expect((await library.readList(jobId, 0)).text).toBe('https://b.example/\n');
    expect(await drop('sitemap.xml')).toMatchObject({ listFormat: { kind: 'feed' } });
    const options = { format: 'table', delimiter: 'semicolon', header: false } as const;
    expect(await handlers['list.glance']({ jobId, options })).toMatchObject({
      reading: { kind: 'table', delimiter: ';', header: false },
      columns: ['column 1'],
    });
  });

  it('copy lines to the clipboard', async () => {
    const { handlers, seen } = await setUp();
    const copied = await handlers['results.copy']({ runId, view: noView, offset: 0, limit: 10 });
    expect(copied).toEqual({ lines: 1, cut: false });
    expect(seen.copied).toEqual(['url\na']);
  });

  it('hand over what is pasted in pieces that fit together, and let go of it', async () => {
    const { handlers, clipboard } = await setUp();
    const short = 'https://a.example/\r\n';
    clipboard.selection = short;
    expect(await handlers['paste.take']({ from: 'selection' })).toEqual({
      pasteId: 1,
      text: short,
      next: null,
      chars: short.length,
    });

    // A line end, then a character of two units, is at the place where a piece would end.
    const long = `${'x'.repeat(262_143)}\r\n${'y'.repeat(262_142)}😀${'z'.repeat(300_000)}`;
    clipboard.clipboard = long;
    const { pasteId, chars, ...first } = await handlers['paste.take']({ from: 'clipboard' });
    expect(chars).toBe(long.length);
    // A second text of the same length, directly after it.
    clipboard.clipboard = 'another'.repeat(100_000);
    await handlers['paste.take']({ from: 'clipboard' });
    const pieces = [first.text];
    for (let next = first.next; next !== null; ) {
      const piece = await handlers['paste.read']({ pasteId, offset: next });
      pieces.push(piece.text);
      next = piece.next;
    }
    expect(pieces.map(({ length }) => length)).toEqual([262_145, 262_144, 262_144, 37_856]);
    expect(pieces.join('') === long).toBe(true);

    await handlers['paste.end']({ pasteId });
    expect(() => handlers['paste.read']({ pasteId, offset: 0 })).toThrow(/Paste it again/);
  });

  it('have the sample site, or the first pages of a list, measured', async () => {
    const { handlers, library, calls, seen, jobWith } = await setUp();
    const plan = { kind: 'tune', way: 'threads', upTo: 8, repeats: 1 } as const;
    const site = { pages: 10, latencyMs: 0, sizeBytes: 2048, errorRate: 0 };
    await handlers['lab.start']({ plan: { ...plan, workload: { kind: 'sample', ...site } } });
    expect(seen.sampleSiteStarts).toBe(1);
    const origin = 'http://127.0.0.1:17800';
    expect(calls[0]?.params).toEqual({
      plan: { ...plan, workload: { kind: 'sample', ...site, origin } },
    });
    const jobId = await jobWith('https://a.example/\n');
    await handlers['lab.start']({ plan: { ...plan, workload: { kind: 'job', jobId, pages: 5 } } });
    expect(calls[1]?.params).toMatchObject({
      plan: {
        ...plan,
        workload: {
          kind: 'list',
          pages: 5,
          input: { kind: 'file', file: library.listFile(jobId) },
          rules: { name: 'Shop: a/b' },
        },
      },
      secrets: {},
    });
    const empty = await jobWith('');
    await expect(
      handlers['lab.start']({
        plan: { ...plan, workload: { kind: 'job', jobId: empty, pages: 5 } },
      }),
    ).rejects.toThrow(/^The list is empty/);
  });

  it('write what was measured, and pictures that are pictures, where the person wants it', async () => {
    const { handlers, folder, answers, seen, emitEvent } = await setUp();
    await expect(handlers['lab.save-table']({ kind: 'compare' })).rejects.toThrow(/Nothing was/);
    emitEvent({ kind: 'lab', report: reportOf({ samples: [sampleOf()] }) });
    expect(await handlers['lab.save-table']({ kind: 'compare' })).toBeNull();
    const file = join(folder, 'lab.csv');
    answers.push(file);
    expect(await handlers['lab.save-table']({ kind: 'compare' })).toEqual({ file });
    expect(readFileSync(file, 'utf8')).toContain('\r\nEvent loop,16,1,100,');
    expect(seen.dialogs[1]).toMatchObject({ name: 'Comparison.csv' });

    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1);
    const picture = join(folder, 'lab.png');
    answers.push(picture);
    expect(await handlers['lab.save-picture']({ kind: 'tune', png })).toEqual({ file: picture });
    expect(new Uint8Array(readFileSync(picture))).toEqual(png);
    const { params } = commands['lab.save-picture'];
    expect(params.safeParse({ kind: 'tune', png }).success).toBe(true);
    const script = new TextEncoder().encode('#!/bin/sh\nrm -rf ~\n');
    expect(params.safeParse({ kind: 'tune', png: script }).success).toBe(false);
  });

  it('open only addresses of the web', async () => {
    const { handlers, seen } = await setUp();
    await handlers['app.open-external']({ url: 'https://a.example/x?y' });
    for (const url of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'smb://x/y',
      'ms-msdt:/x',
      '',
      'x',
    ]) {
      await expect(handlers['app.open-external']({ url })).rejects.toMatchObject({
        code: 'BAD_INPUT',
      });
    }
    expect(seen.opened).toEqual(['https://a.example/x?y']);
  });
});
