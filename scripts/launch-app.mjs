// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { ensureBuilt } from './build.mjs';
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { executable } from './package.mjs';
import { root } from './project.mjs';
import { sandboxSwitches } from './sandbox.mjs';

/**
 * @typedef {object} LaunchOptions
 * @property {boolean} [packaged] The packaged app (made beforehand), instead of the built one in dist.
 * @property {string} [dataFolder] Where the app keeps its data; a temporary folder unless given.
 * @property {readonly string[]} [args] More words for the app's command line.
 * @property {Record<string, string>} [env] Added to this process's own environment.
 * @property {'light' | 'dark' | null} [colorScheme] What the page sees; null leaves it to the system.
 */

/**
 * @typedef {object} LaunchedApp
 * @property {import('playwright').ElectronApplication} app
 * @property {import('playwright').Page} page The first window's.
 * @property {string} dataFolder
 * @property {() => Promise<void>} close Quits the app, and removes the data folder if it was a temporary one.
 */

/**
 * Starts the real app, driven by Playwright. Needs a display: see `xvfb-run`.
 * @param {LaunchOptions} [options]
 * @returns {Promise<LaunchedApp>}
 */
export async function launchApp({
  packaged = false,
  dataFolder,
  args = [],
  env = {},
  colorScheme = null,
} = {}) {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'trawl-data-')));
  const start = packaged ? { path: executable(), args: [] } : await builtApp();
  const app = await _electron.launch({
    executablePath: start.path,
    args: [...sandboxSwitches, ...start.args, ...args],
    env: { ...definedOnly(process.env), TRAWL_DATA_DIR: folder, ...env },
    colorScheme,
  });
  const page = await app.firstWindow().catch((error) => {
    app.process().kill('SIGKILL');
    throw error;
  });
  return {
    app,
    page,
    dataFolder: folder,
    async close() {
      await quit(app);
      if (dataFolder === undefined)
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * Quits the app; an app that does not quit is killed, so that a failure cannot become an endless wait.
 * @param {import('playwright').ElectronApplication} app
 */
async function quit(app) {
  const deadline = setTimeout(() => app.process().kill('SIGKILL'), 15_000);
  await app.close().finally(() => clearTimeout(deadline));
}

async function builtApp() {
  await ensureBuilt();
  return { path: (await ensureElectronRuntime()).executable, args: [root] };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function definedOnly(env) {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
