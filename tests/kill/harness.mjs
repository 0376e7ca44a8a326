// @ts-check
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The tests of this folder in full: a 10,000-page run killed 200 times, then the named moments.
 * `npm test` runs them with 20 kills.
 *
 *   npm run kill-test -- [--kills 200]
 */
const at = process.argv.indexOf('--kills');
const kills = at < 0 ? '200' : (process.argv[at + 1] ?? '');
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
const child = spawn(
  process.execPath,
  [vitest, 'run', '--project=unit', '--no-file-parallelism', 'tests/kill'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TRAWL_KILLS: kills } },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
