// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { root, say } from '../project.mjs';
import { run } from '../run.mjs';

const folder = join(root, 'node_modules', 'electron');

/** The path of Electron's executable inside its folder. */
export const executablePath =
  process.platform === 'darwin'
    ? join('Electron.app', 'Contents', 'MacOS', 'Electron')
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';

/** @typedef {{ dist: string, executable: string, version: string }} Runtime */

/**
 * The version of an unpacked Electron, from the file that each of them contains.
 * @param {string} dist
 * @returns {string | undefined} Undefined where the folder holds no complete Electron.
 */
export function versionOf(dist) {
  if (!existsSync(join(dist, executablePath)) || !existsSync(join(dist, 'version')))
    return undefined;
  return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
}

/**
 * The Electron that package.json declares, downloaded by its own downloader when the server can be reached.
 * @returns {Promise<Runtime | { problem: string }>}
 */
export async function declaredRuntime() {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const dist = join(folder, 'dist');
  const runtime = { dist, executable: join(dist, executablePath), version };
  if (versionOf(dist) === version) return runtime;

  const host = downloadHost();
  if (!hasProxy() && !(await canConnect(host, 3000)))
    return { problem: `${host} cannot be reached` };
  say(`Downloading Electron ${version} from ${host}.`);
  // The downloader requires an ES module, which Node before 20.19 supports only with a flag.
  const flag = '--experimental-require-module';
  const flags = process.allowedNodeEnvironmentFlags.has(flag) ? [flag] : [];
  const { code, output } = await run(process.execPath, [...flags, join(folder, 'install.js')], {
    timeoutMs: 600_000,
  });
  if (code === 0 && versionOf(dist) === version) return runtime;
  const reason = output.split('\n').find((line) => line.includes('Error')) ?? `exit code ${code}`;
  return { problem: `its download failed (${reason.trim()})` };
}

/** Electron's downloader takes its mirror from the same variables. */
function downloadHost() {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  return mirror && URL.canParse(mirror) ? new URL(mirror).hostname : 'github.com';
}

function hasProxy() {
  return ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'npm_config_https_proxy'].some(
    (name) => Boolean(process.env[name]),
  );
}

/**
 * Checked beforehand, since the downloader waits long where packets are dropped.
 * @param {string} host
 * @param {number} deadlineMs
 * @returns {Promise<boolean>}
 */
function canConnect(host, deadlineMs) {
  return new Promise((settle) => {
    const socket = connect({ host, port: 443 });
    const end = (/** @type {boolean} */ answer) => {
      clearTimeout(deadline);
      socket.destroy();
      settle(answer);
    };
    // A timer instead of the socket's own timeout, which begins only after the name was looked up.
    const deadline = setTimeout(() => end(false), deadlineMs);
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}
