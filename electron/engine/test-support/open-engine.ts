import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import { type Way, ways } from '#shared/job/way.ts';
import { createEngine } from '../create-engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { WorkerProcess } from '../workers/worker-life.ts';

/**
 * The default way in which jobs of these tests run: the projects of vitest.config.ts run the engine's tests
 * once in every way.
 */
export const wayUnderTest: Way | undefined = ways.find(
  (way) => way === process.env['TRAWL_TEST_WAY'],
);

/** The real engine, with processes that it can start, in the way under test. */
export function openEngine(options: EngineOptions): EngineApi {
  const auto = wayUnderTest === undefined ? {} : { autoWay: wayUnderTest };
  return createEngine({ startProcess: startFetchProcess, ...auto, ...options });
}

/** The built `fetch-process.ts`; tests/setup/build-workers.ts puts it beside the workers. */
export function startFetchProcess(): WorkerProcess {
  const folder = process.env['TRAWL_WORKERS_DIR'];
  if (folder === undefined) throw new Error('TRAWL_WORKERS_DIR is not set.');
  const child = fork(fileURLToPath(new URL('fetch-process.js', folder)), {
    serialization: 'advanced',
    execArgv: [],
  });
  const exited = new Promise<number>((resolve) => {
    child.on('exit', (code) => resolve(code ?? 1));
  });
  return {
    port: {
      postMessage: (message) => child.send(message as object, () => undefined),
      on(event: 'message' | 'close', listener: (message: unknown) => void) {
        if (event === 'message') child.on('message', listener);
        else child.on('exit', () => listener(undefined));
      },
      close: () => undefined,
    },
    onExit: (listener) => void exited.then(listener),
    kill: () => child.kill('SIGKILL'),
  };
}
