// @ts-check
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { main } from '../../scripts/main.mjs';
import { run } from '../../scripts/run.mjs';
import { withDisplay } from '../../scripts/with-display.mjs';

/**
 * The tests that kill, in full. The engine: a 10,000-page run killed 200 times, then kills at the named
 * moments. The app: all of its processes, its engine only, its main process only; and, in runs that render
 * their pages always or in `auto`, the processes of these pages as well. `npm test` makes 20 and 4 kills.
 *
 *   npm run kill-test -- [--kills 200] [--seed N]
 *   npm run kill-test -- --app [30] [--seed N]
 *
 * The seed of the moments is part of the test's name; `--seed` uses it again.
 */
const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

/**
 * @param {string} option
 * @returns {string | undefined} The argument behind it.
 */
function wordAfter(option) {
  const at = process.argv.indexOf(option);
  return at < 0 ? undefined : process.argv[at + 1];
}

/**
 * @param {readonly string[]} words
 * @param {Record<string, string>} env
 */
const test = async (words, env) => {
  const seed = wordAfter('--seed');
  const all = seed === undefined ? env : { ...env, TRAWL_SEED: seed };
  return (await run(process.execPath, [vitest, 'run', ...words], { show: true, env: all })).code;
};

await main(() =>
  process.argv.includes('--app')
    ? withDisplay(import.meta.filename, () =>
        test(['--project=e2e', 'tests/e2e/app-killed.test.ts'], {
          TRAWL_APP_KILLS: wordAfter('--app') ?? '30',
        }),
      )
    : test(['--project=unit', '--no-file-parallelism', 'tests/kill'], {
        TRAWL_KILLS: wordAfter('--kills') ?? '200',
      }),
);
