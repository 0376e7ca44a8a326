import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { defaultOptions } from '#shared/job/defaults.ts';
import { createFakeClock } from '../test-support/fake-clock.ts';
import { MemoryLedger } from '../test-support/memory-ledger.ts';
import { createScriptedWeb } from '../test-support/scripted-web.ts';
import { FetchLoop } from './fetch-loop.ts';
import { Figures } from './figures.ts';

describe('a fetch loop', () => {
  it('is drained only when the last commit has queued nothing more', async () => {
    const url = 'https://a.example/1';
    const clock = createFakeClock();
    const ledger = new MemoryLedger([url], { refusesRepeats: true });
    const web = createScriptedWeb(clock, {
      fetchMs: 50,
      answers: { [url]: { failures: [failure('HTTP_404', '404')] } },
    });
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
        fetcher: web.fetcher,
        extractor: web.extractor,
        robots: null,
        clock,
        random: () => 0.5,
        timeOfDay: () => clock.now(),
        logger: { info: () => undefined, error: () => undefined },
        onImported: () => undefined,
        onSnapshot: () => undefined,
      },
      figures,
      {
        mayFetch: () => true,
        mayProbe: () => false,
        elapsedMs: () => clock.now(),
        // A request that is committed as failed is queued again right after its commit.
        onChanged: () => void (figures.totals.counts.failed > 0 && loop.retryFailed(null)),
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
    expect(web.tries).toEqual([url, url]);
    expect(ledger.outcomes.get(1)).toMatchObject({ state: 'done' });
    expect(drained).toEqual([0]);
  });
});
