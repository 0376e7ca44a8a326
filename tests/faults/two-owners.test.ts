import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openEngine } from '../../electron/engine/test-support/open-engine.ts';
import type { EngineApi } from '../../shared/engine-protocol/protocol.ts';
import { endAllLives, runFiles, startLife } from '../kill/engine-life.ts';
import { checkRun } from '../kill/run-check.ts';

let dataDir = '';
let site: CountingSite;
let engine: EngineApi;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-owners-'));
  site = await startCountingSite(20);
  engine = openEngine({ dataDir });
});
afterEach(async () => {
  endAllLives();
  await engine.close();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('a run that another process drives', () => {
  it('is refused, shown as running and not deleted, and taken up once that process is killed', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => site.url(index + 1));
    const fields = [{ name: 'title', css: 'h1' }];
    const rules = { name: 'Owned', fields, options: { concurrency: 4, perHost: 4, retries: 0 } };
    const input = { kind: 'lines' as const, lines };
    const owner = startLife(dataDir, { kind: 'start', params: { jobId: null, rules, input } });
    await owner.until(({ state, done }) => state === 'running' && done > 0);
    const file = runFiles(dataDir)[0] ?? '';
    const runId = basename(file, '.sqlite');

    const refused = {
      code: 'BUSY',
      message:
        'This run is open in another window or command of Trawl. Stop it there, or wait until it ends.',
    };
    await expect(engine.call('run.resume', { runId })).rejects.toMatchObject(refused);
    await expect(engine.call('run.retry-failed', { runId, errorCode: null })).rejects.toMatchObject(
      refused,
    );
    for (const command of ['run.stop', 'run.pause', 'run.unpause'] as const) {
      await expect(engine.call(command, { runId })).rejects.toMatchObject(refused);
    }
    await expect(engine.call('run.delete', { runId })).rejects.toMatchObject({ code: 'BUSY' });
    const [seen] = await engine.call('runs.list', { job: null });
    expect(seen?.state).toBe('running');

    // The lock of a killed process is released at once.
    await owner.kill();
    const before = checkRun(file, null);
    const [left] = await engine.call('runs.list', { job: null });
    expect(left?.state).toBe('interrupted');
    const more = new Promise<void>((resolve) => {
      engine.onEvent((event) => {
        if (event.kind !== 'run') return;
        if (event.snapshot.counts.done > (before?.settled.size ?? 0)) resolve();
      });
    });
    await engine.call('run.resume', { runId });
    await more;
    await engine.call('run.stop', { runId });
    checkRun(file, before);
  });
});
