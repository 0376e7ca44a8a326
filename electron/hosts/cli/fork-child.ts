import { fork } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EnginePort } from '#shared/engine-protocol/port.ts';

/** A Node process of our own with a channel to it. */
interface ForkedChild {
  readonly port: EnginePort;
  /** @param listener gets the exit code, or the number of the signal that ended it */
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

/** Starts a built file that lies beside this one. */
export function forkChild(name: string, words: readonly string[]): ForkedChild {
  const file = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const child = fork(file, words, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Look-ups of host names hold a thread each for as long as they hang; the usual four are few.
    env: { ...process.env, UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16' },
  });
  // One that could not be started at all has an error in place of an exit; any other error is no end.
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
    // What cannot be sent is for a process that has ended, which its exit tells.
    postMessage: (message) => child.send(message as object, () => undefined),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') child.on('message', listener);
      else onExit(() => listener(undefined));
    },
    // It ends by itself once it has answered `close`.
    close: () => undefined,
  };
  return { port, onExit, kill: () => child.kill('SIGKILL') };
}
