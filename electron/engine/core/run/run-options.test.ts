import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { pages, runOnAFakeClock } from './run.fixture.ts';

describe('options that change while a run goes on', () => {
  it('raise and lower what one host gets at once', async () => {
    const { run, web, pass } = runOnAFakeClock(pages(200), { concurrency: 50, perHost: 2 });
    run.start(null);
    expect(web.inFlight).toBe(2);
    run.setOptions({ perHost: 20 });
    await pass(1);
    expect(web.inFlight).toBe(20);
    expect(run.snapshot().perHost).toBe(20);
    run.setOptions({ perHost: 3 });
    await pass(75);
    expect(web.inFlight).toBe(3);
  });

  it('change the time between two requests to a host, in a pause too', async () => {
    const { run, web, pass } = runOnAFakeClock(pages(100), { delayMs: 60_000 });
    run.start(null);
    await pass(100);
    expect(web.tries).toHaveLength(1);
    run.pause();
    run.setOptions({ delayMs: 0, perMinute: 60 });
    await pass(100);
    expect(web.tries).toHaveLength(1);
    run.unpause();
    await pass(5000, 10);
    expect(web.tries.length).toBeGreaterThan(4);
    expect(web.tries.length).toBeLessThan(8);
    run.setOptions({ perMinute: 0 });
    await pass(5000, 10);
    expect(run.state).toBe('finished');
  });

  it('hold for the next try of a page', async () => {
    const { run, web, pass, last } = runOnAFakeClock(
      pages(1),
      { retries: 0, timeoutMs: 1000 },
      { trouble: () => failure('HEADERS_TIMEOUT') },
    );
    run.start(null);
    run.setOptions({ retries: 1, timeoutMs: 90_000, maxBytes: 5000 });
    await pass(20_000, 10);
    expect(run.state).toBe('finished');
    expect(last().retries).toBe(1);
    expect(web.rules.map(({ timeoutMs }) => timeoutMs)).toEqual([1000, 90_000]);
    expect(web.rules[1]).toMatchObject({ maxBytes: 5000 });
  });

  it('turn the safeguard off', async () => {
    const trouble = { trouble: () => failure('HTTP_STATUS', '404') };
    const guarded = runOnAFakeClock(pages(1000), { retries: 0 }, trouble);
    guarded.run.start(null);
    await guarded.pass(10_000, 10);
    expect(guarded.last().pausedBy).toBe('safeguard');
    const free = runOnAFakeClock(pages(1000), { retries: 0 }, trouble);
    free.run.start(null);
    free.run.setOptions({ safeguard: false });
    await free.pass(30_000, 10);
    expect(free.run.state).toBe('finished');
  });
});
