import { fork } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import type { EngineApi, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { type EngineChild, superviseEngine } from '#shared/engine-protocol/supervise-engine.ts';

/**
 * The engine in a Node process of its own (`engine-child.ts`), so that a page that crashes it ends
 * neither the command line nor the run.
 *
 * @param secrets what a run is handed when it is taken up again
 */
export function superviseChild(
  dataDir: string,
  secrets: RunSecrets,
  say: (line: string) => void,
): EngineApi {
  return superviseEngine({
    start: () => startChild(dataDir),
    log: {
      error: (message, error) =>
        say(error === undefined ? message : `${message}: ${String(error)}`),
    },
    onStatus({ message }) {
      if (message !== null) say(message);
    },
    secretsOf: async () => secrets,
    now: () => performance.now(),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
}

function startChild(dataDir: string): EngineChild {
  const file = fileURLToPath(new URL('./cli-engine.js', import.meta.url));
  const child = fork(file, [dataDir], {
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
