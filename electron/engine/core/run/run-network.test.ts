import { describe, expect, it } from 'vitest';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { gone, hosts, pages, proxy, runOnAFakeClock } from './run.fixture.ts';

describe('a run whose network is down', () => {
  const trouble = (code: Parameters<typeof failure>[0]) => {
    const state: { failure: Failure | null } = { failure: null };
    return {
      options: { trouble: () => state.failure },
      begins: () => {
        state.failure = failure(code);
      },
      ends: () => {
        state.failure = null;
      },
    };
  };

  it('pauses by itself, says so, and goes on by itself, with nothing lost', async () => {
    const outage = trouble('DNS_FAILED');
    const { run, ledger, pass, last } = runOnAFakeClock(
      hosts(40, 10),
      { retries: 0 },
      outage.options,
    );
    run.start(null);
    await pass(500);
    const before = ledger.outcomes.size;
    expect(before).toBeGreaterThan(20);
    outage.begins();
    await pass(200);
    expect(last()).toMatchObject({
      state: 'paused',
      pausedBy: 'network',
      limit: { kind: 'network' },
      stateReason: expect.stringMatching(
        /^The network seems to be down: 5 requests in a row reached none of \d hosts? \(the host name could not be looked up\)\. Trawl tries again by itself/,
      ),
    });
    await pass(600_000, 1000);
    expect(last().pausedBy).toBe('network');
    outage.ends();
    await pass(31_000, 10);
    expect(last().pausedBy).toBeNull();
    expect(last().stateReason).toBeNull();
    await pass(5000);
    expect(run.state).toBe('finished');
    expect(last().counts).toMatchObject({ done: 400, failed: 0 });
    // No try of the outage counts: there were no retries to spare.
    expect([...ledger.outcomes.values()].every(({ attempts }) => attempts === 1)).toBe(true);
  });

  it('asks one held-back request at growing intervals whether it is back', async () => {
    const outage = trouble('HOST_UNREACHABLE');
    const { run, web, pass } = runOnAFakeClock(hosts(30, 3), { concurrency: 8 }, outage.options);
    run.start(null);
    await pass(100);
    outage.begins();
    await pass(400);
    const tries = web.tries.length;
    await pass(1000, 10);
    expect(web.tries).toHaveLength(tries + 1);
    await pass(60_000, 10);
    expect(web.tries.length - tries).toBeLessThan(8);
    expect(new Set(web.tries.slice(tries)).size).toBeGreaterThan(1);
    await run.stop();
  });

  it('is held up for a start, when the first thing it does is to find no network', async () => {
    const outage = trouble('DNS_NOT_FOUND');
    outage.begins();
    const { run, pass, last } = runOnAFakeClock(hosts(40), {}, outage.options);
    run.start(null);
    await pass(500);
    expect(last()).toMatchObject({ pausedBy: 'network', counts: { queued: 40, failed: 0 } });
    outage.ends();
    await pass(10_000, 10);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 40 } });
  });

  it('does not wait for ever for a list of names that are all dead', async () => {
    const outage = trouble('DNS_NOT_FOUND');
    outage.begins();
    const { run, ledger, pass, last } = runOnAFakeClock(hosts(40), {}, outage.options);
    run.start(null);
    await pass(240_000, 100);
    expect(last()).toMatchObject({ state: 'finished', counts: { failed: 40, queued: 0 } });
    // The minutes of the pause are no time that a page took.
    const tookMs = [...ledger.outcomes.values()].map(
      ({ startedAtMs, finishedAtMs }) => finishedAtMs - startedAtMs,
    );
    expect(Math.max(...tookMs)).toBeLessThan(1000);
  });

  it('is not taken for down because one host is', async () => {
    const { run, pass, snapshots, last } = runOnAFakeClock(
      [...pages(60, 'down'), ...pages(300, 'up')],
      { retries: 0 },
      { trouble: (url) => (url.includes('down') ? failure('CONNECT_TIMEOUT') : null) },
    );
    run.start(null);
    await pass(600_000, 100);
    expect(snapshots.some(({ pausedBy }) => pausedBy !== null)).toBe(false);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 300, failed: 60 } });
  });

  it('is not taken for down because the only host of the list refuses', async () => {
    const { run, pass, snapshots, last } = runOnAFakeClock(
      pages(30),
      { retries: 1, safeguard: false },
      { trouble: () => failure('CONNECTION_REFUSED') },
    );
    run.start(null);
    await pass(900_000, 100);
    expect(snapshots.some(({ pausedBy }) => pausedBy !== null)).toBe(false);
    expect(last()).toMatchObject({ state: 'finished', counts: { failed: 30 } });
  });

  it('does not keep the failure of a host waiting when nothing else is under way', async () => {
    const { run, pass } = runOnAFakeClock(
      pages(1),
      {},
      { trouble: () => failure('DNS_NOT_FOUND') },
    );
    run.start(null);
    await pass(60);
    expect(run.state).toBe('finished');
  });

  it('stays paused by the person who paused it before', async () => {
    const outage = trouble('NETWORK');
    const { run, web, pass, last } = runOnAFakeClock(hosts(40), { retries: 0 }, outage.options);
    run.start(null);
    await pass(20);
    outage.begins();
    run.pause();
    await pass(5000, 10);
    outage.ends();
    await pass(60_000, 100);
    expect(last()).toMatchObject({ state: 'paused', pausedBy: 'person' });
    expect(web.tries).toHaveLength(16);
    run.unpause();
    await pass(5000);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 40, failed: 0 } });
  });

  it('is not probed by hosts on this machine', async () => {
    const outage = trouble('DNS_FAILED');
    outage.begins();
    const local = Array.from({ length: 500 }, (_, i) => `http://localhost:8080/${i}`);
    const { run, pass, last } = runOnAFakeClock(
      [...hosts(40), ...local],
      { retries: 0, perHost: 1 },
      { trouble: (url) => (url.includes('localhost') ? null : outage.options.trouble()) },
    );
    run.start(null);
    await pass(60_000, 10);
    expect(last()).toMatchObject({ pausedBy: 'network', counts: { failed: 0 } });
    outage.ends();
    await pass(100_000, 50);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 540, failed: 0 } });
  });

  it('can be stopped, paused and told to go on meanwhile', async () => {
    const outage = trouble('NETWORK');
    outage.begins();
    const { run, web, pass, last } = runOnAFakeClock(hosts(40), { retries: 0 }, outage.options);
    run.start(null);
    await pass(200);
    expect(last().pausedBy).toBe('network');
    run.pause();
    expect(last().pausedBy).toBe('person');
    const tries = web.tries.length;
    await pass(60_000, 100);
    expect(web.tries).toHaveLength(tries);
    run.unpause();
    await pass(200);
    expect(last().pausedBy).toBe('network');
    await run.stop();
    expect(last()).toMatchObject({ state: 'stopped', counts: { queued: 40, failed: 0 } });
  });
});

describe('a run that was paused when its engine was cut off', () => {
  it.each(['person', 'safeguard'] as const)('is so again: by %s', async (by) => {
    const { run, web, pass, last } = runOnAFakeClock(pages(20));
    run.start(null, { by, reason: 'So it was.' });
    await pass(60_000, 100);
    expect(last()).toMatchObject({ state: 'paused', pausedBy: by, stateReason: 'So it was.' });
    expect(last().elapsedMs).toBe(0);
    expect(web.tries).toEqual([]);
    run.unpause();
    await pass(1000);
    expect(last()).toMatchObject({ state: 'finished', stateReason: null, counts: { done: 20 } });
  });

  it('asks by itself whether the network is back', async () => {
    let isDown = true;
    const { run, web, pass, last } = runOnAFakeClock(
      hosts(20),
      { retries: 0 },
      { trouble: () => (isDown ? failure('DNS_FAILED') : null) },
    );
    run.start(null, { by: 'network', reason: 'It was down.' });
    await pass(20_000, 10);
    expect(last()).toMatchObject({ pausedBy: 'network', stateReason: 'It was down.' });
    expect(web.tries.length).toBeLessThan(7);
    isDown = false;
    await pass(20_000, 10);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 20, failed: 0 } });
  });
});

describe('a run whose proxies cannot be reached', () => {
  /** Runs through proxies; the test sets whether they can be reached, and their failures. */
  const through = (urls: readonly string[], trouble: () => Failure | null) =>
    runOnAFakeClock(urls, { retries: 0, safeguard: false }, { trouble }, null, [proxy]);

  it.each([
    ['one host', pages(100)],
    ['many hosts', hosts(100)],
    ['a host on this machine', pages(100).map((url) => url.replace('a.example', 'localhost'))],
  ])('pauses at the first try that shows it, and spends none: %s', async (_name, urls) => {
    let isDown = false;
    const { run, ledger, pass, last } = through(urls, () => (isDown ? gone : null));
    run.start(null);
    await pass(150);
    isDown = true;
    await pass(100);
    expect(last()).toMatchObject({
      state: 'paused',
      pausedBy: 'network',
      limit: { kind: 'network' },
      stateReason: expect.stringMatching(
        /^No proxy can be reached, or the network is down \(the server refused the connection\)\. Trawl/,
      ),
    });
    // The run waits for hosts that have answered before, for twelve hours.
    await pass(43_000_000, 10_000);
    expect(last()).toMatchObject({ pausedBy: 'network', counts: { failed: 0 } });
    isDown = false;
    await pass(40_000, 10);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 100, failed: 0 } });
    expect([...ledger.outcomes.values()].every(({ attempts }) => attempts === 1)).toBe(true);
  });

  it('pauses for a single page too', async () => {
    let isDown = true;
    const { run, pass, last } = through(pages(1), () => (isDown ? gone : null));
    run.start(null);
    await pass(60);
    expect(last()).toMatchObject({ pausedBy: 'network', counts: { queued: 1 } });
    isDown = false;
    await pass(2000);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 1 } });
  });

  it('waits for those that answered before it was resumed', async () => {
    const { run, ledger, pass, last } = through(pages(10), () => gone);
    const trace = {
      finalUrl: 'https://a.example/1',
      status: 404,
      redirects: [],
      headers: '',
      answeredAtMs: null,
      contentType: null,
      wireBytes: 0,
      headersMs: 1,
      bodyMs: 1,
      notes: [],
    };
    ledger.commit([
      {
        requestId: 1,
        hostId: 1,
        attempts: 1,
        state: 'failed',
        failure: failure('HTTP_404', '404'),
        rows: [],
        trace,
        encoding: null,
        startedAtMs: 0,
        finishedAtMs: 1,
        extractMs: 0,
        inBrowser: false,
      },
    ]);
    run.start(null);
    await pass(3_600_000, 1000);
    expect(last()).toMatchObject({ pausedBy: 'network', counts: { queued: 9, failed: 1 } });
    await run.stop();
  });

  it('fails with the cause where they never answered at all', async () => {
    const { run, web, ledger, pass, last } = through(hosts(40), () => gone);
    run.start(null);
    await pass(170_000, 100);
    expect(last()).toMatchObject({ pausedBy: 'network', counts: { failed: 0 } });
    await pass(30_000, 100);
    expect(last()).toMatchObject({ state: 'finished', counts: { failed: 40 } });
    expect(ledger.outcomes.get(1)?.failure).toEqual(gone);
    expect(web.tries.length).toBeLessThan(100);
  });

  it.each(['PROXY_AUTH', 'PROXY_REFUSED'] as const)(
    'is not the network when one is reached and says %s',
    async (code) => {
      let reason: Failure = gone;
      const { run, pass, last } = through(hosts(40), () => reason);
      run.start(null);
      await pass(100);
      expect(last().pausedBy).toBe('network');
      reason = failure(code);
      await pass(60_000, 100);
      expect(last()).toMatchObject({ state: 'finished', counts: { failed: 40 } });
    },
  );
});
