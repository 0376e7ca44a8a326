import { describe, expect, it } from 'vitest';
import { runOnAFakeClock } from './run.fixture.ts';

const minuteMs = 60_000;

describe('a run whose process is stopped for ten minutes', () => {
  it('goes on with every page, and soon tells the rate and the time left as before', async () => {
    const urls = Array.from({ length: 3000 }, (_, index) => `https://a.example/${index + 1}`);
    const { run, clock, ledger, web, pass, last } = runOnAFakeClock(urls, {
      concurrency: 8,
      perHost: 8,
    });
    run.start(null);
    await pass(6000);
    const before = last();
    expect(before.ratePerSecond).toBeGreaterThan(100);
    clock.stopFor(10 * minuteMs);
    await pass(7000);
    const after = last();
    expect(after.state).toBe('running');
    expect(after.ratePerSecond).toBeGreaterThan(before.ratePerSecond * 0.8);
    expect(after.ratePerSecond).toBeLessThan(before.ratePerSecond * 1.2);
    expect(after.etaMs ?? 0).toBeLessThan(minuteMs);
    await pass(20_000);
    expect(run.state).toBe('finished');
    // No request is fetched twice or given up because the process was stopped.
    expect(web.tries).toHaveLength(3000);
    expect(new Set(web.tries).size).toBe(3000);
    expect(last()).toMatchObject({ counts: { done: 3000, failed: 0 }, retries: 0 });
    expect(ledger.outcomes.size).toBe(3000);
  });
});
