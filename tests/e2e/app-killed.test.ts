import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RenderMode } from '#shared/job/render.ts';
import { isLocked } from '../../electron/engine/store/run-lock.ts';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { runFiles } from '../kill/engine-life.ts';
import { checkRun, type RunTally } from '../kill/run-check.ts';
import { random, withSeed } from '../seed.ts';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { folderForTests } from './support/folder.ts';
import { exportTable, numberedRow, writeNumberedJob } from './support/numbered-pages.ts';
import {
  enginePid,
  groupOf,
  killIfThere,
  killMain,
  killTree,
  pidOf,
  renderedPids,
  spawnApp,
} from './support/processes.ts';
import { until } from './support/until.ts';

/** Set by `npm run kill-test -- --app 30`. */
const wantedKills = Number(process.env['TRAWL_APP_KILLS'] ?? 4);
/** The approximate time until the app's window is there. */
const startMs = 1500;

/**
 * The processes to kill: all, all in the first moments of a start, the engine, the main process (which is the
 * browser of rendered pages as well), or those of the pages that are rendered.
 */
type Victim = 'tree' | 'starting' | 'engine' | 'main' | 'pages';

interface Plan {
  readonly title: string;
  readonly render: RenderMode;
  /** In turn. */
  readonly victims: readonly [Victim, ...Victim[]];
  readonly kills: number;
  readonly pagesPerKill: number;
  readonly concurrency: number;
  readonly pageMs: number;
}

const rendered = {
  kills: Math.ceil(wantedKills / 2),
  pagesPerKill: 50,
  concurrency: 4,
  pageMs: 40,
};
const plans: readonly Plan[] = [
  {
    title: 'that fetches its pages',
    render: 'never',
    victims: ['tree', 'starting', 'engine', 'main'],
    kills: wantedKills,
    pagesPerKill: 150,
    concurrency: 16,
    pageMs: 48,
  },
  {
    title: 'that renders all of its pages',
    render: 'always',
    victims: ['pages', 'tree', 'engine', 'main'],
    ...rendered,
  },
  {
    title: 'that renders the pages that need it',
    render: 'auto',
    victims: ['engine', 'main', 'pages', 'tree'],
    ...rendered,
  },
];

watchApps();
const folder = folderForTests();

describe.each(plans)('a run $title, whose app is killed again and again', (plan) => {
  const { render, victims, kills: planned, pagesPerKill, concurrency, pageMs } = plan;
  const pageCount = planned * pagesPerKill;
  const own = join(folder, render);
  const dataFolder = join(own, 'data');
  let site: CountingSite;
  beforeAll(async () => {
    await mkdir(own, { recursive: true });
    site = await startCountingSite(pageMs, { isBuilt: render !== 'never' });
  });
  afterAll(() => site.close());

  const runFile = (): string => {
    const [file = '', ...others] = runFiles(dataFolder);
    expect(others).toEqual([]);
    return file;
  };

  /** Opens the app and takes the offered action on the run: Start the first time, then Resume. */
  async function takeUp(job: string | null): Promise<Trawl> {
    const trawl = await openTrawl({ dataFolder, args: job === null ? [] : [job] });
    const { page } = trawl;
    if (job === null) {
      const offer = page.getByRole('region', { name: 'Unfinished runs' });
      await offer.getByText('The run of "Killed" was not finished when Trawl ended.').waitFor();
      await offer.getByRole('button', { name: 'Resume' }).click();
    } else {
      await page.getByText(`${pageCount.toLocaleString('en')} URLs`).waitFor();
      await page.getByRole('button', { name: 'Start', exact: true }).click();
    }
    return trawl;
  }

  /** Waits until a random moment within this life's share of the run; returns the engine's process id. */
  async function anyMoment(trawl: Trawl, reached: number): Promise<number> {
    const engine = await enginePid(trawl);
    const wanted = reached + 1 + random() * (pagesPerKill - 1);
    await until(() => site.answers() >= wanted, 'the run goes on');
    await sleep(random() * pageMs);
    return engine;
  }

  /** Kills the app in its first moments, before it has resumed the run. */
  async function killWhileStarting(): Promise<void> {
    const app = spawnApp(dataFolder);
    const ended = once(app, 'exit');
    await sleep(random() * startMs);
    if (app.pid !== undefined) process.kill(groupOf(app.pid), 'SIGKILL');
    await ended;
  }

  /** Kills the engine only. Main is suspended until `look` is done, since it starts the next engine. */
  async function killEngine(
    trawl: Trawl,
    engine: number,
    look: () => Promise<void>,
  ): Promise<void> {
    process.kill(pidOf(trawl), 'SIGSTOP');
    try {
      process.kill(engine, 'SIGKILL');
      await look();
    } finally {
      process.kill(pidOf(trawl), 'SIGCONT');
    }
  }

  /** Kills what renders pages at the moment; the run goes on. */
  async function killPages(trawl: Trawl): Promise<void> {
    let pids: readonly number[] = [];
    await until(async () => {
      pids = await renderedPids(trawl);
      return pids.length > 0;
    }, 'there are windows that render');
    for (const pid of pids) killIfThere(pid);
  }

  it(`is whole after each of ${planned} kills, and ends complete ${withSeed}`, {
    timeout: 120_000 + planned * 40_000,
  }, async () => {
    const urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
    // Each kill of its process costs a page a try.
    const options = { concurrency, render, renderWindows: 2, retries: 2 + planned };
    const job = await writeNumberedJob(own, 'Killed', urls, options);
    let trawl: Trawl | null = await takeUp(job);
    let tally: RunTally | null = null;
    let answered = 0;
    let mostLost = 0;
    /** Reads the file when no process owns the run any more, and before the next process opens it. */
    const look = async (): Promise<void> => {
      await until(() => !isLocked(runFile()), 'the run has no owner');
      const now: RunTally | null = checkRun(runFile(), tally);
      const committed = settledIn(now) - settledIn(tally);
      mostLost = Math.max(mostLost, site.answers() - answered - committed);
      tally = now;
      answered = site.answers();
    };
    let reached = 0;
    for (let kills = 0; kills < planned; kills += 1) {
      const victim = victims[kills % victims.length] ?? 'tree';
      if (victim === 'starting') {
        await killWhileStarting();
        await look();
        continue;
      }
      trawl ??= await takeUp(null);
      const engine: number = await anyMoment(trawl, reached);
      if (victim === 'pages') await killPages(trawl);
      else if (victim === 'engine') await killEngine(trawl, engine, look);
      else {
        await (victim === 'tree' ? killTree(trawl) : killMain(trawl));
        trawl = null;
        await look();
      }
      reached = site.answers();
    }
    expect(settledIn(tally)).toBeLessThan(pageCount);

    trawl ??= await takeUp(null);
    // Half of the list may be left.
    const finished = trawl.page.getByRole('button', { name: /^Killed Finished/ });
    await finished.waitFor({ timeout: 60_000 + planned * 15_000 });
    const table = await exportTable(trawl, join(own, 'table.csv'), pageCount);
    expect(table.rows).toEqual(urls.map(numberedRow));
    expect(trawl.takeTroubles()).toEqual([]);
    await trawl.close();
    await look();
    expect(settledIn(tally)).toBe(pageCount);

    // The pages of one commit interval, and the requests in flight at that moment.
    expect(mostLost).toBeLessThanOrEqual(200 + 2 * concurrency);
    process.stdout.write(
      `${planned} kills over ${pageCount} pages: ${site.answers()} answers in all; ` +
        `at most ${mostLost} answered pages were fetched again after a kill.\n`,
    );
  });
});

const settledIn = (tally: RunTally | null): number => tally?.settled.size ?? 0;
