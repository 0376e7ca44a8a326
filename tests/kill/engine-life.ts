import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChildOrder } from '../../electron/engine/test-support/engine-child.ts';
import { engineChildFile } from '../../electron/engine/test-support/engine-child-file.ts';

/** One line of output of the engine's process about its run. */
export interface Said {
  readonly runId: string;
  readonly state: string;
  readonly done: number;
  readonly total: number;
  readonly reason: string;
}

/** One process of the engine, in a process group of its own. */
export interface EngineLife {
  /** Resolves with the first matching line; with null when the process ends before. */
  until(fits: (said: Said) => boolean): Promise<Said | null>;
  /** SIGKILL to the whole group; resolves when the process is gone. */
  kill(): Promise<void>;
  stopFor(ms: number): Promise<void>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly lives: boolean;
}

const living = new Set<ChildProcess>();

export function startLife(dataDir: string, order: ChildOrder): EngineLife {
  const child = spawn(process.execPath, [engineChildFile(), dataDir, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  living.add(child);
  const heard: Said[] = [];
  const waiting: (() => void)[] = [];
  const wake = (): void => {
    for (const go of waiting.splice(0)) go();
  };
  let over = false;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [runId = '', state = '', done, total, ...reason] = line.split(' ');
    heard.push({
      runId,
      state,
      done: Number(done),
      total: Number(total),
      reason: reason.join(' '),
    });
    wake();
  });
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => {
    living.delete(child);
    over = true;
    wake();
    if (code === 1) throw new Error(`The engine's process failed:\n${errors}`);
    return (code ?? signal) as number | string;
  });
  ended.catch(() => undefined);
  return {
    async until(fits) {
      for (let next = 0; ; ) {
        for (; next < heard.length; next += 1) {
          const said = heard[next];
          if (said !== undefined && fits(said)) return said;
        }
        if (over) return null;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    async kill() {
      signalGroup(child, 'SIGKILL');
      await ended;
    },
    async stopFor(ms) {
      signalGroup(child, 'SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, ms));
      signalGroup(child, 'SIGCONT');
    },
    ended,
    get lives() {
      return !over;
    },
  };
}

/** For `afterEach`: kills all processes that a failed test has left running. */
export function endAllLives(): void {
  for (const child of living) signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The process has ended in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The files of the runs in a data folder. */
export function runFiles(dataDir: string): string[] {
  const folder = join(dataDir, 'runs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => join(folder, name));
}
