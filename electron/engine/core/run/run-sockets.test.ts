import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { hosts, runOnAFakeClock } from './run.fixture.ts';

describe('a run on a computer without room for more connections', () => {
  const full = failure('OUT_OF_SOCKETS', 'EMFILE');

  it('goes slower, says so, spends no try, and goes faster again later', async () => {
    let room = 8;
    const made: { web?: { readonly inFlight: number } } = {};
    const { run, ledger, web, pass, last, snapshots } = runOnAFakeClock(
      hosts(300, 20),
      { concurrency: 64, retries: 0 },
      { fetchMs: 400, trouble: () => ((made.web?.inFlight ?? 0) >= room ? full : null) },
    );
    made.web = web;
    run.start(null);
    await pass(1000);
    expect(last()).toMatchObject({ state: 'running', limit: { kind: 'open-files' } });
    expect(last().concurrency).toBeLessThan(64);
    await pass(60_000, 10);
    expect(last().counts.failed).toBe(0);
    expect(last().counts.done).toBeGreaterThan(100);
    room = 1000;
    await pass(120_000, 10);
    expect(run.state).toBe('finished');
    expect(last().counts).toMatchObject({ done: 6000, failed: 0 });
    expect([...ledger.outcomes.values()].every(({ attempts }) => attempts === 1)).toBe(true);
    // The number of requests that the person has set is reached again.
    expect(Math.max(...snapshots.slice(-200).map(({ concurrency }) => concurrency))).toBe(64);
  });

  it('keeps what the person sets meanwhile for later', async () => {
    let room = 4;
    const made: { web?: { readonly inFlight: number } } = {};
    const { run, web, pass, last } = runOnAFakeClock(
      hosts(400, 10),
      { concurrency: 32, retries: 0 },
      { fetchMs: 400, trouble: () => ((made.web?.inFlight ?? 0) >= room ? full : null) },
    );
    made.web = web;
    run.start(null);
    await pass(2000, 10);
    run.setOptions({ concurrency: 20 });
    await pass(20, 1);
    expect(last().concurrency).toBeLessThan(20);
    room = 1000;
    await pass(100_000, 10);
    expect(last().concurrency).toBe(20);
    expect(run.state).toBe('finished');
  });

  it('comes to its end where there is never any room', async () => {
    const { run, pass, last } = runOnAFakeClock(
      hosts(3),
      { concurrency: 4, retries: 0, safeguard: false },
      { trouble: () => full },
    );
    run.start(null);
    await pass(300_000, 100);
    expect(run.state).toBe('finished');
    expect(last().errors).toMatchObject([{ code: 'OUT_OF_SOCKETS', count: 3 }]);
  });
});
