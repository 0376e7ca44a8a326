import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import type { ChildOrder } from '../../electron/engine/test-support/engine-child.ts';
import { wayUnderTest } from '../../electron/engine/test-support/open-engine.ts';
import { endAllLives, runFiles, startLife } from './engine-life.ts';
import { checkRun, type RunTally } from './run-check.ts';

/** One request at a time: no other request is in flight. */
const oneByOne = wayUnderTest === 'sequential';
let dataDir = '';
let site: CountingSite;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-crash-'));
  site = await startCountingSite(20);
});
afterEach(async () => {
  endAllLives();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

const crashed =
  'failed 0 The page ended the engine twice (it is left out so that the others can go on).';

/** Pages 1 to `count`; those numbered in `crashing` end the process when they are fetched. */
function listOf(count: number, crashing: readonly number[]): string[] {
  return Array.from({ length: count }, (_, index) =>
    crashing.includes(index + 1) ? `http://crash-${index + 1}.test/` : site.url(index + 1),
  );
}

function startOrder(lines: string[]): ChildOrder {
  const fields = [{ name: 'title', css: 'h1' }];
  const rules = { name: 'Crashing', fields, options: { concurrency: 8, perHost: 8 } };
  return { kind: 'start', params: { jobId: null, rules, input: { kind: 'lines', lines } } };
}

const runFile = (): string => runFiles(dataDir)[0] ?? '';

/** Does the work of main: starts the engine again after a crash, and reports the crash to it. */
async function supervise(order: ChildOrder): Promise<{ crashes: number; tally: RunTally }> {
  let tally: RunTally | null = null;
  let next = order;
  for (let crashes = 0; ; crashes += 1) {
    const end = await startLife(dataDir, next).ended;
    tally = checkRun(runFile(), tally);
    if (end === 0 && tally !== null) return { crashes, tally };
    expect(end).toBe('SIGABRT');
    next = { kind: 'resume', runId: basename(runFile(), '.sqlite'), crashed: true };
  }
}

describe('a page that ends the engine', { timeout: 60_000 }, () => {
  it('is given up after the second time, and all the others are fetched', async () => {
    const { crashes, tally } = await supervise(startOrder(listOf(60, [30])));
    expect(crashes).toBe(2);
    expect(tally.settled.get(30)).toBe(crashed);
    const others = [...tally.settled].filter(([id]) => id !== 30);
    expect(others.map(([, text]) => text)).toEqual(
      others.map(([id]) => `done 1 Title of /page/${id}`),
    );
    expect(others).toHaveLength(59);
  });

  it.skipIf(oneByOne)('is told from another one on its way at the same time', async () => {
    const { crashes, tally } = await supervise(startOrder(listOf(20, [3, 5])));
    expect([tally.settled.get(3), tally.settled.get(5)]).toEqual([crashed, crashed]);
    expect(crashes).toBe(3);
    expect([...tally.settled.values()].filter((text) => text.startsWith('done'))).toHaveLength(18);
  });

  it('is not blamed for a kill from outside, however often', async () => {
    await site.close();
    site = await startCountingSite(60_000);
    const lines = [site.url(1)];
    let order = startOrder(lines);
    for (let kills = 0; kills < 3; kills += 1) {
      const life = startLife(dataDir, order);
      await life.until(({ state }) => state === 'running');
      await life.kill();
      expect(checkRun(runFile(), null)?.settled.size).toBe(0);
      order = { kind: 'resume', runId: basename(runFile(), '.sqlite') };
    }
  });

  it('stays the only suspect when the process is killed between its two crashes', async () => {
    const order = startOrder(listOf(60, [30]));
    expect(await startLife(dataDir, order).ended).toBe('SIGABRT');
    const runId = basename(runFile(), '.sqlite');
    const life = startLife(dataDir, { kind: 'resume', runId, crashed: true });
    await life.until(({ state }) => state === 'running');
    await life.kill();
    const { crashes, tally } = await supervise({ kind: 'resume', runId });
    expect(crashes).toBe(1);
    expect(tally.settled.get(30)).toBe(crashed);
    expect(tally.settled.size).toBe(60);
  });
});
