// @ts-check
import { spawnSync } from 'node:child_process';

/** Why Chromium cannot make its sandbox on this machine; undefined where it can. */
export const noSandboxReason = findReason();

/** A fact about the machine, so it belongs on the command line and never into the app. */
export const sandboxSwitches = noSandboxReason === undefined ? [] : ['--no-sandbox'];

function findReason() {
  if (process.platform !== 'linux') return undefined;
  if (process.getuid?.() === 0) return 'Chromium refuses to make its sandbox for root';
  // Containers and newer Ubuntus forbid it; the sandbox is made of the same user namespaces.
  const tried = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  const forbidden = tried.error === undefined && tried.status !== 0;
  return forbidden ? 'this system forbids the user namespaces of its sandbox' : undefined;
}
