import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { Sqlite } from '../../electron/engine/store/sqlite.ts';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { random, withSeed } from '../seed.ts';
import { endAllLives, runFiles, startLife } from './engine-life.ts';
import { checkRun, type RunTally } from './run-check.ts';

/** Set by `npm run kill-test`; 50 pages for each kill. */
const wantedKills = Number(process.env['TRAWL_KILLS'] ?? 20);
const pageCount = wantedKills * 50;
const concurrency = 16;
/** Slow enough for the run to last over all the kills, at some 50 pages and 150 ms of fetching per life. */
const pageMs = 48;
const lifeMs = (50 * pageMs) / concurrency;

let dataDir = '';
let site: CountingSite;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-kills-'));
  site = await startCountingSite(pageMs);
});
afterEach(async () => {
  endAllLives();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

/**
 * Numbers such as "7.299", which may be two, until a page with "77.2990" decides the column: its earlier rows are
 * converted in the transaction of that page.
 */
const decidedLate: Field = {
  name: 'amount',
  css: 'h1',
  type: 'number',
  clean: [
    { match: '\\d+$' },
    { replace: '77$', with: '77.2990' },
    { replace: '^(\\d+)$', with: '$1.299' },
  ],
};

function numbersOf(runFile: string): unknown[] {
  const db = new Sqlite(runFile);
  try {
    const rows = db.prepare<[number | string]>('SELECT amount FROM rows ORDER BY request_id');
    return rows.all().map(([value]) => value);
  } finally {
    db.close();
  }
}

describe('a run whose engine is killed again and again', () => {
  it(`is whole after each of ${wantedKills} kills at random moments, and ends complete ${withSeed}`, {
    timeout: 60_000 + wantedKills * 5000,
  }, async () => {
    const lines = Array.from({ length: pageCount }, (_, index) => site.url(index + 1));
    const list = join(dataDir, 'list.txt');
    await writeFile(list, lines.join('\n'));
    const fields = [{ name: 'title', css: 'h1' }, decidedLate];
    const rules = { name: 'Killed', fields, options: { concurrency, perHost: concurrency } };
    const start = { jobId: null, rules, input: { kind: 'file' as const, file: list } };

    let kills = 0;
    let tally: RunTally | null = null;
    let mostLost = 0;
    let startUpMs = 400;
    for (;;) {
      const [file] = runFiles(dataDir);
      const runId = file === undefined || tally === null ? null : basename(file, '.sqlite');
      if (runId === null) await rm(join(dataDir, 'runs'), { recursive: true, force: true });
      const answeredBefore = site.answers();
      const beganMs = performance.now();
      const life = startLife(
        dataDir,
        runId === null ? { kind: 'start', params: start } : { kind: 'resume', runId },
      );
      const running = life
        .until(({ state }) => state === 'running')
        .then((said) => {
          if (said !== null) startUpMs = performance.now() - beganMs;
          return said !== null;
        });
      const end = life.until(({ state }) => state === 'finished').then((said) => said !== null);
      if (kills === wantedKills) {
        expect(await end).toBe(true);
        expect(await life.ended).toBe(0);
        tally = checkRun(runFiles(dataDir)[0] ?? '', tally);
        break;
      }
      // A random moment, from the start of the process to twice its share of the run.
      const moment = random() * (startUpMs + 2 * lifeMs + 100);
      await Promise.race([sleep(moment), end]);
      await life.kill();
      // A slow machine starts slowly: the next life is given more time.
      if (!(await running)) startUpMs = Math.max(startUpMs, moment);
      kills += 1;
      const [killed] = runFiles(dataDir);
      const now: RunTally | null = killed === undefined ? null : checkRun(killed, tally);
      const committed = (now?.settled.size ?? 0) - (tally?.settled.size ?? 0);
      mostLost = Math.max(mostLost, site.answers() - answeredBefore - committed);
      tally = now;
      expect(now?.pages ?? 0).toBe(now?.settled.size ?? 0);
    }

    expect(tally?.settled.size).toBe(pageCount);
    expect(tally?.pages).toBe(pageCount);
    for (let page = 1; page <= pageCount; page += 1) {
      expect(tally?.settled.get(page)).toBe(`done 1 Title of /page/${page}`);
    }
    expect(numbersOf(runFiles(dataDir)[0] ?? '')).toEqual(
      lines.map((_, index) => Number(`${index + 1}.299`)),
    );
    // The pages of one commit interval, and the requests in flight at that moment.
    expect(mostLost).toBeLessThanOrEqual(200 + 2 * concurrency);
    process.stdout.write(
      `${kills} kills over ${pageCount} pages: ${site.answers()} answers in all; ` +
        `at most ${mostLost} answered pages were fetched again after a kill.\n`,
    );
  });
});
