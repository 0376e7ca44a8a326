import { expect, it } from 'vitest';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import { MemoryLedger } from '../test-support/memory-ledger.ts';
import { pages, runOnAFakeClock } from './run.fixture.ts';

const logIn = { domains: ['a.example'], addresses: [] };
const loginUrl = 'https://a.example/login';

/** A run of 60 pages with a log-in, at a site whose session a test ends and begins again. */
function setUp(options: Partial<ResolvedOptions> = {}, ledger?: MemoryLedger, count = 60) {
  const urls = pages(count);
  const redirects: Record<string, string> = {};
  const showsForms = { value: false };
  const web = { redirects, hasPassword: () => showsForms.value };
  const made = runOnAFakeClock(urls, { concurrency: 4, ...options }, web, null, [], logIn, ledger);
  const rows = (): readonly string[] =>
    [...made.ledger.outcomes.values()].flatMap((outcome) => outcome.rows.map(([url = '']) => url));
  return {
    ...made,
    urls,
    showsForms,
    rows,
    end: () => {
      for (const url of urls) redirects[url] = loginUrl;
    },
    begin: () => {
      for (const url of urls) delete redirects[url];
    },
  };
}

it('pauses when pages lead to the log-in, queues them again, and goes on with the rest', async () => {
  const { run, pass, last, end, begin, rows, urls, web } = setUp();
  run.start(null);
  await pass(300);
  end();
  await pass(1500);
  expect(last()).toMatchObject({ state: 'paused', pausedBy: 'login', counts: { failed: 0 } });
  expect(last().stateReason).toMatch(
    /^a\.example asks for a log-in again since \d\d:\d\d: \d+ pages are fetched again\.$/,
  );
  const again = Number(/: (\d+) pages/.exec(last().stateReason ?? '')?.[1]);
  expect(last().counts.queued).toBe(60 - last().counts.done);
  expect(again).toBe(web.tries.filter((url) => url === loginUrl).length);
  expect(rows()).not.toContain(loginUrl);
  begin();
  run.unpause();
  await pass(3000);
  await run.ended;
  expect(last()).toMatchObject({ state: 'finished', counts: { done: 60, failed: 0 } });
  expect([...rows()].sort()).toEqual([...urls].sort());
});

it('pauses when pages show a form where they had none, at the end of the list as well', async () => {
  const { run, pass, last, showsForms, rows, web } = setUp(
    { concurrency: 1, perHost: 1 },
    undefined,
    8,
  );
  run.start(null);
  await pass(320);
  const before = web.tries.length;
  expect(before).toBe(7);
  showsForms.value = true;
  await pass(1500);
  expect(last()).toMatchObject({ state: 'paused', pausedBy: 'login', counts: { failed: 0 } });
  expect(rows()).toHaveLength(before - 1);
  showsForms.value = false;
  run.unpause();
  await pass(1500);
  expect(last()).toMatchObject({ state: 'finished', counts: { done: 8 } });
});

it('fails the pages once the person has gone on without a log-in, and does not pause again', async () => {
  const { run, pass, last, end, rows } = setUp({ concurrency: 8 });
  run.start(null);
  await pass(150);
  end();
  await pass(1000);
  expect(last().pausedBy).toBe('login');
  run.unpause();
  await pass(3000);
  await run.ended;
  const { done, failed } = last().counts;
  expect(last()).toMatchObject({ state: 'finished', errors: [{ code: 'LOGIN_ASKED' }] });
  expect(done + failed).toBe(60);
  expect(rows()).not.toContain(loginUrl);
});

it('fails them without a pause where the job wants none', async () => {
  const { run, pass, last, end } = setUp({ safeguard: false });
  run.start(null);
  await pass(150);
  end();
  await pass(3000);
  await run.ended;
  expect(last()).toMatchObject({ state: 'finished', errors: [{ code: 'LOGIN_ASKED' }] });
});

it('queues them again when it begins, if the process was killed before it could', async () => {
  const ledger = new MemoryLedger(pages(60));
  const killed = setUp({}, ledger);
  killed.run.start(null);
  await killed.pass(300);
  killed.end();
  // From here on nothing is taken back, as if the process had been killed.
  ledger.requeueFailed = () => 0;
  await killed.pass(1500);
  expect(ledger.counts().failed).toBeGreaterThan(0);
  Reflect.deleteProperty(ledger, 'requeueFailed');

  const resumed = setUp({}, ledger);
  resumed.run.start(null);
  await resumed.pass(3000);
  await resumed.run.ended;
  expect(resumed.last()).toMatchObject({ state: 'finished', counts: { done: 60, failed: 0 } });
  expect([...resumed.rows()].sort()).toEqual([...resumed.urls].sort());
});

it('stops while it is paused, with all pages to be fetched again left', async () => {
  const { run, pass, last, end } = setUp();
  run.start(null);
  await pass(300);
  end();
  await pass(1500);
  const stopped = run.stop();
  await pass(1000);
  await stopped;
  expect(last()).toMatchObject({ state: 'stopped', counts: { failed: 0 } });
});
