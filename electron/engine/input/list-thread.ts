import { Worker } from 'node:worker_threads';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { workerUrl } from '../worker-files.ts';
import type { ListTask, ListTaskMessage } from './list-task.ts';

/** A thread that carries out one task on a list. */
export interface ListThread {
  readonly worker: Worker;
  /** Rejects with the error that the task reports, or when the thread ends before its task. */
  readonly failed: Promise<never>;
}

/** @param onMessage called for every message but a failure */
export function startListThread(
  task: ListTask,
  onMessage: (message: Exclude<ListTaskMessage, { kind: 'failed' }>) => void,
): ListThread {
  const worker = new Worker(workerUrl('input-worker'), { workerData: task });
  const failed = new Promise<never>((_resolve, reject) => {
    worker.on('message', (message: ListTaskMessage) => {
      if (message.kind !== 'failed') onMessage(message);
      else reject(new TrawlError(message.error.code, message.error.message));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new TrawlError('INTERNAL', 'Reading the list broke off.')));
  });
  // A failure after the end of the task has no effect.
  failed.catch(() => undefined);
  return { worker, failed };
}
