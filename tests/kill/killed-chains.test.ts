import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Sqlite } from '../../electron/engine/store/sqlite.ts';
import {
  type CountingSite,
  startCountingSite,
} from '../../electron/engine/test-support/counting-site.ts';
import { random, withSeed } from '../seed.ts';
import { endAllLives, runFiles, startLife } from './engine-life.ts';
import { checkRun, type RunTally } from './run-check.ts';

/** Set by `npm run kill-test`; a life fetches some 50 pages. */
const wantedKills = Math.ceil(Number(process.env['TRAWL_KILLS'] ?? 20) / 2);
const chains = 16;
const chainLength = Math.ceil((wantedKills * 50) / chains);
const pageMs = 48;
const lifeMs = (50 * pageMs) / chains;

const pathOf = (chain: number, page: number) => `/chain/${chain}/${page}`;

function nextOf(path: string): string | null {
  const [, chain, page] = /^\/chain\/(\d+)\/(\d+)$/.exec(path) ?? [];
  return Number(page) < chainLength ? pathOf(Number(chain), Number(page) + 1) : null;
}

let dataDir = '';
let site: CountingSite;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-chains-'));
  site = await startCountingSite(pageMs, { nextOf });
});
afterEach(async () => {
  endAllLives();
  await site.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Every page of the run in the order of its table: its path, its state and its title. */
function tableOf(runFile: string): readonly (readonly string[])[] {
  const db = new Sqlite(runFile);
  try {
    return db
      .prepare<[string, string, string]>(
        `SELECT text, state, title FROM requests JOIN rows ON request_id = requests.id ORDER BY order_key`,
      )
      .all()
      .map(([url, ...others]) => [new URL(url).pathname, ...others]);
  } finally {
    db.close();
  }
}

it(`next pages are all found, and none is fetched again once it is committed, over ${wantedKills} kills ${withSeed}`, {
  timeout: 60_000 + wantedKills * 10_000,
}, async () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const params = {
    jobId: null,
    rules: {
      name: 'Killed',
      fields: [{ name: 'title', css: 'h1' }],
      next: { css: 'a.next' },
      options: { concurrency: chains, perHost: chains, keepPages: true },
    },
    input: {
      kind: 'lines' as const,
      lines: numbers(chains).map((chain) => site.origin + pathOf(chain, 1)),
    },
  };
  /** The answers for a page when it was first seen as committed. */
  const committed = new Map<string, number>();
  let tally: RunTally | null = null;
  let startUpMs = 400;
  for (let kills = 0; ; kills += 1) {
    const [file] = runFiles(dataDir);
    const runId = file === undefined || tally === null ? null : basename(file, '.sqlite');
    if (runId === null) await rm(join(dataDir, 'runs'), { recursive: true, force: true });
    const beganMs = performance.now();
    const life = startLife(
      dataDir,
      runId === null ? { kind: 'start', params } : { kind: 'resume', runId },
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
      break;
    }
    const moment = random() * (startUpMs + 2 * lifeMs + 100);
    await Promise.race([sleep(moment), end]);
    await life.kill();
    if (!(await running)) startUpMs = Math.max(startUpMs, moment);
    const [killed] = runFiles(dataDir);
    tally = killed === undefined ? null : checkRun(killed, tally);
    for (const text of tally?.settled.values() ?? []) {
      const path = text.slice(text.indexOf('/chain/'));
      if (!committed.has(path)) committed.set(path, site.answered.get(path) ?? 0);
    }
  }
  const [file = ''] = runFiles(dataDir);
  checkRun(file, tally);
  expect(tableOf(file)).toEqual(
    numbers(chains).flatMap((chain) =>
      numbers(chainLength).map((page) => {
        const path = pathOf(chain, page);
        return [path, 'done', `Title of ${path}`];
      }),
    ),
  );
  for (const [path, answers] of committed)
    expect([path, site.answered.get(path)]).toEqual([path, answers]);
});
