import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The word with which the app becomes the browser of the command line. */
const renderHostWord = 'render-host';

/**
 * The command that starts Trawl's own Electron as a browser: the packaged app starts itself; in development a
 * script brings the runtime and its libraries, and knows whether Chromium can make its sandbox here.
 *
 * @throws Error with a sentence that says what is missing
 */
export async function browserCommand(): Promise<readonly string[]> {
  if (process.versions['electron'] === undefined) return developmentCommand();
  // The app never gives --no-sandbox by itself; a person may have to, as for the window.
  const given = process.argv.filter((word) => word === '--no-sandbox');
  const command = [process.execPath, ...given, ...ownPath(), renderHostWord];
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) {
    return command;
  }
  if (!isInstalled('xvfb-run')) {
    throw new Error(
      'there is no display, and xvfb-run is not installed, which brings a virtual one ' +
        '(on Debian: sudo apt-get install xvfb xauth)',
    );
  }
  return ['xvfb-run', '-a', '-s', '-screen 0 1280x1024x24', ...command];
}

/** The path of the app where Electron was started with one: in development. */
function ownPath(): readonly string[] {
  const isDefaultApp = (process as { readonly defaultApp?: boolean }).defaultApp === true;
  return isDefaultApp ? [fileURLToPath(new URL('..', import.meta.url))] : [];
}

function developmentCommand(): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('../scripts/browser.mjs', import.meta.url));
  if (!existsSync(script)) throw new Error('scripts/browser.mjs is missing');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let trouble = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      trouble += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed) as readonly string[]);
      else reject(new Error(trouble.trim() || `the browser could not be brought (${code})`));
    });
  });
}

function isInstalled(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
