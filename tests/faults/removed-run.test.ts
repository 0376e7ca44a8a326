import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { openEngine } from '../../electron/engine/test-support/open-engine.ts';
import type { EngineApi } from '../../shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '../../shared/engine-protocol/run.ts';
import { runFiles } from '../kill/engine-life.ts';

let dataDir = '';
let site: CountingSite;
let engine: EngineApi;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-removed-'));
  site = await startCountingSite(20);
  engine = openEngine({ dataDir });
});
afterEach(async () => {
  await engine.close();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

const remove = (path: string): Promise<void> => rm(path, { recursive: true });

describe.skipIf(process.platform === 'win32')('a run whose file is taken away', () => {
  it.each([
    ['its folder is deleted', (file: string) => remove(dirname(file))],
    ['its file is deleted', remove],
    ['its folder is moved', (file: string) => rename(dirname(file), `${dirname(file)}-moved`)],
  ])('halts and says so: %s', async (_how, takeAway) => {
    const lines = Array.from({ length: 3000 }, (_, index) => site.url(index + 1));
    const options = { concurrency: 4, perHost: 4, retries: 0 };
    const rules = { name: 'Gone', fields: [{ name: 'title', css: 'h1' }], options };
    let going = (): void => undefined;
    let over = (_last: RunSnapshot): void => undefined;
    const goes = new Promise<void>((resolve) => {
      going = resolve;
    });
    const ended = new Promise<RunSnapshot>((resolve) => {
      over = resolve;
    });
    engine.onEvent((event) => {
      if (event.kind !== 'run') return;
      const { state, counts } = event.snapshot;
      if (counts.done > 0) going();
      if (state === 'halted' || state === 'finished') over(event.snapshot);
    });
    await engine.call('run.start', { jobId: null, rules, input: { kind: 'lines', lines } });
    await goes;
    await takeAway(runFiles(dataDir)[0] ?? '');
    const last = await ended;
    expect(last.state).toBe('halted');
    expect(last.stateReason).toMatch(/was deleted, moved or replaced while it was going on/);
    expect(last.counts.done).toBeLessThan(3000);
  });
});
