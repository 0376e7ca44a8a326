import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../../../scripts/build.mjs';

export interface Ended {
  /** As in a shell: 130 where SIGINT ended the process. Null where another signal did. */
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
  /** Runs the app with its own switches, instead of plain Node with the built command line. */
  readonly program?: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A file descriptor. */
  readonly stdin?: number;
  /** Files for the streams, such as `/dev/full`, instead of the text in `Ended`. */
  readonly stdout?: string;
  readonly stderr?: string;
}

const plainNode = [process.execPath, join(dist, 'cli.js')] as const;

/** Starts the command line in a process of its own. */
export function startWords(words: readonly string[], surroundings: Surroundings): Running {
  const { dataFolder, program = plainNode, env = {} } = surroundings;
  const streams = [surroundings.stdout, surroundings.stderr].map((path) =>
    path === undefined ? ('pipe' as const) : openSync(path, 'w'),
  );
  const [file, ...args] = program;
  const child = spawn(file, [...args, ...words], {
    env: { ...process.env, TRAWL_DATA_DIR: dataFolder, ...env },
    stdio: [surroundings.stdin ?? 'ignore', ...streams],
  });
  for (const stream of streams) if (stream !== 'pipe') closeSync(stream);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const code = signal === 'SIGINT' ? 130 : status;
      resolve({ code, stdout, stderr });
    });
  });
  return { child, ended };
}

/** Runs the command line to its end. */
export function runWords(words: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return startWords(words, surroundings).ended;
}

/** Sends a signal to the engine, a child process of the command line in plain Node. Linux: it reads /proc. */
export function signalEngine({ child: { pid } }: Running, signal: NodeJS.Signals): void {
  for (const engine of childrenOf(pid)) process.kill(engine, signal);
}

/** The child processes of a process. Linux. */
export function childrenOf(pid: number | undefined): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

/** Whether a process runs, and is not a zombie that waits for its parent. Linux. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
