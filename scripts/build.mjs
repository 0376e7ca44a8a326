// @ts-check
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './project.mjs';
import { run } from './run.mjs';

export const dist = join(root, 'dist');

/** The sources that dist is built from. */
const sources = ['electron', 'renderer', 'shared', 'package-lock.json', 'vite.config.ts'];

/** The last file that the build writes (see vite.config.ts): if it exists, the others exist too. */
const lastBuilt = join(dist, 'preload.cjs');

/**
 * Builds the app when a source is newer than the last build.
 * @throws {Error} With what the build said.
 */
export async function ensureBuilt() {
  const newest = Math.max(...sources.map((name) => newestChangeMs(join(root, name))));
  if (existsSync(lastBuilt) && statSync(lastBuilt).mtimeMs > newest) return;
  await build();
}

/** The notice goes to standard error, since standard output may be a table. */
export async function build() {
  say('Building Trawl.');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  // A test runner sets another value, and the page would be built with React's checks for development.
  const env = { NODE_ENV: 'production' };
  const { code, output } = await run(process.execPath, [vite, 'build', '--app'], { env });
  if (code !== 0) throw new Error(`The build failed.\n${output.trim()}`);
}

/**
 * A folder's own modification time counts too: it changes when a file is removed.
 * @param {string} path
 * @returns {number}
 */
export function newestChangeMs(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).map((name) => newestChangeMs(join(path, name)));
  return Math.max(stat.mtimeMs, ...inside);
}
