import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type { RobotsReader } from '../../ports/robots-reader.ts';
import { MemoryLedger } from '../test-support/memory-ledger.ts';
import type { WebOptions } from '../test-support/scripted-web.ts';
import { pages, runOnAFakeClock } from './run.fixture.ts';

/** Pages under /script have a price only when they are rendered; others have it anyway. */
const rows: WebOptions['rows'] = (url, isRendered) => [
  [url, isRendered || !url.includes('/script/') ? '4.50' : ''],
];
const shop = (count: number, path = 'script', host = 'a') =>
  Array.from({ length: count }, (_, i) => `https://${host}.example/${path}/${i + 1}`);

const rendering = (
  urls: readonly string[],
  options: Partial<ResolvedOptions> = {},
  web: Partial<WebOptions> = {},
  robots: RobotsReader | null = null,
) => runOnAFakeClock(urls, { render: 'auto', ...options }, { rows, ...web }, robots);

const openRobots: RobotsReader = {
  read: () => ({
    again: null,
    rules: {
      crawlDelayMs: 0,
      forbids: (url) => (url.includes('/closed') ? failure('ROBOTS') : null),
    },
  }),
};

describe('rendering in a run', () => {
  it('renders nothing where the job does not ask for it', async () => {
    const { run, pass, web, last, ledger } = rendering(shop(5), { render: 'never' });
    run.start(null);
    await pass(3000);
    expect(web.rendered).toEqual([]);
    expect(last()).toMatchObject({ state: 'finished', rendering: null });
    expect([...ledger.outcomes.values()].every(({ inBrowser }) => !inBrowser)).toBe(true);
    expect(ledger.templates()).toEqual([]);
  });

  it('renders every page where the job says always, at most as many at once as there are windows', async () => {
    const urls = [...shop(6), ...shop(6, 'plain')];
    const { run, pass, web, last, ledger } = rendering(urls, {
      render: 'always',
      renderWindows: 3,
    });
    run.start(null);
    await pass(6000);
    expect(web.rendered.toSorted()).toEqual(urls.toSorted());
    expect(web.mostRendering).toBe(3);
    expect(last()).toMatchObject({
      state: 'finished',
      counts: { done: 12 },
      rendering: { mode: 'always', pages: 12, templates: [] },
    });
    expect([...ledger.outcomes.values()].every(({ rows: [row] }) => row?.[1] === '4.50')).toBe(
      true,
    );
  });

  it('renders in auto only what needs it, says why, and keeps it in the file', async () => {
    const urls = [...shop(30), ...shop(30, 'plain')];
    const { run, pass, web, last, ledger } = rendering(urls);
    run.start(null);
    await pass(10_000);
    expect(web.rendered.toSorted()).toEqual(shop(30).toSorted());
    expect(last().rendering).toMatchObject({
      mode: 'auto',
      pages: 30,
      templateCount: 2,
      templates: [
        { template: 'https://a.example/script/…', decision: 'render', filled: ['price'] },
        { template: 'https://a.example/plain/…', decision: 'fetch', filled: [], rendered: 0 },
      ],
    });
    for (const { rows: found, inBrowser } of ledger.outcomes.values()) {
      expect(found[0]?.[1]).toBe('4.50');
      expect(inBrowser).toBe(found[0]?.[0]?.includes('/script/'));
    }
    expect(ledger.templates()).toMatchObject([
      { shape: '/script/…', decision: 'render', evidence: { fields: { price: { filled: 30 } } } },
      { shape: '/plain/…', decision: 'fetch' },
    ]);
  });

  it('says that pages wait for a window', async () => {
    const { run, pass, snapshots } = rendering(shop(20), { render: 'always', renderWindows: 1 });
    run.start(null);
    await pass(1000);
    expect(snapshots.at(-1)?.limit).toEqual({ kind: 'windows', windows: 1 });
  });

  it('does not take the time of rendering, or of the wait for a window, for strain of the host', async () => {
    const options = { pace: 'polite', concurrency: 16, perHost: 8, renderWindows: 2 } as const;
    const { run, pass, last } = rendering(shop(300), options, { fetchMs: 20, renderMs: 400 });
    run.start(null);
    await pass(20_000, 5);
    const [host] = last().hosts;
    expect(host?.allowed).toBe(8);
    expect(host?.latencyMs).toBeLessThan(60);
  });

  it('tries failed renderings again as often as failed fetches, and learns nothing from them', async () => {
    const trouble = failure('TOTAL_TIMEOUT');
    const { run, pass, web, last, ledger } = rendering(
      shop(4),
      { retries: 2 },
      { renderTrouble: () => trouble },
    );
    run.start(null);
    await pass(30_000, 10);
    expect(web.rendered.length).toBe(12);
    expect(last()).toMatchObject({ state: 'finished', counts: { failed: 4 }, rows: 0, retries: 8 });
    expect(ledger.outcomes.get(1)).toMatchObject({
      failure: trouble,
      inBrowser: true,
      attempts: 3,
    });
    expect(last().rendering?.templates).toMatchObject([{ decision: 'undecided', rendered: 0 }]);
  });

  it('drops what is being rendered at a stop, and fetches it again after a resume', async () => {
    const { run, pass, web, ledger, last } = rendering(shop(8), {}, { renderMs: 60_000 });
    run.start(null);
    await pass(500);
    expect(web.mostRendering).toBe(2);
    const stopped = run.stop();
    await pass(600);
    await stopped;
    expect(last()).toMatchObject({ state: 'stopped', counts: { queued: 8, active: 0, done: 0 } });
    expect(ledger.outcomes.size).toBe(0);
    expect(web.inFlight).toBe(0);
  });

  it('lets pages that are being rendered end in a pause, and starts no others', async () => {
    const { run, pass, web, last } = rendering(shop(40), { concurrency: 4 }, { renderMs: 300 });
    run.start(null);
    await pass(200);
    run.pause();
    await pass(3000);
    expect(last()).toMatchObject({ state: 'paused', counts: { active: 0, done: 4 } });
    const before = web.tries.length;
    run.unpause();
    await pass(20_000, 10);
    expect(before).toBe(4);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 40 } });
  });

  it('drops everything that is on its way when it is closed by a failed commit', async () => {
    const { run, pass, ledger, last } = rendering(shop(8), {}, { renderMs: 200 });
    ledger.failNextCommit(new Error('The disk is full.'));
    run.start(null);
    await pass(5000);
    expect(last().state).toBe('halted');
    expect(ledger.outcomes.size).toBe(0);
  });

  it('fetches where a script leads by the rules of redirects, robots.txt too', async () => {
    const urls = ['https://a.example/script/1', 'https://a.example/script/2'];
    const leads = (url: string): string | null => {
      if (url.endsWith('/script/1')) return 'https://a.example/script/led';
      return url.endsWith('/script/2') ? 'https://a.example/closed' : null;
    };
    const { run, pass, last, ledger } = rendering(urls, { robots: true }, { leads }, openRobots);
    run.start(null);
    await pass(5000);
    expect(last()).toMatchObject({ counts: { done: 1, skipped: 1 }, skippedByRobots: 1 });
    expect(ledger.outcomes.get(1)?.rows).toEqual([['https://a.example/script/led', '4.50']]);
  });

  it('sends headers of the job where a script leads only within the host of the page', async () => {
    const hops = ['https://a.example/script/1', 'https://a.example/script/2'];
    hops.push('https://b.example/script/3', 'https://b.example/script/4');
    hops.push('https://a.example/script/5');
    const leads = (url: string) => hops[hops.indexOf(url) + 1] ?? null;
    const { run, pass, web } = rendering(hops.slice(0, 1), {}, { leads });
    run.start(null);
    await pass(5000);
    expect(web.tries).toEqual(hops);
    const own = 'https://a.example';
    expect(web.rules.map(({ ownOrigin }) => ownOrigin)).toEqual([undefined, own, own, null, null]);
  });

  it('obeys a person at once, and says so in the file', async () => {
    const { run, pass, web, ledger, last } = rendering(shop(60), { concurrency: 2 });
    run.start(null);
    await pass(1500);
    expect(run.overrule('https://a.example/script/…', 'never')).toBe(true);
    await pass(200);
    const rendered = web.rendered.length;
    expect(rendered).toBeGreaterThan(5);
    expect(ledger.templates()).toMatchObject([{ shape: '/script/…', decision: 'never' }]);
    await pass(20_000, 10);
    expect(web.rendered.length).toBe(rendered);
    expect(last()).toMatchObject({ state: 'finished', counts: { done: 60 } });
  });

  it('knows from the file what an earlier engine has found out', async () => {
    const first = rendering(shop(30));
    first.run.start(null);
    await first.pass(10_000);
    const ledger = new MemoryLedger(shop(30), { refusesRepeats: true });
    ledger.commit([], 0, first.ledger.templates());
    const args = [{ render: 'auto' }, { rows }, null, [], null, ledger] as const;
    const { web, run, pass, last } = runOnAFakeClock([], ...args);
    run.start(null);
    expect(last().rendering?.templates).toMatchObject([{ decision: 'render', pages: 30 }]);
    await pass(10_000);
    expect(web.rendered.length).toBe(30);
  });

  it('leaves documents alone that are no HTML, and pages with an error status', async () => {
    const { run, pass, web, last } = rendering(
      pages(3),
      { render: 'always' },
      {
        answers: { 'https://a.example/1': { failures: [failure('HTTP_404')] } },
        contentTypes: { 'https://a.example/2': 'application/rss+xml' },
      },
    );
    run.start(null);
    await pass(5000);
    expect(web.rendered).toEqual(['https://a.example/3']);
    expect(last().counts).toMatchObject({ done: 2, failed: 1 });
  });
});
