import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunFile } from '../store/run-file.ts';
import { newRun } from '../store/run-fixture.ts';
import { RunSummaries } from '../store/run-summaries.ts';
import { sweepLeftovers } from './sweep-leftovers.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-sweep-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const dayMs = 86_400_000;

async function leave(name: string, ageMs: number): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, '');
  const at = new Date(Date.now() - ageMs);
  await utimes(file, at, at);
}

describe('what a start that was cut off leaves', () => {
  it('is not shown as a run', async () => {
    await leave('20250102-030405-aaaa.sqlite', 0);
    expect(await new RunSummaries().list(folder, null)).toEqual([]);
  });

  it('is deleted after a day, and nothing else is', async () => {
    const kept = join(folder, '20250102-030405-kept.sqlite');
    createRunFile(kept, newRun()).close();
    const old = new Date(Date.now() - 3 * dayMs);
    await utimes(kept, old, old);
    await leave('20250102-030405-kept.sqlite.list', 2 * dayMs);
    await leave('20250102-030405-aaaa.sqlite', 2 * dayMs);
    await leave('20250102-030405-bbbb.sqlite.list', 2 * dayMs);
    await leave('20250102-030405-bbbb.sqlite.list.json', 2 * dayMs);
    await leave('20250102-030405-cccc.sqlite.list', 60_000);
    await leave('20250102-030405-dddd.warc.gz', 2 * dayMs);
    await leave('20250102-030405-kept.warc.gz', 2 * dayMs);
    await leave('notes.txt', 2 * dayMs);
    await sweepLeftovers(folder, new Set(await readdir(folder)), Date.now());
    expect((await readdir(folder)).sort()).toEqual([
      '20250102-030405-cccc.sqlite.list',
      '20250102-030405-kept.sqlite',
      '20250102-030405-kept.sqlite.list',
      '20250102-030405-kept.warc.gz',
      'notes.txt',
    ]);
  });
});
