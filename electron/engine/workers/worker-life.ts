import { type TransferListItem, Worker } from 'node:worker_threads';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';

/** A worker of either kind, thread or process, from the side of the pool that started it. */
export interface WorkerLife {
  readonly port: EnginePort;
  /** Calls back once, however it ended. `why`: the failure of the page that caused the end, if a page did. */
  onExit(listener: (why: Failure) => void): void;
  kill(): void;
}

/** A thread: what is sent to it may be moved instead of copied. */
export interface ThreadLife extends WorkerLife {
  /** @param moved buffers that belong to the thread from now on */
  post(message: unknown, moved?: readonly TransferListItem[]): void;
  /** As `kill`; resolves when the thread has ended. */
  end(): Promise<void>;
}

/** A process that runs `serveFetchWorker`; only a host of the engine can start one. */
export interface WorkerProcess {
  readonly port: EnginePort;
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

interface ThreadOptions {
  readonly data?: unknown;
  /** The memory that the thread may use before it is ended, in MiB. Without it: what Node allows. */
  readonly heapMb?: number;
}

/** @param url the built file of the thread */
export function startThread(url: URL, { data, heapMb }: ThreadOptions = {}): ThreadLife {
  const worker = new Worker(url, {
    workerData: data,
    ...(heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
  });
  let why = failure('EXTRACT_FAILED', 'its thread ended');
  worker.on('error', (error: Error) => {
    why = failureOfThread(error);
  });
  const end = async (): Promise<void> => {
    await worker.terminate();
  };
  return {
    port: {
      postMessage: (message) => worker.postMessage(message),
      on(event: 'message' | 'close', listener: (message: unknown) => void) {
        if (event === 'message') worker.on('message', listener);
        else worker.on('exit', () => listener(undefined));
      },
      close: () => undefined,
    },
    // All messages of the thread have arrived before this event.
    onExit: (listener) => worker.once('exit', () => listener(why)),
    kill: () => void end(),
    post: (message, moved = []) => worker.postMessage(message, moved),
    end,
  };
}

export function processLife({ port, onExit, kill }: WorkerProcess): WorkerLife {
  return {
    port,
    onExit: (listener) => onExit(() => listener(failure('EXTRACT_FAILED', 'its process ended'))),
    kill,
  };
}

/** The reason why a thread ended in the middle of a page, as the page's failure. */
function failureOfThread(error: Error & { readonly code?: string }): Failure {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? failure('TOO_LARGE', 'reading it takes too much memory')
    : failure('EXTRACT_FAILED', error.message);
}
