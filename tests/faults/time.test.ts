import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openEngine } from '../../electron/engine/test-support/open-engine.ts';
import type { RunSnapshot } from '../../shared/engine-protocol/run.ts';
import { endAllLives, runFiles, startLife } from '../kill/engine-life.ts';
import { checkRun } from '../kill/run-check.ts';

const dayMs = 86_400_000;
const fields = [{ name: 'title', css: 'h1' }];

let dataDir = '';
let site: CountingSite;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-time-'));
  site = await startCountingSite(20);
});
afterEach(async () => {
  endAllLives();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

const linesOf = (count: number) => ({
  kind: 'lines' as const,
  lines: Array.from({ length: count }, (_, index) => site.url(index + 1)),
});

describe('a clock that is set while a run goes on', () => {
  it.each([
    ['forward', dayMs],
    ['back', -dayMs],
  ])('a day %s changes neither its pace nor its times', async (_way, jumpMs) => {
    let offsetMs = 0;
    const engine = openEngine({ dataDir, timeOfDay: () => Date.now() + offsetMs });
    try {
      const snapshots: RunSnapshot[] = [];
      const ended = new Promise<RunSnapshot>((resolve) => {
        engine.onEvent((event) => {
          if (event.kind !== 'run') return;
          snapshots.push(event.snapshot);
          if (event.snapshot.counts.done > 100) offsetMs = jumpMs;
          if (event.snapshot.state === 'finished') resolve(event.snapshot);
        });
      });
      const rules = { name: 'Clock', fields, options: { concurrency: 4, perHost: 4 } };
      const start = { jobId: null, rules, input: linesOf(300) };
      const { runId } = await engine.call('run.start', start);
      const last = await ended;
      expect(last.counts).toMatchObject({ done: 300, failed: 0 });
      expect(last.elapsedMs).toBeLessThan(60_000);
      for (const { ratePerSecond, etaMs, seq } of snapshots) {
        expect(ratePerSecond).toBeGreaterThanOrEqual(0);
        expect(etaMs ?? 0).toBeLessThan(dayMs / 2);
        expect(etaMs ?? 0).toBeGreaterThanOrEqual(0);
        expect(seq).toBeGreaterThan(0);
      }
      const seqs = snapshots.map(({ seq }) => seq);
      expect([...seqs].sort((a, b) => a - b)).toEqual(seqs);

      const { points } = await engine.call('run.history', { runId });
      expect(points.length).toBeLessThanOrEqual(300);
      expect(points.reduce((sum, { done }) => sum + done, 0)).toBe(300);
      // A run in the same minute of another day has a different id.
      const again = await engine.call('run.start', start);
      expect(again.runId).not.toBe(runId);
      await engine.call('run.stop', { runId: again.runId });
      expect(await engine.call('runs.list', { job: null })).toHaveLength(2);
    } finally {
      await engine.close();
    }
  });
});

describe('a process that is stopped for longer than its deadlines', () => {
  it('loses nothing: what ran out meanwhile is tried again', async () => {
    // One retry for each stop: a page may be in flight at both.
    const options = { concurrency: 8, perHost: 8, timeoutMs: 1000, retries: 2 };
    const rules = { name: 'Lid', fields, options };
    const params = { jobId: null, rules, input: linesOf(400) };
    const life = startLife(dataDir, { kind: 'start', params });
    for (const goal of [50, 150]) {
      await life.until(({ done }) => done > goal);
      await life.stopFor(2500);
    }
    expect(await life.until(({ state }) => state === 'finished')).toMatchObject({ done: 400 });
    expect(await life.ended).toBe(0);
    const file = runFiles(dataDir)[0] ?? '';
    expect(checkRun(file, null)?.settled.size).toBe(400);
    const engine = openEngine({ dataDir });
    const last = await engine.call('run.snapshot', { runId: basename(file, '.sqlite') });
    await engine.close();
    // Eight requests were in flight at each stop; no page failed because of it.
    expect(last.counts).toMatchObject({ done: 400, failed: 0 });
    expect(last.retries).toBeLessThanOrEqual(2 * 8);
  });
});
