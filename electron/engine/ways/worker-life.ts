import { Worker } from 'node:worker_threads';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { failureOfThread } from '../extract/page-failure.ts';
import { workerUrl } from '../worker-files.ts';

/** A worker of either kind, thread or process, from the side of the pool. */
export interface WorkerLife {
  readonly port: EnginePort;
  /** Calls back once, however it ended. `why`: the failure of the page that caused the end, if a page did. */
  onExit(listener: (why: Failure) => void): void;
  kill(): void;
}

/** A process that runs `serveFetchWorker`; only a host of the engine can start one. */
export interface WorkerProcess {
  readonly port: EnginePort;
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

export function startThread(): WorkerLife {
  const worker = new Worker(workerUrl('fetch-thread'));
  let why = failure('EXTRACT_FAILED', 'its thread ended');
  worker.on('error', (error: Error) => {
    why = failureOfThread(error);
  });
  return {
    port: {
      postMessage: (message) => worker.postMessage(message),
      on(event: 'message' | 'close', listener: (message: unknown) => void) {
        if (event === 'message') worker.on('message', listener);
        else worker.on('exit', () => listener(undefined));
      },
      close: () => undefined,
    },
    onExit: (listener) => worker.on('exit', () => listener(why)),
    kill: () => void worker.terminate(),
  };
}

export function processLife({ port, onExit, kill }: WorkerProcess): WorkerLife {
  return {
    port,
    onExit: (listener) => onExit(() => listener(failure('EXTRACT_FAILED', 'its process ended'))),
    kill,
  };
}
