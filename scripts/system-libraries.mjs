// @ts-check
import { existsSync } from 'node:fs';
import { say } from './project.mjs';
import { run } from './run.mjs';

/**
 * The packages that Electron needs on Debian or Ubuntu, each with all names it has had, and the ones that a
 * test without a display needs besides.
 */
const windowPackages = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libdrm2'],
  ['libxkbcommon0'],
  ['libcups2', 'libcups2t64'],
  ['dbus'],
];
const virtualDisplayPackages = [['xvfb'], ['xauth']];

const otherSystems = [
  {
    tool: '/usr/bin/dnf',
    window:
      'gtk3 nss alsa-lib mesa-libgbm libXScrnSaver at-spi2-atk libdrm libxkbcommon cups-libs dbus',
    virtualDisplay: 'xorg-x11-server-Xvfb xorg-x11-xauth',
    command: 'sudo dnf install',
  },
  {
    tool: '/usr/bin/pacman',
    window: 'gtk3 nss alsa-lib mesa libxss at-spi2-core libdrm libxkbcommon libcups dbus',
    virtualDisplay: 'xorg-server-xvfb xorg-xauth',
    command: 'sudo pacman -S --needed',
  },
  {
    tool: '/usr/bin/zypper',
    window:
      'gtk3 mozilla-nss libasound2 libgbm1 libXss1 libatk-bridge-2_0-0 libdrm2 libxkbcommon0 libcups2 dbus-1',
    virtualDisplay: 'xorg-x11-server-Xvfb xauth',
    command: 'sudo zypper install',
  },
];

/**
 * Makes sure that Electron can start on this machine: on Debian and its derivatives, root installs the
 * missing packages; for other users the error names the one command to run.
 * @param {string} executable Electron's.
 * @param {{ virtualDisplay: boolean }} needs
 * @throws {Error} With a sentence for the person.
 */
export async function ensureSystemLibraries(executable, { virtualDisplay }) {
  if (process.platform !== 'linux') return;
  const wanted = virtualDisplay ? [...windowPackages, ...virtualDisplayPackages] : windowPackages;
  const isDebian = existsSync('/usr/bin/apt-get');

  if (isDebian && process.getuid?.() === 0) {
    const missing = await missingPackages(wanted);
    if (missing.length > 0) await install(missing);
    return;
  }
  const lacking = await lackingFiles(executable, virtualDisplay);
  if (lacking.length === 0) return;
  const command = isDebian
    ? await debianCommand(await missingPackages(wanted))
    : otherCommand(virtualDisplay);
  throw new Error(
    `Electron needs system libraries that are not installed (${lacking.join(', ')}). ` +
      (command ? `Run this once: ${command}` : 'Install them with your package manager.'),
  );
}

/**
 * @param {readonly string[][]} wanted
 * @returns {Promise<string[][]>}
 */
async function missingPackages(wanted) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query fills it in.
  const format = '${Package} ${db:Status-Status}\\n';
  const { output } = await run('dpkg-query', ['-W', '-f', format, ...wanted.flat()]);
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.slice(0, line.indexOf(' '))),
  );
  return wanted.filter((names) => !names.some((name) => installed.has(name)));
}

/** @param {readonly string[][]} missing */
async function install(missing) {
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  say('Installing the system libraries that Electron needs.');
  const updated = await run('apt-get', ['-q', 'update'], quiet);
  const names = await presentNames(missing);
  // Another installation may be active: wait for it.
  const options = ['-q', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
  const installed = await run('apt-get', [...options, 'install', ...names], quiet);
  if (installed.code === 0) return;
  throw new Error(
    `The system libraries could not be installed (${names.join(' ')}):\n` +
      `${updated.code === 0 ? '' : updated.output}${installed.output}`.trim(),
  );
}

/**
 * The name of each package in this release of the system.
 * @param {readonly string[][]} packages
 * @returns {Promise<string[]>}
 */
async function presentNames(packages) {
  const chosen = [];
  for (const names of packages) {
    let present = names[0] ?? '';
    for (const name of names) {
      const shown = await run('apt-cache', ['show', '--no-all-versions', name]);
      if (shown.code === 0) {
        present = name;
        break;
      }
    }
    chosen.push(present);
  }
  return chosen;
}

/** @param {readonly string[][]} missing */
async function debianCommand(missing) {
  const names = await presentNames(missing);
  return `sudo apt-get update && sudo apt-get install -y ${names.join(' ')}`;
}

/** @param {boolean} virtualDisplay */
function otherCommand(virtualDisplay) {
  const system = otherSystems.find(({ tool }) => existsSync(tool));
  if (system === undefined) return undefined;
  return [system.command, system.window, virtualDisplay ? system.virtualDisplay : '']
    .join(' ')
    .trim();
}

/**
 * The libraries that the loader does not find, whatever the names of their packages on this system.
 * @param {string} executable
 * @param {boolean} virtualDisplay
 * @returns {Promise<string[]>}
 */
async function lackingFiles(executable, virtualDisplay) {
  const { output } = await run('ldd', [executable]);
  const lacking = output
    .split('\n')
    .filter((line) => line.endsWith('=> not found'))
    .map((line) => line.trim().split(' ')[0] ?? '');
  if (!virtualDisplay) return lacking;
  for (const tool of ['Xvfb', 'xvfb-run', 'xauth']) {
    const { code } = await run('sh', ['-c', `command -v ${tool}`]);
    if (code !== 0) lacking.push(tool);
  }
  return lacking;
}
