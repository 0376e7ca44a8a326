// @ts-check
import { join, resolve } from 'node:path';
import { say } from './project.mjs';
import { declaredRuntime, executablePath, versionOf } from './runtime/declared.mjs';
import { fallbackRuntime } from './runtime/fallback.mjs';

/**
 * An unpacked Electron for development and tests: the one in ELECTRON_OVERRIDE_DIST_PATH, or the declared
 * one, or the substitute from the package registry.
 * @returns {Promise<import('./runtime/declared.mjs').Runtime>}
 * @throws {Error} With a sentence for the person, when none is available.
 */
export async function ensureElectronRuntime() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return overriddenRuntime(resolve(override));

  const declared = await declaredRuntime();
  if (!('problem' in declared)) return declared;
  const fallback = await fallbackRuntime();
  if ('problem' in fallback) {
    throw new Error(
      `There is no Electron to run: ${declared.problem}, and ${fallback.problem}. ` +
        'Download Electron from https://github.com/electron/electron/releases, unpack it, and set ' +
        'ELECTRON_OVERRIDE_DIST_PATH to its folder.',
    );
  }
  say(
    `Using Electron ${fallback.version} from ${fallback.dist}, since ${declared.problem}. ` +
      'It serves development and tests, not releases.',
  );
  // One search is enough for this process and its child processes.
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = fallback.dist;
  return fallback;
}

/**
 * @param {string} dist
 * @returns {import('./runtime/declared.mjs').Runtime}
 */
function overriddenRuntime(dist) {
  const version = versionOf(dist);
  if (version === undefined) {
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${dist}, which holds no Electron.`);
  }
  return { dist, executable: join(dist, executablePath), version };
}
