import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ColumnWatch } from '../core/health/column-watch.ts';
import { RunReader } from '../reader/run-reader.ts';
import { openRunFile } from './run-file.ts';
import { batch, done, pages, runFileIn } from './run-fixture.ts';
import { Sqlite } from './sqlite.ts';

const root = resolve(import.meta.dirname, '../../..');
// Inside node_modules, so that the native module is found from there.
const outDir = resolve(root, `node_modules/.cache/trawl-killed-writer-${process.pid}`);

beforeAll(() =>
  build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: resolve(import.meta.dirname, 'killed-writer.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        external: ['libsql'],
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true, external: ['libsql'] },
  }),
);
afterAll(() => rm(outDir, { recursive: true, force: true }));

/** Kills the writer after the given number of messages, and returns the last counts it reported. */
async function killAfter(
  file: string,
  said: number,
): Promise<{ imported: number; settled: number }> {
  const writer = spawn(process.execPath, [resolve(outDir, 'killed-writer.mjs'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(writer, 'exit');
  const last = { imported: 0, settled: 0 };
  let lines = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    const [what, count] = line.split(' ');
    if (what === 'imported' || what === 'settled') last[what] = Number(count);
    if (++lines === said) writer.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return last;
}

describe('a run whose owner is killed', () => {
  it.each([1, 3, 12, 40, 111])('is whole after %i transactions', async (said) => {
    const file = runFileIn();
    const { imported, settled } = await killAfter(file, said);
    const reader = new RunReader(file);
    expect(reader.snapshot().state).toBe('interrupted');
    reader.close();

    const run = openRunFile(file);
    const db = new Sqlite(file);
    const one = (sql: string) => db.get<[number | string]>(sql)?.[0];
    expect(one('PRAGMA integrity_check')).toBe('ok');
    const counts = run.counts();
    // Reported data are in the file; data not yet reported may be.
    expect(counts.queued + counts.done + counts.failed).toBeGreaterThanOrEqual(imported);
    expect(counts.done + counts.failed).toBeGreaterThanOrEqual(settled);
    expect(one("SELECT count(*) FROM requests WHERE state = 'queued'")).toBe(counts.queued);
    expect(one("SELECT count(*) FROM requests WHERE state = 'done'")).toBe(counts.done);
    expect(one("SELECT count(*) FROM requests WHERE state = 'failed'")).toBe(counts.failed);
    expect(one('SELECT count(*) FROM rows WHERE number > 0')).toBe(counts.rows);
    expect(one('SELECT count(*) FROM rows')).toBe(counts.lines);
    expect(one('SELECT count(DISTINCT request_id) FROM rows')).toBe(counts.done + counts.failed);
    expect(one('SELECT sum(queued) FROM hosts')).toBe(counts.queued);

    // The health is that of exactly these rows, in the order in which they came.
    const rows = db
      .prepare<string[]>(
        `SELECT title, price FROM rows JOIN requests ON requests.id = rows.request_id
         WHERE requests.state = 'done' AND rows.number > 0 ORDER BY rows.id`,
      )
      .all();
    const watches = [new ColumnWatch(), new ColumnWatch()];
    for (const row of rows) {
      row.forEach((value, at) => {
        watches[at]?.add(value);
      });
    }
    if (counts.done > 0) {
      expect(run.health()?.columns).toEqual(watches.map(({ stored }) => stored));
    }

    // The resumed run: the rest of the list, then all queued requests.
    const next = counts.queued + counts.done + counts.failed + 1;
    run.import(batch(pages(100, next)));
    for (const { id } of run.hosts(0, 10)) {
      run.commit(run.take(id, 0, 100_000).map((request) => done(request, [['late', '1']])));
    }
    expect(run.counts()).toMatchObject({ queued: 0, failed: counts.failed, skipped: 0 });
    db.close();
    run.close();
  });
});
