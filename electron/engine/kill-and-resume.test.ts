import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { endAllLives, startLife } from '../../tests/kill/engine-life.ts';
import { runFilePath } from './store/run-names.ts';
import { Sqlite } from './store/sqlite.ts';
import { type CountingSite, startCountingSite } from './test-support/counting-site.ts';
import { openEngine } from './test-support/open-engine.ts';
import { scriptedPrice, scriptedRenderer } from './test-support/scripted-renderer.ts';

let dataDir = '';
let site: CountingSite;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-kill-'));
  site = await startCountingSite(3);
});
afterEach(async () => {
  endAllLives();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts a run in a separate process and kills that process, with its workers, as soon as `when` holds. */
async function startAndKill(
  params: EngineParams<'run.start'>,
  when: (state: string, done: number, total: number) => boolean,
): Promise<string> {
  const life = startLife(dataDir, { kind: 'start', params });
  const said = await life.until(({ state, done, total }) => when(state, done, total));
  if (said === null) throw new Error('The run ended before it could be killed.');
  await life.kill();
  // A request that the killed processes sent may still be answered, and counted.
  await expect.poll(() => site.connections()).toBe(0);
  return said.runId;
}

async function resumeToTheEnd(runId: string): Promise<RunSnapshot> {
  const engine = openEngine({ dataDir, createRenderer: scriptedRenderer() });
  try {
    const [summary] = await engine.call('runs.list', { job: null });
    expect(summary).toMatchObject({ runId, state: 'interrupted' });
    expect(summary?.elapsedMs).toBeGreaterThan(0);
    const end = new Promise<RunSnapshot>((resolve) => {
      engine.onEvent((event) => {
        if (event.kind === 'run' && event.snapshot.state === 'finished') resolve(event.snapshot);
      });
    });
    await engine.call('run.resume', { runId });
    return await end;
  } finally {
    await engine.close();
  }
}

/** The contents of the file, read only with SQL. */
function tally(runId: string) {
  const db = new Sqlite(runFilePath(join(dataDir, 'runs'), runId));
  try {
    const number = (sql: string): number => Number(db.get<[number]>(sql)?.[0] ?? -1);
    return {
      lines: number('SELECT count(*) FROM requests'),
      places: number('SELECT count(DISTINCT line) FROM requests'),
      done: number("SELECT count(*) FROM requests WHERE state = 'done'"),
      rows: number('SELECT count(*) FROM rows'),
      rowsOfDone: number(
        "SELECT count(DISTINCT request_id) FROM rows JOIN requests AS q ON q.id = request_id WHERE q.state = 'done'",
      ),
    };
  } finally {
    db.close();
  }
}

/** The paths of the pages that are done. */
function donePaths(runId: string): ReadonlySet<string> {
  const db = new Sqlite(runFilePath(join(dataDir, 'runs'), runId));
  try {
    const done = db.prepare<[string]>("SELECT text FROM requests WHERE state = 'done'").all();
    return new Set(done.map(([text]) => new URL(text).pathname));
  } finally {
    db.close();
  }
}

/** The decision on each template, and the number of pages that it comes from. */
function templatesOf(runId: string): readonly (readonly [string, number])[] {
  const db = new Sqlite(runFilePath(join(dataDir, 'runs'), runId));
  try {
    return db
      .prepare<[string, number]>("SELECT decision, evidence ->> '$.pages' FROM templates")
      .all();
  } finally {
    db.close();
  }
}

const rules = {
  name: 'Pages',
  fields: [{ name: 'title', css: 'h1' }],
  options: { concurrency: 16, perHost: 16 },
};

describe('a run whose process is killed', { timeout: 180_000 }, () => {
  it('goes on from what was committed: every line once, nothing lost', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) => site.url(i + 1));
    const params = { jobId: null, rules, input: { kind: 'lines' as const, lines } };
    const runId = await startAndKill(params, (_state, done) => done > 300);

    const cut = tally(runId);
    expect(cut.lines).toBe(2000);
    expect(cut.done).toBeGreaterThan(300);
    expect(cut.done).toBeLessThan(2000);
    expect(cut.rows).toBe(cut.done);

    const answeredBefore = new Map(site.answered);
    const doneBefore = donePaths(runId);
    expect(doneBefore.size).toBe(cut.done);
    const end = await resumeToTheEnd(runId);
    expect(end.counts).toMatchObject({ total: 2000, done: 2000, queued: 0, active: 0, failed: 0 });
    expect(end.rows).toBe(2000);
    expect(tally(runId)).toEqual({
      lines: 2000,
      places: 2000,
      done: 2000,
      rows: 2000,
      rowsOfDone: 2000,
    });
    const fetchedAgain = [...doneBefore].filter(
      (path) => site.answered.get(path) !== answeredBefore.get(path),
    );
    expect(fetchedAgain).toEqual([]);
  });

  it('goes on rendering with what it knew about the pages: nothing lost, nothing twice', async () => {
    const lines = Array.from({ length: 600 }, (_, i) => site.url(i + 1));
    const fields = [...rules.fields, { name: 'price', css: 'b' }];
    // In one window, so that it is far from its end when it is killed.
    const options = { ...rules.options, render: 'auto', renderWindows: 1 } as const;
    const params = {
      jobId: null,
      rules: { ...rules, fields, options },
      input: { kind: 'lines' as const, lines },
    };
    const runId = await startAndKill(params, (_state, done) => done > 150);
    const cut = templatesOf(runId);
    expect(cut.length).toBeGreaterThan(0);
    expect(cut.every(([decision]) => decision === 'render')).toBe(true);

    const end = await resumeToTheEnd(runId);
    expect(end).toMatchObject({ counts: { done: 600, queued: 0 }, rendering: { pages: 600 } });
    expect(tally(runId)).toEqual({
      ...{ lines: 600, places: 600, done: 600, rows: 600, rowsOfDone: 600 },
    });
    const db = new Sqlite(runFilePath(join(dataDir, 'runs'), runId));
    const prices = db.prepare<[string, string, number]>(
      `SELECT got, price, count(*) FROM rows JOIN requests AS q ON q.id = request_id GROUP BY 1, 2`,
    );
    expect(prices.all()).toEqual([['browser', scriptedPrice, 600]]);
    db.close();
    for (const [, pages] of templatesOf(runId)) expect(pages).toBeGreaterThanOrEqual(200);
  });

  it('goes on with its import where that was cut off, from the list as it was', async () => {
    const file = join(dataDir, 'list.txt');
    const urls = Array.from({ length: 250_000 }, (_, i) => `http://127.0.0.1:1/${i}`);
    const ends = [site.url(1), site.url(2)];
    await writeFile(file, [...urls, ...ends].join('\n'));
    const input = { kind: 'file' as const, file };
    const quick = { ...rules, options: { ...rules.options, retries: 0 } };
    const runId = await startAndKill(
      { jobId: null, rules: quick, input },
      (state, _done, total) => state === 'importing' && total > 0,
    );
    await rm(file);
    const cut = tally(runId);
    expect(cut.lines).toBeGreaterThan(0);
    expect(cut.lines).toBeLessThan(250_002);

    const engine = openEngine({ dataDir });
    const imported = new Promise<RunSnapshot>((resolve) => {
      engine.onEvent((event) => {
        if (event.kind === 'run' && event.snapshot.state === 'running') resolve(event.snapshot);
      });
    });
    await engine.call('run.resume', { runId });
    expect((await imported).counts.total).toBe(250_002);
    await engine.close();
    expect(tally(runId)).toMatchObject({ lines: 250_002, places: 250_002 });
  });
});
