import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { defaultOptions } from '#shared/job/defaults.ts';
import { NextPages } from '../leads/next-page.ts';
import { createFakeClock } from '../test-support/fake-clock.ts';
import { MemoryLedger } from '../test-support/memory-ledger.ts';
import { createScriptedWeb, type WebOptions } from '../test-support/scripted-web.ts';
import { FetchLoop } from './fetch-loop.ts';
import { Figures } from './figures.ts';
import { pages } from './run.fixture.ts';
import type { RunDeps } from './run-deps.ts';

/** Runs a loop over a ledger to its end; `onChanged` is called after each change of a figure. */
async function runLoop(
  ledger: MemoryLedger,
  web: Partial<WebOptions>,
  more: Partial<RunDeps> = {},
  onChanged: (loop: FetchLoop, counts: Figures['totals']['counts']) => void = () => undefined,
) {
  const clock = createFakeClock();
  const scripted = createScriptedWeb(clock, { fetchMs: 50, ...web });
  const figures = new Figures(ledger, clock);
  const drained: number[] = [];
  const loop: FetchLoop = new FetchLoop(
    {
      runId: '20250101-120000-abcd',
      jobId: null,
      options: { ...defaultOptions, pace: 'fixed' },
      elapsedMs: 0,
      firstSeq: 1,
      ledger,
      fetcher: scripted.fetcher,
      extractor: scripted.extractor,
      robots: null,
      clock,
      random: () => 0.5,
      timeOfDay: () => clock.now(),
      logger: { info: () => undefined, error: () => undefined },
      onImported: () => undefined,
      onSnapshot: () => undefined,
      ...more,
    },
    figures,
    {
      mayFetch: () => true,
      mayProbe: () => false,
      elapsedMs: () => clock.now(),
      onChanged: () => onChanged(loop, figures.totals.counts),
      onIdle: () => undefined,
      onDrained: () => void drained.push(figures.totals.counts.queued),
      onDoubt: () => undefined,
      onNetworkBack: () => undefined,
      onFailed: (_what, error) => {
        throw error;
      },
    },
  );
  figures.recount();
  loop.begin();
  loop.run();
  while (drained.length === 0 && clock.now() < 10_000) {
    clock.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { drained, tries: scripted.tries };
}

describe('a fetch loop', () => {
  it('is drained only when the last commit has queued nothing more', async () => {
    const url = 'https://a.example/1';
    const ledger = new MemoryLedger([url], { refusesRepeats: true });
    const answers = { [url]: { failures: [failure('HTTP_404', '404')] } };
    const { drained, tries } = await runLoop(ledger, { answers }, {}, (loop, { failed }) => {
      // A request that is committed as failed is queued again right after its commit.
      if (failed > 0) loop.retryFailed(null);
    });
    expect(tries).toEqual([url, url]);
    expect(ledger.outcomes.get(1)).toMatchObject({ state: 'done' });
    expect(drained).toEqual([0]);
  });

  it('commits pages that lead on together while all slots are in use', async () => {
    const ledger = new MemoryLedger(pages(80), { refusesRepeats: true });
    const host = 'https://a.example';
    const nextPages = new NextPages({ param: 'page' }, (text) =>
      text.endsWith('=3') ? null : { url: text, key: text, host },
    );
    const options = { ...defaultOptions, pace: 'fixed', concurrency: 4, perHost: 4 } as const;
    const { drained, tries } = await runLoop(ledger, {}, { nextPages, options });
    expect(tries).toHaveLength(160);
    expect(drained).toEqual([0]);
    // 40 rounds of 50 ms; some of them at the end, when only a commit brings more.
    expect(ledger.commits.length).toBeLessThan(20);
  });
});
