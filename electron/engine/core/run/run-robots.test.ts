import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import type { RobotsReader } from '../../ports/robots-reader.ts';
import { gone, hosts, pages, proxy, runOnAFakeClock } from './run.fixture.ts';

describe('a run that obeys robots.txt', () => {
  /** Forbids the paths in the file, one a line, and waits as long as its first line says. */
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
      // With so many hosts, the last one is drawn after the first one is done.
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
