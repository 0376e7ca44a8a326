// @ts-check
import { spawnSync } from 'node:child_process';

/** The reason why Chromium cannot make its sandbox on this machine; undefined where it can. */
export const noSandboxReason = findReason();

/** A property of the machine, so the switch belongs on the command line and never in the app. */
export const sandboxSwitches = noSandboxReason === undefined ? [] : ['--no-sandbox'];

function findReason() {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid?.() === 0) return 'Chromium refuses to make its sandbox for root';
  // Containers and newer Ubuntu versions forbid user namespaces, which the sandbox needs too.
  const tried = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  const forbidden = tried.error === undefined && tried.status !== 0;
  return forbidden ? 'this system forbids the user namespaces of its sandbox' : undefined;
}
