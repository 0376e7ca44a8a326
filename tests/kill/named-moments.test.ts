import { existsSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { type EngineLife, endAllLives, runFiles, startLife } from './engine-life.ts';
import { checkRun, type RunTally } from './run-check.ts';
import { writeVersion1Run } from './version-1.ts';

let dataDir = '';
let site: CountingSite;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-moments-'));
  site = await startCountingSite(0);
});
afterEach(async () => {
  endAllLives();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

const fields = [{ name: 'title', css: 'h1' }];
const rulesWith = (options: object, more: object = {}) => ({
  name: 'Moments',
  fields,
  options,
  ...more,
});
const pageUrls = (count: number) => Array.from({ length: count }, (_, i) => site.url(i + 1));
const onlyRun = (): string => runFiles(dataDir)[0] ?? '';
const idOf = (file: string): string => basename(file, '.sqlite');

function resume(): EngineLife {
  return startLife(dataDir, { kind: 'resume', runId: idOf(onlyRun()) });
}

async function runToTheEnd(): Promise<RunTally> {
  const life = resume();
  expect(await life.until(({ state }) => state === 'finished')).not.toBeNull();
  expect(await life.ended).toBe(0);
  const tally = checkRun(onlyRun(), null);
  if (tally === null) throw new Error('There is no run.');
  return tally;
}

/** Kills the process as soon as this file changes. */
async function killWhenChanged(file: string, life: EngineLife): Promise<void> {
  const watcher = watch(file);
  await Promise.race([
    new Promise<void>((resolve) => watcher.once('change', () => resolve())),
    life.ended,
  ]);
  watcher.close();
  await life.kill();
}

describe('a run whose engine is killed', { timeout: 120_000 }, () => {
  it('in the middle of the import reads the rest of the list, each line once', async () => {
    const count = 40_000;
    const list = join(dataDir, 'list.txt');
    const urls = Array.from({ length: count }, (_, index) => `http://127.0.0.1:1/${index}`);
    await writeFile(list, urls.join('\n'));
    const input = { kind: 'file' as const, file: list };
    const params = { jobId: null, rules: rulesWith({ retries: 0, perHost: 64 }), input };
    let life = startLife(dataDir, { kind: 'start', params });
    let tally: RunTally | null = null;
    let cuts = 0;
    for (const share of [0, 0.3, 0.6]) {
      await life.until(({ total, state }) => total > share * count || state === 'running');
      await life.kill();
      tally = checkRun(onlyRun(), tally);
      if ((tally?.requests ?? 0) < count) cuts += 1;
      life = resume();
    }
    expect(cuts).toBeGreaterThan(0);
    await life.until(({ state }) => state === 'running');
    await life.kill();
    expect(checkRun(onlyRun(), tally)?.requests).toBe(count);
  });

  it('between the fetch and the commit fetches those pages again', async () => {
    const params = {
      jobId: null,
      rules: rulesWith({ concurrency: 8, perHost: 8 }),
      input: { kind: 'lines' as const, lines: pageUrls(1500) },
    };
    let life = startLife(dataDir, { kind: 'start', params });
    let tally: RunTally | null = null;
    let lost = 0;
    for (let round = 0; round < 4; round += 1) {
      const before = site.answers();
      const settled = tally?.settled.size ?? 0;
      // A commit waits for 250 ms or for 200 pages: these few are answered and not yet in the file.
      while (site.answers() < before + 8) await sleep(1);
      await life.kill();
      tally = checkRun(onlyRun(), tally);
      lost += site.answers() - before - ((tally?.settled.size ?? 0) - settled);
      life = resume();
    }
    expect(lost).toBeGreaterThan(0);
    await life.kill();
    const { settled } = await runToTheEnd();
    expect([...settled.values()].every((text) => text.startsWith('done 1 Title of'))).toBe(true);
    expect(settled.size).toBe(1500);
  });

  it('in a checkpoint of its log keeps what was committed', async () => {
    // Large cells: the log is copied into the file itself every few hundred pages.
    const large = rulesWith(
      { concurrency: 32, perHost: 32 },
      { fields: [{ name: 'title', css: 'body', take: 'html' as const }] },
    );
    const count = 4000;
    const list = join(dataDir, 'list.txt');
    await writeFile(
      list,
      pageUrls(count)
        .map((url) => `${url}?${'x'.repeat(1500)}`)
        .join('\n'),
    );
    const input = { kind: 'file' as const, file: list };
    let life = startLife(dataDir, { kind: 'start', params: { jobId: null, rules: large, input } });
    await life.until(({ state, done }) => state === 'running' && done > 0);
    let tally: RunTally | null = null;
    for (let round = 0; round < 3; round += 1) {
      await killWhenChanged(onlyRun(), life);
      tally = checkRun(onlyRun(), tally);
      life = resume();
      await life.until(({ state }) => state === 'running' || state === 'finished');
    }
    await life.kill();
    expect(tally?.settled.size).toBeGreaterThan(0);
    const { settled } = await runToTheEnd();
    expect(settled.size).toBe(count);
  });

  it('in an export leaves the last whole file under its name', async () => {
    const file = join(dataDir, 'table.csv');
    await mkdir(join(dataDir, 'runs'));
    const runFile = join(dataDir, 'runs', '20250102-030405-abcd.sqlite');
    writeVersion1Run(runFile, idOf(runFile), 60_000);
    await runToTheEnd();
    const parts = (): string[] =>
      readdirSync(dataDir)
        .filter((name) => /^\.table\.csv\..+\.part$/.test(name))
        .map((name) => join(dataDir, name));
    const kills: string[] = [];
    for (const [round, delayMs] of [0, 15, 40, 80, 0, 30].entries()) {
      if (round === 4) await writeFile(file, 'an older table\r\n');
      for (const part of parts()) await rm(part, { force: true });
      const life = startLife(dataDir, { kind: 'export', runId: idOf(runFile), file });
      while (life.lives && parts().length === 0) await sleep(1);
      await sleep(delayMs);
      await life.kill();
      if (!existsSync(file)) {
        kills.push('no file');
        continue;
      }
      const text = readFileSync(file, 'utf8');
      kills.push(text === 'an older table\r\n' ? 'older file' : 'whole file');
      if (text === 'an older table\r\n') continue;
      expect(parse(text, { skipEmptyLines: true }).data).toHaveLength(60_001);
      expect(text.endsWith('\r\n')).toBe(true);
    }
    expect(kills.some((found) => found !== 'whole file')).toBe(true);
    // Each killed export leaves one, which an export of a later day deletes.
    expect(parts().length).toBeLessThan(2);
  });

  it('in a migration has the old form or the new one, and loses nothing', async () => {
    const made = join(dataDir, 'made.sqlite');
    const runId = '20250102-030405-abcd';
    writeVersion1Run(made, runId, 20_000);
    await mkdir(join(dataDir, 'runs'));
    const file = join(dataDir, 'runs', `${runId}.sqlite`);
    const versions: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      // The log of the previous process belongs to the previous file.
      for (const end of ['-wal', '-shm', '.inflight']) await rm(`${file}${end}`, { force: true });
      await copyFile(made, file);
      const before = checkRun(file, null);
      expect(before?.version).toBe(1);
      const life = startLife(dataDir, { kind: 'resume', runId });
      // The first bytes in the log come from the migration.
      while (life.lives && sizeOf(`${file}-wal`) === 0) await sleep(0);
      await life.kill();
      const after = checkRun(file, before);
      versions.push(after?.version ?? 0);
      expect(after?.requests).toBe(20_000);
    }
    for (const version of versions) expect(version).toBeGreaterThanOrEqual(1);
    const { settled, version } = await runToTheEnd();
    expect(version).toBeGreaterThan(1);
    expect(settled.size).toBe(20_000);
    expect(settled.get(1)).toBe('done 1 Title of 1');
  });
});

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
