// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dist, ensureBuilt } from './build.mjs';
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { main } from './main.mjs';
import { root, say } from './project.mjs';
import { run } from './run.mjs';

const release = join(root, 'release');
const stampFile = join(release, 'stamp');

/** The sources of the packaged app, besides the runtime. */
const ingredients = [
  dist,
  join(root, 'resources'),
  join(root, 'electron-builder.yml'),
  join(root, 'package.json'),
  join(root, 'package-lock.json'),
  import.meta.filename,
];

/**
 * Packages the app for this system, unsigned and unpacked, around the available runtime: for tests. Does
 * nothing when nothing has changed. Releases are made by `npm run dist`.
 * @returns {Promise<string>} The app's executable.
 * @throws {Error} With what electron-builder said.
 */
export async function packageApp() {
  await ensureBuilt();
  const runtime = await ensureElectronRuntime();
  const stamp = fingerprint(runtime.dist);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return executable();

  say('Packaging Trawl.');
  await rm(stampFile, { force: true });
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const { code, output } = await run(process.execPath, [
    builder,
    '--dir',
    '--publish=never',
    `-c.electronDist=${runtime.dist}`,
    `-c.electronVersion=${runtime.version}`,
    // Playwright drives the app through Node's inspector, which is disabled in a release.
    '-c.electronFuses.enableNodeCliInspectArguments=true',
    '-c.mac.identity=null',
  ]);
  if (code !== 0) throw new Error(`Packaging failed.\n${output.trim()}`);
  await writeFile(stampFile, stamp);
  return executable();
}

/**
 * The path at which electron-builder puts the app's executable.
 * @returns {string}
 */
export function executable() {
  const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
  if (process.platform === 'darwin') {
    return join(release, `mac${suffix}`, 'Trawl.app', 'Contents', 'MacOS', 'trawl');
  }
  return process.platform === 'win32'
    ? join(release, `win${suffix}-unpacked`, 'trawl.exe')
    : join(release, `linux${suffix}-unpacked`, 'trawl');
}

/** @param {string} runtimeFolder */
function fingerprint(runtimeFolder) {
  const hash = createHash('sha256').update(runtimeFolder);
  for (const path of ingredients) addTo(hash, path);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function addTo(hash, path) {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
  } else {
    hash.update(path).update(readFileSync(path));
  }
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    console.log(await packageApp());
  });
}
