import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { Sqlite } from '../../electron/engine/store/sqlite.ts';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import type { ChildOrder } from '../../electron/engine/test-support/engine-child.ts';
import { type EngineLife, endAllLives, runFiles, startLife } from './engine-life.ts';
import { checkRun, type RunTally } from './run-check.ts';

const pageCount = 2000;
/** How many pages are read when the engine is killed: a commit has at most 200. */
const moments = [500, 1000];

let dataDir = '';
let site: CountingSite;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-read-'));
  site = await startCountingSite(0);
});
afterEach(async () => {
  endAllLives();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts a new run, and returns its life and its file once it has one. */
async function begin(order: ChildOrder) {
  const before = new Set(runFiles(dataDir));
  const life = startLife(dataDir, order);
  expect(await life.until(() => true)).not.toBeNull();
  const file = runFiles(dataDir).find((one) => !before.has(one)) ?? '';
  return { life, file, runId: basename(file, '.sqlite') };
}

async function toItsEnd(life: EngineLife): Promise<void> {
  expect(await life.until(({ state }) => state === 'finished')).not.toBeNull();
  expect(await life.ended).toBe(0);
}

function tableOf(runFile: string) {
  const db = new Sqlite(runFile);
  try {
    return db
      .prepare(
        `SELECT q.id, q.text, q.state, q.status, q.final_url, q.error_code, r.number, r.title, r.amount
         FROM requests AS q JOIN rows AS r ON r.request_id = q.id ORDER BY q.id, r.number`,
      )
      .all();
  } finally {
    db.close();
  }
}

it('reads kept pages again to the same table, whether it is killed or not', async () => {
  const rules = { name: 'Read', fields: [{ name: 'title', css: 'h1' }] };
  const lines = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
  const first = await begin({
    kind: 'start',
    params: {
      jobId: null,
      rules: { ...rules, options: { concurrency: 64, perHost: 64, pace: 'fixed' } },
      input: { kind: 'lines', lines },
    },
  });
  await toItsEnd(first.life);
  const answers = site.answers();

  const amount: Field = {
    name: 'amount',
    css: 'h1',
    type: 'number',
    clean: [{ match: '\\d+$' }],
  };
  const params = {
    ...{ runId: first.runId, jobId: null },
    rules: { ...rules, fields: [...rules.fields, amount] },
  };
  const whole = await begin({ kind: 'read-again', params });
  await toItsEnd(whole.life);

  const cut = await begin({ kind: 'read-again', params });
  let { life } = cut;
  let tally: RunTally | null = null;
  for (const moment of moments) {
    const read = await life.until(({ done }) => done >= moment);
    expect(read).not.toBeNull();
    // A very fast machine has read the rest meanwhile.
    if (read?.done === pageCount) break;
    await life.kill();
    tally = checkRun(cut.file, tally);
    life = startLife(dataDir, { kind: 'resume', runId: cut.runId });
  }
  expect(tally?.settled.size).toBeGreaterThan(0);
  await toItsEnd(life);
  expect(checkRun(cut.file, tally)?.settled.size).toBe(pageCount);
  expect(tableOf(cut.file)).toEqual(tableOf(whole.file));
  expect(tableOf(cut.file)).toHaveLength(pageCount);
  expect(site.answers()).toBe(answers);
}, 120_000);
