import { type ChildProcess, spawn } from 'node:child_process';
import { executable } from '../../../scripts/package.mjs';
import { sandboxSwitches } from '../../../scripts/sandbox.mjs';
import type { Trawl } from './app.ts';
import { asked } from './asked.ts';
import { until } from './until.ts';

/** The process of the engine, from Electron's list of processes; waits for one where there is none. */
export async function enginePid({ app }: Trawl, otherThan = 0): Promise<number> {
  let pid = 0;
  await until(async () => {
    const pids = await pidsOf(app, 'Trawl engine');
    if (pids.length > 1) throw new Error(`There are ${pids.length} engines.`);
    pid = pids[0] ?? 0;
    return pid !== 0 && pid !== otherThan;
  }, 'there is an engine');
  return pid;
}

/** The processes that fetch for the engine. */
export const fetcherPids = ({ app }: Trawl): Promise<number[]> => pidsOf(app, 'Trawl fetcher');

/** The processes of the pages that the app renders. */
export function renderedPids({ app }: Trawl): Promise<number[]> {
  return asked(() =>
    app.evaluate((electron) =>
      electron.webContents
        .getAllWebContents()
        .filter((contents) => contents.isOffscreen())
        .map((contents) => contents.getOSProcessId())
        .filter((pid) => pid > 0),
    ),
  );
}

function pidsOf(app: Trawl['app'], service: string): Promise<number[]> {
  return asked(() =>
    app.evaluate(
      (electron, wanted) =>
        electron.app
          .getAppMetrics()
          .filter(({ type, name }) => type === 'Utility' && name === wanted)
          .map((metric) => metric.pid),
      service,
    ),
  );
}

/** Kills the main process only; its child processes must detect that. */
export async function killMain(trawl: Trawl): Promise<void> {
  await kill(trawl, pidOf(trawl));
}

/** Kills every process of the app at once. */
export async function killTree(trawl: Trawl): Promise<void> {
  await kill(trawl, groupOf(pidOf(trawl)));
}

/**
 * The pid argument for a signal to all processes of an app, which leads a process group of its own
 * (Playwright starts it so too).
 */
export const groupOf = (pid: number): number => (process.platform === 'win32' ? pid : -pid);

async function kill({ app }: Trawl, pid: number): Promise<void> {
  const ended = app.waitForEvent('close');
  process.kill(pid, 'SIGKILL');
  await ended;
}

export function pidOf({ app }: Trawl): number {
  const { pid } = app.process();
  if (pid === undefined) throw new Error('The app was not started.');
  return pid;
}

/** Starts the packaged app without control of its window, as the leader of a process group of its own. */
export function spawnApp(dataFolder: string, args: readonly string[] = []): ChildProcess {
  return spawn(executable(), [...sandboxSwitches, ...args], {
    env: { ...process.env, TRAWL_DATA_DIR: dataFolder },
    stdio: 'ignore',
    detached: process.platform !== 'win32',
  });
}

/** Kills a process, which may have ended by itself meanwhile. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
