import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { sampleJob } from '../sample-site/sample-job.ts';
import { type SampleSite, startSampleSite } from '../sample-site/start-sample-site.ts';
import { openEngine } from './test-support/open-engine.ts';

let dataDir = '';
let site: SampleSite;
let engine: EngineApi;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-sample-'));
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  engine = openEngine({ dataDir });
});
afterEach(async () => {
  await engine.close();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the engine on the sample site', () => {
  it('gives every URL the row, or the failure, that the site foretells', async () => {
    const { urls, name, fields, options } = sampleJob(site.origins);
    if (!Array.isArray(urls)) throw new Error('a list was expected');
    const snapshots: RunSnapshot[] = [];
    const end = new Promise<RunSnapshot>((resolve) => {
      engine.onEvent((event) => {
        if (event.kind !== 'run') return;
        snapshots.push(event.snapshot);
        if (event.snapshot.state === 'finished') resolve(event.snapshot);
      });
    });
    const { runId } = await engine.call('run.start', {
      jobId: null,
      rules: { name, fields, options: { ...options, delayMs: 0, perHost: 12, timeoutMs: 1500 } },
      input: { kind: 'lines', lines: urls },
    });
    const { counts, hosts, errors, retries } = await end;
    const view = { sort: null, filter: { text: '', state: null, errorCode: null } };
    const window = await engine.call('results.window', { runId, view, offset: 0, limit: 1000 });

    const wrong: unknown[] = [];
    for (const { url, state, status, finalUrl, error, cells } of window.lines) {
      const expected = site.expected(url);
      if (expected?.kind === 'ok') {
        const record: Readonly<Record<string, string>> = expected.record;
        // Cells of a window are cut at 1,000 characters.
        const right = fields.every((field, i) => record[field.name]?.slice(0, 1000) === cells[i]);
        if (!right || finalUrl !== expected.finalUrl) wrong.push({ url, error, cells, expected });
      } else if (state !== 'failed' || status !== expected?.status) {
        wrong.push({ url, state, status, expected });
      }
    }
    expect(wrong).toEqual([]);
    expect(window.total).toBe(urls.length);

    const foretold = urls.map((url) => site.expected(url));
    const failed = foretold.filter((expected) => expected?.kind === 'failed').length;
    expect(counts).toMatchObject({ total: urls.length, failed, queued: 0, active: 0 });
    expect(errors.reduce((sum, { count }) => sum + count, 0)).toBe(failed);
    expect(hosts.map(({ host }) => host).sort()).toEqual([...site.origins].sort());
    expect(hosts.reduce((sum, { done }) => sum + done, 0)).toBe(counts.done);
    expect(retries).toBeGreaterThan(2);
    // The 429 of the shop sets a wait: the wait was shown, and the other hosts continued.
    expect(snapshots.some((one) => one.hosts.some(({ waits }) => waits === 'retry-after'))).toBe(
      true,
    );
  });
});
