import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import { noAccount } from '#shared/list-account.ts';
import type { InputReader } from '../../ports/input-reader.ts';
import type { Answer } from '../test-support/scripted-web.ts';
import { pages, runOnAFakeClock } from './run.fixture.ts';

function setUp(
  urls: readonly string[],
  options: Partial<ResolvedOptions> = {},
  answers: Readonly<Record<string, Answer>> = {},
) {
  return runOnAFakeClock(urls, options, { answers });
}

describe('a run', () => {
  it('fetches everything once, commits in batches and finishes', async () => {
    const { run, ledger, web, pass, last } = setUp([...pages(300, 'a'), ...pages(200, 'b')], {
      concurrency: 32,
      perHost: 16,
    });
    run.start(null);
    expect(run.state).toBe('running');
    await pass(2000);
    await run.ended;
    expect(run.state).toBe('finished');
    expect(web.tries).toHaveLength(500);
    expect(new Set(web.tries).size).toBe(500);
    expect(ledger.outcomes.size).toBe(500);
    expect(Math.max(...ledger.commits)).toBeLessThanOrEqual(200);
    expect(ledger.commits.length).toBeLessThan(20);
    expect(last()).toMatchObject({
      state: 'finished',
      counts: { total: 500, queued: 0, active: 0, done: 500, failed: 0, skipped: 0 },
      rows: 500,
      hostCount: 2,
      statusClasses: { '2xx': 500 },
    });
    expect(ledger.states.at(-1)).toBe('finished');
  });

  it('keeps the tries, the times and the last failure of a request', async () => {
    const [once, never] = ['https://a.example/1', 'https://a.example/2'] as const;
    const reset = failure('CONNECTION_RESET');
    const { run, ledger, pass, last } = setUp(
      [once, never],
      { retries: 2 },
      {
        [once]: { failures: [failure('HTTP_5XX', '500')] },
        [never]: { failures: [failure('HTTP_5XX', '500'), reset, reset, reset] },
      },
    );
    run.start(null);
    await pass(5000);
    expect(ledger.outcomes.get(1)).toMatchObject({ state: 'done', attempts: 2, rows: [[once]] });
    expect(ledger.outcomes.get(2)).toMatchObject({ state: 'failed', attempts: 3, failure: reset });
    const { startedAtMs = 0, finishedAtMs = 0 } = ledger.outcomes.get(1) ?? {};
    expect(finishedAtMs - startedAtMs).toBe(51);
    expect(last()).toMatchObject({
      state: 'finished',
      retries: 3,
      errors: [{ code: 'CONNECTION_RESET', count: 1, exampleUrl: never }],
    });
  });

  it('sends snapshots at most ten times a second, numbered, with the limit that holds', async () => {
    const { run, snapshots, pass } = setUp(pages(400), { concurrency: 16, perHost: 4 });
    run.start(null);
    await pass(3000);
    expect(snapshots.map(({ seq }) => seq)).toEqual(snapshots.map((_, index) => index + 1));
    const gaps = snapshots.slice(1).map(({ atMs }, i) => atMs - (snapshots[i]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    expect(snapshots.at(5)?.limit).toEqual({
      kind: 'per-host',
      host: 'https://a.example',
      perHost: 4,
      hosts: 1,
    });
    for (const { counts } of snapshots) {
      const { queued, active, done, failed, skipped } = counts;
      expect(queued + active + done + failed + skipped).toBe(counts.total);
      expect(active).toBeLessThanOrEqual(4 + 4);
    }
    expect(snapshots.at(-2)?.ratePerSecond).toBeGreaterThan(60);
    expect(snapshots.at(-2)?.ratePerSecond).toBeLessThan(100);
  });

  it('pauses at once: what is in flight is finished and kept, nothing new starts', async () => {
    const { run, ledger, web, pass, last } = setUp(pages(100), { concurrency: 8 });
    run.start(null);
    await pass(120);
    const started = web.tries.length;
    run.pause();
    expect(last().state).toBe('paused');
    await pass(1000);
    expect(web.tries).toHaveLength(started);
    expect(ledger.outcomes.size).toBe(started);
    expect(last()).toMatchObject({ state: 'paused', ratePerSecond: 0, etaMs: null });
    expect(last().elapsedMs).toBeLessThan(200);
    run.unpause();
    expect(last().state).toBe('running');
    await pass(2000);
    expect(ledger.outcomes.size).toBe(100);
    expect(web.tries).toHaveLength(100);
  });

  it('stops: what is done is committed, what was in flight is left queued', async () => {
    const { run, ledger, web, pass, last } = setUp(pages(100), { concurrency: 8 });
    run.start(null);
    await pass(180);
    const stopped = run.stop();
    expect(run.state).toBe('stopping');
    // A process that is killed now leaves a run that was stopped.
    expect(ledger.states.at(-1)).toBe('stopping');
    await pass(5);
    await stopped;
    expect(web.inFlight).toBe(0);
    expect(last()).toMatchObject({ state: 'stopped', counts: { active: 0 } });
    expect(last().counts.done).toBe(ledger.outcomes.size);
    expect(ledger.outcomes.size).toBeGreaterThan(8);
    const { states } = ledger;
    expect(states.at(-1)).toBe('stopped');
    await pass(5000);
    expect(web.tries.length).toBeLessThan(50);
    expect(ledger.states).toEqual(states);
  });

  it('is finished when it is stopped and nothing is left', async () => {
    const { run, web, pass, last } = setUp(pages(2));
    web.holdExtraction();
    run.start(null);
    await pass(60);
    const stopped = run.stop();
    web.releaseExtraction();
    await pass(5);
    await stopped;
    expect(last()).toMatchObject({ state: 'finished', counts: { queued: 0, done: 2 } });
  });

  it('does not wait for a page that a worker does not give back', async () => {
    const { run, web, pass, last } = setUp(pages(8), { concurrency: 8 });
    web.holdExtraction();
    run.start(null);
    await pass(60);
    const stopped = run.stop();
    await pass(501);
    await stopped;
    expect(last()).toMatchObject({ state: 'stopped', counts: { queued: 8, done: 0 } });
    web.releaseExtraction();
    await pass(500);
    expect(last().counts.done).toBe(0);
  });

  it('takes a new concurrency at once', async () => {
    const { run, web, pass } = setUp(pages(100), { concurrency: 2, perHost: 50 });
    run.start(null);
    expect(web.inFlight).toBe(2);
    run.setOptions({ concurrency: 20 });
    await pass(1);
    expect(web.inFlight).toBe(20);
    run.setOptions({ concurrency: 1 });
    await pass(75);
    expect(web.inFlight).toBe(1);
  });

  it('fetches nothing further while the workers are behind, and says so', async () => {
    const { run, web, pass, last } = setUp(pages(500), { concurrency: 16, perHost: 16 });
    web.holdExtraction();
    run.start(null);
    await pass(2000);
    expect(web.tries.length).toBeLessThanOrEqual(64 + 16);
    expect(last().limit).toEqual({ kind: 'parsing' });
    web.releaseExtraction();
    await pass(3000);
    expect(run.state).toBe('finished');
  });

  it('halts when results cannot be saved: says so, counts only what is saved', async () => {
    const { run, ledger, errors, pass, last } = setUp(pages(100), { concurrency: 8 });
    run.start(null);
    await pass(300);
    const saved = ledger.outcomes.size;
    ledger.failNextCommit(new TrawlError('DISK_FULL', 'The disk is full. Make room on it.'));
    await pass(1000);
    await run.ended;
    expect(ledger.outcomes.size).toBe(saved);
    expect(last().state).toBe('halted');
    expect(last().stateReason).toMatch(
      /^The disk is full\. Make room on it\. The last \d+ pages were not saved; resume the run/,
    );
    expect(last().counts).toMatchObject({ done: saved, queued: 100 - saved, active: 0 });
    expect(ledger.states.at(-1)).toBe('halted');
    expect(errors).toHaveLength(1);
  });

  it('halts when its queue cannot be read any more', async () => {
    const { run, ledger, pass, last } = setUp(pages(500), { concurrency: 8 });
    run.start(null);
    await pass(100);
    ledger.failReads(new Error('disk I/O error'));
    await pass(2000);
    expect(last()).toMatchObject({
      state: 'halted',
      stateReason: expect.stringMatching(/could not be read: disk I\/O error\./),
    });
  });

  it('retries failed requests on the live run, all or of one cause', async () => {
    const [a, b, c] = pages(3);
    const { run, ledger, web, pass, last } = setUp(
      [a ?? '', b ?? '', c ?? '', ...pages(40, 'slow')],
      { retries: 0, delayMs: 100 },
      {
        [a ?? '']: { failures: [failure('HTTP_404')] },
        [b ?? '']: { failures: [failure('HTTP_5XX')] },
      },
    );
    run.start(null);
    await pass(1000);
    expect(last().counts.failed).toBe(2);
    expect(run.retryFailed('HTTP_404')).toBe(1);
    await pass(4000);
    expect(run.state).toBe('finished');
    expect(ledger.outcomes.get(1)?.state).toBe('done');
    expect(ledger.outcomes.get(2)?.state).toBe('failed');
    expect(web.tries.filter((url) => url === a)).toHaveLength(2);
    expect(web.tries).toHaveLength(44);
  });
});

describe('a run that imports its list', () => {
  const reader = (urls: readonly string[], size: number): InputReader => ({
    reading: { kind: 'lines' },
    carried: [],
    async *batches() {
      for (let at = 0; at < urls.length; at += size) {
        yield {
          items: urls.slice(at, at + size).map((url, index) => ({
            line: at + index + 1,
            text: url,
            url,
            key: url,
            host: new URL(url).origin,
            problem: null,
            carried: [],
          })),
          account: noAccount,
          partlyUsed: [],
          lines: Math.min(urls.length, at + size),
          bytes: at,
          totalBytes: urls.length,
        };
      }
    },
  });

  it('reads the list first, then fetches', async () => {
    const { run, ledger, snapshots, pass, imported } = setUp([]);
    run.start(reader(pages(250), 10));
    expect(run.state).toBe('importing');
    await pass(3000);
    expect(run.state).toBe('finished');
    expect(ledger.outcomes.size).toBe(250);
    expect(snapshots[0]).toMatchObject({ state: 'importing', limit: { kind: 'importing' } });
    expect(ledger.states.slice(0, 2)).toEqual(['importing', 'running']);
    expect(imported()).toBe(1);
  });

  it('goes on behind what a cut-off import has left', async () => {
    const urls = pages(45);
    const { run, ledger, pass } = setUp(urls.slice(0, 13));
    run.start(reader(urls, 10));
    await pass(2000);
    expect([...ledger.outcomes.keys()].sort((x, y) => x - y)).toEqual(urls.map((_, i) => i + 1));
  });

  it('can be paused and stopped in the middle', async () => {
    const { run, ledger, web, pass, last, imported } = setUp([]);
    run.start(reader(pages(5000), 10));
    await pass(3);
    run.pause();
    await pass(50);
    const queued = ledger.counts().queued;
    expect(last().state).toBe('paused');
    await pass(50);
    expect(ledger.counts().queued).toBe(queued);
    run.unpause();
    expect(last().state).toBe('importing');
    await pass(50);
    expect(ledger.counts().queued).toBeGreaterThan(queued);
    const stopped = run.stop();
    await pass(5);
    await stopped;
    expect(last().state).toBe('stopped');
    expect(last().counts.total).toBe(ledger.counts().queued);
    expect(last().importing).toMatchObject({ totalBytes: 5000 });
    expect(web.tries).toEqual([]);
    expect(imported()).toBe(0);
  });

  it('halts with a sentence when the list cannot be read', async () => {
    const { run, pass, last } = setUp([]);
    const broken: InputReader = {
      reading: { kind: 'lines' },
      carried: [],
      // biome-ignore lint/correctness/useYield: a list that fails before its first line
      async *batches() {
        throw new TrawlError('FILE_ERROR', 'The list is gone.');
      },
    };
    run.start(broken);
    await pass(5);
    await run.ended;
    expect(last()).toMatchObject({ state: 'halted' });
    expect(last().stateReason).toMatch(/^The list is gone\./);
  });
});
