import { describe, expect, it } from 'vitest';
import type { ProxyLine } from '#shared/engine-protocol/run.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { RobotsReader } from '../ports.ts';
import { runOnAFakeClock } from './run.fixture.ts';

const pages = (count: number, host = 'a') =>
  Array.from({ length: count }, (_, i) => `https://${host}.example/${i + 1}`);
/** `count` hosts with `each` pages. */
const hosts = (count: number, each = 1) =>
  Array.from({ length: count }, (_, i) => pages(each, `h${i}`)).flat();

const proxy: ProxyLine = {
  proxy: 'http://127.0.0.1:8080',
  state: 'ok',
  active: 0,
  done: 0,
  failed: 0,
  restMs: 0,
  lastFailure: null,
};
const gone = failure('PROXY_UNREACHED', 'the server refused the connection');

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
    // Not one try of the outage counts: there were no retries to spare.
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
    const { run, pass, last } = runOnAFakeClock(hosts(40), {}, outage.options);
    run.start(null);
    await pass(240_000, 100);
    expect(last()).toMatchObject({ state: 'finished', counts: { failed: 40, queued: 0 } });
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
  /** Through proxies: whether they can be reached, and what they say, is for the test. */
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
    // What did answer is waited for: twelve hours of it.
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
    // Ten and what was under way with them, then one after each of four pauses.
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

describe('a run that obeys robots.txt', () => {
  /** Forbids what the file names, a path a line, and waits as long as its first line says. */
  const robots: RobotsReader = {
    read(outcome) {
      if (outcome.kind === 'failed') {
        const { failure: cause } = outcome;
        const forbidden = cause.code === 'HTTP_5XX' ? failure('ROBOTS', 'none') : cause;
        return {
          again: cause.retryable ? cause : null,
          rules: { crawlDelayMs: 0, forbids: () => forbidden },
        };
      }
      const [delay, ...paths] = String.fromCharCode(...outcome.page.body).split('\n');
      return {
        again: null,
        rules: {
          crawlDelayMs: Number(delay),
          forbids: (url) =>
            paths.includes(new URL(url).pathname) ? failure('ROBOTS', 'Disallow') : null,
        },
      };
    },
  };
  const bodies = {
    'https://a.example/robots.txt': '0\n/2\n/3',
    'https://b.example/robots.txt': '200',
  };

  it('reads it once a host, before any page, and skips what it forbids', async () => {
    const urls = [...pages(20, 'a'), ...pages(5, 'b')];
    const { run, ledger, web, pass, last } = runOnAFakeClock(urls, {}, { bodies }, robots);
    run.start(null);
    await pass(3000);
    expect(run.state).toBe('finished');
    expect(last()).toMatchObject({
      counts: { total: 25, done: 23, failed: 0, skipped: 2 },
      skippedByRobots: 2,
      retries: 0,
      errors: [{ code: 'ROBOTS', count: 2, exampleUrl: 'https://a.example/2' }],
    });
    for (const host of ['a', 'b']) {
      const ofHost = web.tries.filter((url) => url.startsWith(`https://${host}.`));
      expect(ofHost.indexOf(`https://${host}.example/robots.txt`)).toBe(0);
      expect(ofHost.lastIndexOf(`https://${host}.example/robots.txt`)).toBe(0);
    }
    expect(web.tries).not.toContain('https://a.example/3');
    expect(ledger.outcomes.get(3)).toMatchObject({ state: 'skipped', attempts: 0, rows: [] });
  });

  it('keeps the Crawl-delay, and says that it does', async () => {
    const { run, web, pass, last } = runOnAFakeClock(pages(10, 'b'), {}, { bodies }, robots);
    run.start(null);
    await pass(1100);
    expect(web.tries.length).toBeLessThanOrEqual(6);
    expect(last().limit).toEqual({ kind: 'robots', host: 'https://b.example', delayMs: 200 });
    await pass(3000);
    expect(run.state).toBe('finished');
  });

  it('asks again for one that cannot be had, and then goes by what that means', async () => {
    const isRobots = (url: string) => url.endsWith('robots.txt');
    const { run, web, pass, last } = runOnAFakeClock(
      pages(5),
      { retries: 2 },
      { trouble: (url) => (isRobots(url) ? failure('HTTP_5XX', '500') : null) },
      robots,
    );
    run.start(null);
    await pass(5000);
    expect(web.tries).toEqual(Array(3).fill('https://a.example/robots.txt'));
    expect(last()).toMatchObject({ state: 'finished', counts: { skipped: 5 }, skippedByRobots: 5 });
  });

  it('does not hold a robots.txt against its host when it is the network that is down', async () => {
    let isDown = true;
    const { run, pass, last } = runOnAFakeClock(
      hosts(30),
      { retries: 0 },
      { trouble: () => (isDown ? failure('DNS_FAILED') : null) },
      robots,
    );
    run.start(null);
    await pass(300);
    expect(last()).toMatchObject({ pausedBy: 'network', counts: { queued: 30 } });
    isDown = false;
    await pass(5000, 5);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 30 } });
  });

  describe('and is redirected', () => {
    const to = (target: string, count = 5) => ({
      redirects: Object.fromEntries(pages(count, 'c').map((url) => [url, target])),
    });
    const asked = (web: { readonly tries: readonly string[] }, host: string) =>
      web.tries.filter((url) => url === `https://${host}.example/robots.txt`).length;

    it('skips the page whose redirect leads to what its own host forbids', async () => {
      const { run, ledger, web, pass } = runOnAFakeClock(
        pages(1),
        {},
        { bodies, redirects: { 'https://a.example/1': 'https://a.example/3' } },
        robots,
      );
      run.start(null);
      await pass(1000);
      expect(ledger.outcomes.get(1)).toMatchObject({
        state: 'skipped',
        attempts: 1,
        failure: {
          code: 'ROBOTS',
          message: expect.stringMatching(
            /^The page redirects to https:\/\/a\.example\/3\. The robots\.txt of the site does not allow/,
          ),
        },
      });
      expect(web.tries).toEqual(['https://a.example/robots.txt', 'https://a.example/1']);
    });

    it('reads the robots.txt of another host once, before it follows any', async () => {
      const options = { bodies, ...to('https://a.example/2') };
      const { run, web, pass, last } = runOnAFakeClock(pages(5, 'c'), {}, options, robots);
      run.start(null);
      await pass(1000);
      expect(last()).toMatchObject({ state: 'finished', counts: { skipped: 5, failed: 0 } });
      expect(last().skippedByRobots).toBe(5);
      expect(asked(web, 'a')).toBe(1);
      expect(web.tries).not.toContain('https://a.example/2');
    });

    it('follows where that file allows it, and where there is none', async () => {
      const options = { bodies, ...to('https://a.example/1') };
      const { run, web, pass, last } = runOnAFakeClock(pages(5, 'c'), {}, options, robots);
      run.start(null);
      await pass(1000);
      expect(last()).toMatchObject({ state: 'finished', counts: { done: 5 } });
      expect(web.tries.filter((url) => url === 'https://a.example/1')).toHaveLength(5);
    });

    it('goes by the file of a host of the list', async () => {
      const list = [...pages(5, 'a'), ...pages(5, 'c')];
      const options = { bodies, ...to('https://a.example/2') };
      const { run, web, pass, last } = runOnAFakeClock(list, { concurrency: 1 }, options, robots);
      run.start(null);
      await pass(3000);
      expect(last()).toMatchObject({ state: 'finished', counts: { done: 3, skipped: 7 } });
      expect(asked(web, 'a')).toBe(1);
    });

    it('reads it anew for the pages of the list where a redirect was there first', async () => {
      const answers = {
        'https://a.example/robots.txt': { failures: [failure('HTTP_401', '401')] },
      };
      const options = { bodies, answers, ...to('https://a.example/1', 1) };
      // So many hosts that the last one is drawn when the first is done.
      const list = [...pages(1, 'c'), ...hosts(1000), ...pages(5, 'a')];
      const { run, ledger, web, pass, last } = runOnAFakeClock(list, {}, options, robots);
      run.start(null);
      await pass(10_000, 10);
      expect(ledger.outcomes.get(1)).toMatchObject({ failure: { code: 'HTTP_401' } });
      expect(last()).toMatchObject({
        state: 'finished',
        counts: { done: 1003, skipped: 2, failed: 1 },
      });
      expect(asked(web, 'a')).toBe(2);
    });

    it('asks again for one that cannot be had, and goes on when it is there', async () => {
      const answers = {
        'https://a.example/robots.txt': { failures: Array(2).fill(failure('HTTP_5XX', '500')) },
      };
      const options = { bodies, answers, ...to('https://a.example/1', 1) };
      const { run, web, pass, last, ledger } = runOnAFakeClock(
        pages(1, 'c'),
        { retries: 2 },
        options,
        robots,
      );
      run.start(null);
      await pass(10_000, 10);
      expect(last()).toMatchObject({ state: 'finished', counts: { done: 1 } });
      expect(ledger.outcomes.get(1)?.attempts).toBe(3);
      expect(asked(web, 'a')).toBe(3);
    });

    it('skips in the end what leads to a host whose robots.txt has an error', async () => {
      const answers = {
        'https://a.example/robots.txt': { failures: Array(99).fill(failure('HTTP_5XX', '500')) },
      };
      const options = { answers, ...to('https://a.example/1', 40) };
      const { run, web, pass, last } = runOnAFakeClock(
        pages(40, 'c'),
        { retries: 2, safeguard: false },
        options,
        robots,
      );
      run.start(null);
      await pass(30_000, 10);
      expect(last()).toMatchObject({ state: 'finished', counts: { skipped: 40 } });
      expect(asked(web, 'a')).toBe(3);
      expect(web.tries).not.toContain('https://a.example/1');
    });

    it('fails what leads to a host that cannot be reached, with the cause, and remembers nothing', async () => {
      let isDown = true;
      const options = {
        trouble: (url: string) =>
          isDown && url.includes('a.example') ? failure('CONNECTION_REFUSED') : null,
        ...to('https://a.example/1', 1),
      };
      const { run, ledger, pass } = runOnAFakeClock(
        [...pages(1, 'c'), ...pages(1000, 'b')],
        { retries: 0 },
        options,
        robots,
      );
      run.start(null);
      await pass(1000);
      expect(ledger.outcomes.get(1)).toMatchObject({
        state: 'failed',
        failure: {
          code: 'CONNECTION_REFUSED',
          message: 'The page redirects to https://a.example/1. The server refused the connection.',
        },
      });
      isDown = false;
      expect(run.retryFailed(null)).toBe(1);
      await pass(1000);
      expect(ledger.outcomes.get(1)).toMatchObject({ state: 'done' });
    });

    it('pauses where no proxy can be reached for that file, with the cause alone', async () => {
      const trouble = (url: string) => (url.includes('a.example') ? gone : null);
      const options = { trouble, ...to('https://a.example/1') };
      const { run, pass, last } = runOnAFakeClock(pages(5, 'c'), {}, options, robots, [proxy]);
      run.start(null);
      await pass(1000);
      expect(last()).toMatchObject({
        pausedBy: 'network',
        stateReason: expect.stringMatching(
          /^No proxy can be reached, or the network is down \(the server refused the connection\)\. Trawl/,
        ),
      });
      await run.stop();
    });

    it('is not held up when it is stopped', async () => {
      const options = { fetchMs: 1000, bodies, ...to('https://a.example/1') };
      const { run, web, pass, last } = runOnAFakeClock(pages(5, 'c'), {}, options, robots);
      run.start(null);
      await pass(2500, 10);
      expect(asked(web, 'a')).toBe(1);
      await run.stop();
      expect(web.inFlight).toBe(0);
      expect(last()).toMatchObject({ state: 'stopped', counts: { queued: 5, failed: 0 } });
    });
  });
});
