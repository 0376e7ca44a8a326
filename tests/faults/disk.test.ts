import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openEngine } from '../../electron/engine/test-support/open-engine.ts';
import { defaultExportOptions } from '../../shared/engine-protocol/export.ts';
import type { EngineApi } from '../../shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '../../shared/engine-protocol/run.ts';
import { runFiles } from '../kill/engine-life.ts';
import { checkRun } from '../kill/run-check.ts';
import { mountDisk, noDisk, type OwnDisk } from './mounts.ts';

const diskBytes = 8_000_000;
let disk: OwnDisk | null = null;
let elsewhere = '';
let site: CountingSite;
let engine: EngineApi | null = null;
beforeEach(async () => {
  disk = mountDisk(diskBytes);
  elsewhere = await mkdtemp(join(tmpdir(), 'trawl-elsewhere-'));
  site = await startCountingSite(1);
});
afterEach(async () => {
  await engine?.close();
  engine = null;
  await site.close();
  disk?.remove();
  await rm(elsewhere, { recursive: true, force: true });
});

/** The body of a test that needs a separate disk; where none can be made, the report says so. */
function onDisk(work: (folder: string, own: OwnDisk) => Promise<void>) {
  return async ({ annotate }: { annotate: (text: string) => Promise<unknown> }): Promise<void> => {
    if (disk === null) {
      await annotate(`Not tried: ${noDisk}.`);
      return;
    }
    await work(disk.folder, disk);
  };
}

const fields = [{ name: 'page', css: 'body', take: 'html' as const }];
const rules = { name: 'Disk', fields, options: { concurrency: 16, perHost: 16 } };
const csv = defaultExportOptions;

function urls(count: number): string[] {
  const tail = 'x'.repeat(500);
  return Array.from({ length: count }, (_, index) => `${site.url(index + 1)}?${tail}`);
}

function startOn(api: EngineApi, count: number): Promise<{ readonly runId: string }> {
  const input = { kind: 'lines' as const, lines: urls(count) };
  return api.call('run.start', { jobId: null, rules, input });
}

function start(dataDir: string, count: number): Promise<{ readonly runId: string }> {
  engine = openEngine({ dataDir });
  return startOn(engine, count);
}

function ended(api: EngineApi, states: readonly string[]): Promise<RunSnapshot> {
  return new Promise((resolve) => {
    api.onEvent((event) => {
      if (event.kind === 'run' && states.includes(event.snapshot.state)) resolve(event.snapshot);
    });
  });
}

const over = ['finished', 'halted'];

/** Fills the disk except for this many bytes. */
function fill(folder: string, leaveBytes: number): string {
  const file = join(folder, 'filler');
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeSync(handle, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(handle);
  }
  if (leaveBytes > 0) {
    const { size } = statSync(file);
    truncateSync(file, Math.max(0, size - leaveBytes));
  }
  return file;
}

describe('a disk that is full', () => {
  it(
    'is said when a run is started, and leaves nothing',
    onDisk(async (folder) => {
      fill(folder, 0);
      await expect(start(folder, 100)).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringContaining('The disk is full. Make room on it'),
      });
      expect(existsSync(join(folder, 'runs')) ? readdirSync(join(folder, 'runs')) : []).toEqual([]);
    }),
  );

  it(
    'halts a run while its list is read in, and the run goes on from there',
    onDisk(async (folder) => {
      const filler = fill(folder, 480_000);
      engine = openEngine({ dataDir: folder });
      const halted = ended(engine, over);
      const { runId } = await startOn(engine, 500);
      await expect(halted).resolves.toMatchObject({
        state: 'halted',
        stateReason: expect.stringContaining('The disk is full. Make room on it'),
      });
      rmSync(filler);
      await goOnToTheEnd(runId, 500);
    }),
  );

  it(
    'halts a run that fetches, keeps what was committed, and the run goes on when there is room',
    onDisk(async (folder) => {
      engine = openEngine({ dataDir: folder });
      const halted = ended(engine, over);
      const some = new Promise<void>((resolve) => {
        engine?.onEvent((event) => {
          if (event.kind === 'run' && event.snapshot.counts.done > 50) resolve();
        });
      });
      const { runId } = await startOn(engine, 350);
      await some;
      // On a fast machine the run would be over before the disk is full.
      await engine.call('run.pause', { runId });
      const filler = fill(folder, 20_000);
      await engine.call('run.unpause', { runId });
      const last = await halted;
      expect(last).toMatchObject({
        state: 'halted',
        stateReason: expect.stringMatching(
          /^The disk is full\. Make room on it, then go on .*resume the run/,
        ),
      });
      const summary = (await engine.call('runs.list', { job: null }))[0];
      expect(['halted', 'interrupted']).toContain(summary?.state);
      rmSync(filler);
      await goOnToTheEnd(runId, 350);
    }),
  );

  it(
    'is said of an export, which leaves nothing under its name',
    onDisk(async (folder) => {
      const { runId } = await start(elsewhere, 50);
      if (engine === null) throw new Error('There is no engine.');
      await ended(engine, over);
      fill(folder, 8192);
      const file = join(folder, 'table.csv');
      await expect(
        engine.call('export.start', { exportId: 'a', runId, file, options: csv }),
      ).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: 'The disk is full. Make room on it, then go on (table.csv).',
      });
      expect(readdirSync(folder)).toEqual(['filler']);
    }),
  );
});

describe('a folder that cannot be written', () => {
  const cannotBeWritten = {
    code: 'READ_ONLY',
    message: expect.stringMatching(/ cannot be written\. .*allow writing to its folder\.$/),
  };

  it(
    'is said when a run is started',
    onDisk(async (_folder, own) => {
      await expect(start(own.readOnlyView(), 3)).rejects.toMatchObject(cannotBeWritten);
    }),
  );

  it(
    'is said when a run is taken up again, and the run goes on when it can be written',
    onDisk(async (folder, own) => {
      const { runId } = await start(folder, 100);
      await engine?.call('run.stop', { runId });
      await engine?.close();
      engine = openEngine({ dataDir: own.readOnlyView() });
      await expect(engine.call('run.resume', { runId })).rejects.toMatchObject(cannotBeWritten);
      await engine.close();
      engine = openEngine({ dataDir: folder });
      await goOnToTheEnd(runId, 100);
    }),
  );

  it(
    'is said of an export',
    onDisk(async (_folder, own) => {
      const { runId } = await start(elsewhere, 3);
      if (engine === null) throw new Error('There is no engine.');
      await ended(engine, over);
      const file = join(own.readOnlyView(), 'table.csv');
      await expect(
        engine.call('export.start', { exportId: 'a', runId, file, options: csv }),
      ).rejects.toMatchObject(cannotBeWritten);
    }),
  );
});

async function goOnToTheEnd(runId: string, count: number): Promise<void> {
  const api = engine;
  if (api === null || disk === null) throw new Error('There is no engine.');
  const end = ended(api, over);
  await api.call('run.resume', { runId });
  expect(await end).toMatchObject({ state: 'finished', counts: { total: count, done: count } });
  const tally = checkRun(runFiles(disk.folder)[0] ?? '', null);
  expect(tally?.settled.size).toBe(count);
}
