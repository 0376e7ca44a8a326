import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { pages, runOnAFakeClock } from './run.fixture.ts';

describe('a run with a host that does not answer', () => {
  it('pauses it, tells so, lets the others go on, and ends', async () => {
    const { run, ledger, web, pass, snapshots, last } = runOnAFakeClock(
      [...pages(500, 'down'), ...pages(500, 'up')],
      { retries: 1, safeguard: false, delayMs: 0 },
      { trouble: (url) => (url.includes('down') ? failure('CONNECTION_REFUSED') : null) },
    );
    run.start(null);
    await pass(10_000, 10);
    expect(last().counts.done).toBe(500);
    const line = last().hosts.find(({ host }) => host === 'https://down.example');
    expect(line).toMatchObject({ waits: 'failing', allowed: 1 });
    expect(last().limit).toMatchObject({ kind: 'failing', host: 'https://down.example' });
    await pass(600_000, 100);
    expect(run.state).toBe('finished');
    expect(last().counts).toMatchObject({ done: 500, failed: 500 });
    // Ten and those under way with them, then one after each of four pauses.
    expect(web.tries.filter((url) => url.includes('down')).length).toBeLessThan(40);
    const untried = [...ledger.outcomes.values()].filter(({ attempts }) => attempts === 0);
    expect(untried.length).toBeGreaterThan(450);
    expect(untried[0]?.failure?.code).toBe('CONNECTION_REFUSED');
    expect(snapshots.every(({ pausedBy }) => pausedBy === null)).toBe(true);
    expect(last().retries).toBeGreaterThan(0);
  });

  it('goes on with it when it is back, and its requests have used up real tries only', async () => {
    let isDown = true;
    const { run, ledger, pass, last } = runOnAFakeClock(
      pages(100),
      { retries: 2 },
      { trouble: () => (isDown ? failure('CONNECTION_REFUSED') : null) },
    );
    run.start(null);
    await pass(20_000, 10);
    isDown = false;
    await pass(60_000, 10);
    expect(run.state).toBe('finished');
    expect(last().counts.done).toBeGreaterThan(90);
    for (const { attempts } of ledger.outcomes.values()) expect(attempts).toBeLessThanOrEqual(3);
  });
});

describe('failed requests that are tried again', () => {
  it('are tried at once, though their host had been left alone', async () => {
    let isDown = true;
    const { run, web, pass, last } = runOnAFakeClock(
      [...pages(20, 'down'), ...pages(5, 'up')],
      { retries: 0, safeguard: false },
      { trouble: (url) => (isDown && url.includes('down') ? failure('CONNECTION_REFUSED') : null) },
    );
    run.start(null);
    await pass(5000, 10);
    const tries = web.tries.length;
    isDown = false;
    expect(run.retryFailed(null)).toBeGreaterThan(5);
    await pass(5000, 10);
    expect(web.tries.length).toBeGreaterThanOrEqual(tries + 20);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 25, failed: 0 } });
  });
});

describe('a run with a safeguard', () => {
  const broken = { trouble: () => failure('HTTP_403', '403') };

  it('pauses when most requests fail, and goes on when it is told to', async () => {
    const { run, pass, last, web } = runOnAFakeClock(pages(1000), { retries: 0 }, broken);
    run.start(null);
    await pass(5000);
    expect(last()).toMatchObject({ state: 'paused', pausedBy: 'safeguard' });
    expect(last().stateReason).toMatch(
      /^50 of the last 50 requests failed\. Most frequent cause: /,
    );
    expect(web.tries.length).toBeLessThan(70);
    run.unpause();
    expect(last()).toMatchObject({ state: 'running', pausedBy: null, stateReason: null });
    await pass(30_000, 10);
    expect(last().pausedBy).toBe('safeguard');
    expect(web.tries.length).toBeGreaterThanOrEqual(250);
    await run.stop();
    expect(last()).toMatchObject({ state: 'stopped', pausedBy: null });
  });

  it('does not pause when nothing is left to be saved', async () => {
    const { run, pass, last } = runOnAFakeClock(pages(50), { retries: 0 }, broken);
    run.start(null);
    await pass(5000);
    expect(last()).toMatchObject({ state: 'finished', counts: { failed: 50 } });
  });

  it('is switched off by the job', async () => {
    const options = { retries: 0, safeguard: false };
    const { run, pass, last } = runOnAFakeClock(pages(300), options, broken);
    run.start(null);
    await pass(10_000, 10);
    expect(last()).toMatchObject({ state: 'finished', counts: { failed: 300 } });
  });
});
