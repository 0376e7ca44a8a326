import { fork } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EnginePort } from '#shared/engine-protocol/port.ts';

/** A Node process started by this one, with a channel to it. */
interface ForkedChild {
  readonly port: EnginePort;
  /** @param listener called with the exit code, or the number of the signal that ended it */
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

/** Starts a built file in the folder of this one. */
export function forkChild(name: string, words: readonly string[]): ForkedChild {
  const file = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const child = fork(file, words, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Each look-up of a host name that hangs occupies a thread; the default of four is too few.
    env: { ...process.env, UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16' },
  });
  // For a process that could not be started, `error` takes the place of `exit`; any other error does not end
  // it.
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => {
      if (child.pid === undefined) resolve(1);
    });
    child.on('exit', (code, signal) =>
      resolve(code ?? (signal === null ? 1 : constants.signals[signal])),
    );
  });
  const onExit = (listener: (code: number) => void): void => void ended.then(listener);
  const port: EnginePort = {
    // If a message cannot be sent, the process has ended, which its exit reports.
    postMessage: (message) => child.send(message as object, () => undefined),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') child.on('message', listener);
      else onExit(() => listener(undefined));
    },
    // The process exits after it has answered `close`.
    close: () => undefined,
  };
  return { port, onExit, kill: () => child.kill('SIGKILL') };
}
