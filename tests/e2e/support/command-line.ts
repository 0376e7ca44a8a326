import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../../../scripts/build.mjs';

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Surroundings {
  readonly dataFolder: string;
  /** Instead of plain Node with the built command line: the app and its own switches. */
  readonly program?: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const plainNode = [process.execPath, join(dist, 'cli.js')] as const;

/** Starts the command line in a process of its own. */
export function startWords(words: readonly string[], surroundings: Surroundings): Running {
  const { dataFolder, program = plainNode, env = {} } = surroundings;
  const [file, ...args] = program;
  const child = spawn(file, [...args, ...words], {
    env: { ...process.env, TRAWL_DATA_DIR: dataFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs the command line to its end. */
export function runWords(words: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return startWords(words, surroundings).ended;
}

/** To the engine, a process that the command line in plain Node has started. Linux: it reads /proc. */
export function signalEngine({ child: { pid } }: Running, signal: NodeJS.Signals): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  for (const engine of children.split(' ').filter(Boolean)) process.kill(Number(engine), signal);
}
