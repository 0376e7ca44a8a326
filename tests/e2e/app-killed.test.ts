import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { enginePid, groupOf, killMain, killTree, pidOf, spawnApp } from './support/processes.ts';
import { until } from './support/until.ts';

/** Set by `npm run kill-test -- --app 30`; 150 pages for each kill. */
const wantedKills = Number(process.env['TRAWL_APP_KILLS'] ?? 4);
const pagesPerKill = 150;
const pageCount = wantedKills * pagesPerKill;
const concurrency = 16;
const pageMs = 48;
/** The approximate time until the app's window is there. */
const startMs = 1500;
/** The processes to kill, in turn: all, all in the first moments of a start, a single one. */
const victims = ['tree', 'starting', 'engine', 'main'] as const;

watchApps();
const folder = folderForTests();
const dataFolder = join(folder, 'data');
let site: CountingSite;
beforeAll(async () => {
  site = await startCountingSite(pageMs);
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
async function anyMoment(trawl: Trawl, answered: number): Promise<number> {
  const engine = await enginePid(trawl);
  const wanted = answered + 1 + random() * (pagesPerKill - 1);
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
async function killEngine(trawl: Trawl, engine: number, look: () => Promise<void>): Promise<void> {
  process.kill(pidOf(trawl), 'SIGSTOP');
  try {
    process.kill(engine, 'SIGKILL');
    await look();
  } finally {
    process.kill(pidOf(trawl), 'SIGCONT');
  }
}

describe('the app, killed again and again in the midst of a run', () => {
  it(`has a whole run after each of ${wantedKills} kills, and ends it complete ${withSeed}`, {
    timeout: 120_000 + wantedKills * 30_000,
  }, async () => {
    const urls = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
    const job = await writeNumberedJob(folder, 'Killed', urls, { concurrency });
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
    for (let kills = 0; kills < wantedKills; kills += 1) {
      const victim = victims[kills % victims.length] ?? 'tree';
      if (victim === 'starting') {
        await killWhileStarting();
        await look();
        continue;
      }
      trawl ??= await takeUp(null);
      const engine: number = await anyMoment(trawl, answered);
      if (victim === 'engine') {
        await killEngine(trawl, engine, look);
        continue;
      }
      await (victim === 'tree' ? killTree(trawl) : killMain(trawl));
      trawl = null;
      await look();
    }
    expect(settledIn(tally)).toBeLessThan(pageCount);

    trawl ??= await takeUp(null);
    // Half of the list may be left.
    const finished = trawl.page.getByRole('button', { name: /^Killed Finished/ });
    await finished.waitFor({ timeout: 60_000 + wantedKills * 10_000 });
    const table = await exportTable(trawl, join(folder, 'table.csv'), pageCount);
    expect(table.rows).toEqual(urls.map(numberedRow));
    expect(trawl.takeTroubles()).toEqual([]);
    await trawl.close();
    await look();
    expect(settledIn(tally)).toBe(pageCount);

    // The pages of one commit interval, and the requests in flight at that moment.
    expect(mostLost).toBeLessThanOrEqual(200 + 2 * concurrency);
    process.stdout.write(
      `${wantedKills} kills of the app over ${pageCount} pages: ${site.answers()} answers in all; ` +
        `at most ${mostLost} answered pages were fetched again after a kill.\n`,
    );
  });
});

const settledIn = (tally: RunTally | null): number => tally?.settled.size ?? 0;
