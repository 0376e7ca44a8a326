import { existsSync, statSync, symlinkSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageFileOf } from '../pages/page-file.ts';
import { readRecord } from '../pages/read-record.ts';
import { recordOf } from '../pages/warc-record.ts';
import type { Outcome } from '../ports/outcome.ts';
import type { QueuedRequest } from '../ports/request-source.ts';
import { createRunFile, openRunFile, type RunFile } from './run-file.ts';
import { batch, done, drawAll, failed, item, newRun } from './run-fixture.ts';
import { deleteRun } from './run-folder.ts';
import { Sqlite } from './sqlite.ts';

let folder = '';
let file = '';
let run: RunFile;
let requests: readonly QueuedRequest[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-pages-'));
  file = join(folder, '20250102-030405-aaaa.sqlite');
});
afterEach(async () => {
  run.close();
  await rm(folder, { recursive: true, force: true });
});

const urls = [1, 2, 3].map((n) => `https://a.example/${n}`);

function create(keepPagesMaxMb?: number): void {
  const { rules } = newRun();
  run = createRunFile(file, {
    ...newRun(),
    rules: { ...rules, options: keepPagesMaxMb === undefined ? {} : { keepPagesMaxMb } },
  });
  run.import(batch(urls.map((url, index) => item(index + 1, url))));
  requests = drawAll(run);
}

function kept(n: number, body = `page ${n}`): Pick<Outcome, 'kept'> {
  const page = { body: Buffer.from(body), url: urls[n - 1] ?? '', contentType: null };
  const secrets = { given: [], cookies: [] };
  const about = { asked: page.url, secrets, status: 200, headers: '', answeredAtMs: 1000 };
  return { kept: recordOf(page, { ...about, isRendered: false }) };
}

function request(n: number): QueuedRequest {
  const found = requests[n - 1];
  if (found === undefined) throw new Error(`There is no request ${n}.`);
  return found;
}

const withPage = (n: number, more: Partial<Outcome> = {}) =>
  done(request(n), [[`${n}`, '']], { ...kept(n), ...more });

/** The bodies of the pages that the run's database has, by request; the reason for one that is not kept. */
async function bodies(): Promise<Record<number, string>> {
  const db = new Sqlite(file);
  const rows = db
    .prepare<[number, number | null, number | null, string | null, string | null]>(
      'SELECT request_id, "offset", length, digest, not_kept FROM pages',
    )
    .all();
  db.close();
  const bytes = existsSync(pageFileOf(file)) ? await readFile(pageFileOf(file)) : Buffer.of();
  const found: Record<number, string> = {};
  for (const [id, offset, length, digest, why] of rows) {
    if (offset === null) found[id] = why ?? '';
    else {
      const record = bytes.subarray(offset, offset + (length ?? 0));
      found[id] = Buffer.from((await readRecord(record, digest ?? '')).body).toString();
    }
  }
  return found;
}

describe('kept pages', () => {
  it('stand behind the record that says what the file is, readable by their owner alone', async () => {
    create();
    expect(run.pages()).toBeNull();
    run.commit([withPage(1), withPage(2)]);
    run.commit([withPage(3)]);
    expect(await bodies()).toEqual({ 1: 'page 1', 2: 'page 2', 3: 'page 3' });
    expect(gunzipSync(await readFile(pageFileOf(file))).toString()).toMatch(
      /^WARC\/1\.1\r\nWARC-Type: warcinfo\r\n/,
    );
    const { mode, size } = statSync(pageFileOf(file));
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
    expect(run.pages()).toEqual({ kept: 3, notKept: { limit: 0, disk: 0, size: 0 }, bytes: size });
  });

  it('are cut back to the last that was committed when the run is opened again', async () => {
    create();
    run.commit([withPage(1)]);
    const { size } = statSync(pageFileOf(file));
    run.close();
    await appendFile(pageFileOf(file), 'half a record of a process that was killed');
    run = openRunFile(file);
    expect(statSync(pageFileOf(file)).size).toBe(size);
    run.commit([withPage(2)]);
    expect(await bodies()).toEqual({ 1: 'page 1', 2: 'page 2' });
  });

  it('are taken back with a transaction that fails', async () => {
    create();
    run.commit([withPage(1)]);
    const { size } = statSync(pageFileOf(file));
    const broken = withPage(2, { hostId: Number.NaN, rows: [[Symbol('no value') as never]] });
    expect(() => run.commit([broken])).toThrow();
    expect(statSync(pageFileOf(file)).size).toBe(size);
    run.commit([withPage(3)]);
    expect(await bodies()).toEqual({ 1: 'page 1', 3: 'page 3' });
  });

  it('end at the limit of the run, and the rows go on', async () => {
    create(1);
    const random = Buffer.from(Array.from({ length: 700_000 }, () => Math.random() * 256));
    const large = random.toString('latin1');
    run.commit([withPage(1, kept(1, large)), withPage(2, kept(2, large)), withPage(3)]);
    expect(await bodies()).toEqual({ 1: large, 2: 'limit', 3: 'page 3' });
    expect(run.pages()).toMatchObject({ kept: 2, notKept: { limit: 1, disk: 0, size: 0 } });
    expect(run.counts()).toMatchObject({ done: 3, rows: 3 });
  });

  it('are left out where they are too large by themselves', async () => {
    create();
    run.commit([withPage(1, { kept: { kind: 'too-large' } })]);
    expect(await bodies()).toEqual({ 1: 'size' });
    expect(run.pages()).toMatchObject({ kept: 0, notKept: { size: 1 } });
  });

  it.runIf(process.platform === 'linux')('cost no row where the disk is full', async () => {
    create();
    symlinkSync('/dev/full', pageFileOf(file));
    run.commit([withPage(1), withPage(2)]);
    run.commit([withPage(3)]);
    expect(run.counts()).toMatchObject({ done: 3, rows: 3 });
    expect(run.pages()).toMatchObject({ kept: 0, notKept: { disk: 3 } });
  });

  it('of a request that is queued again count no more; the newest one does', async () => {
    create();
    const broken = failed(request(1), { ...kept(1), rows: [['kept', '']] });
    run.commit([broken, withPage(2)]);
    expect(run.pages()?.kept).toBe(2);
    run.requeueFailed(null);
    expect(run.pages()?.kept).toBe(1);
    run.close();
    run = openRunFile(file);
    run.commit([withPage(1, kept(1, 'newer'))]);
    expect(await bodies()).toEqual({ 1: 'newer', 2: 'page 2' });
    expect(run.pages()?.kept).toBe(2);
  });

  it('are deleted with the run', async () => {
    create();
    run.commit([withPage(1)]);
    run.close();
    await deleteRun(file);
    expect(existsSync(pageFileOf(file))).toBe(false);
  });
});
