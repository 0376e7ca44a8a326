import { Worker } from 'node:worker_threads';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { failureOfThread } from '../extract/page-failure.ts';
import {
  type PreviewAnswer,
  type PreviewTask,
  type PreviewThreadData,
  previewSteps,
} from './preview-messages.ts';

/** `hung`: the worker was ended since it stayed at `step` (see `previewSteps`) for too long. */
export type PreviewRun = PreviewAnswer | { readonly kind: 'hung'; readonly step: number };

export interface PreviewWorker {
  /** Runs a task when those before it are done. Rejects by `signal`, which ends the thread. */
  run(task: PreviewTask, signal: AbortSignal): Promise<PreviewRun>;
  close(): Promise<void>;
}

export interface PreviewWorkerOptions {
  readonly workerUrl: URL;
  /** The time limits for reading the page and for one field. */
  readonly pageDeadlineMs: number;
  readonly fieldDeadlineMs: number;
}

/** A worker thread that can be ended at any moment; it is started when it is first needed. */
export function createPreviewWorker(options: PreviewWorkerOptions): PreviewWorker {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    Atomics.store(progress, 0, previewSteps.idle);
    const workerData: PreviewThreadData = { progress: progress.buffer };
    const started = new Worker(options.workerUrl, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 768 },
    });
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  function runNow(task: PreviewTask, signal: AbortSignal): Promise<PreviewRun> {
    signal.throwIfAborted();
    worker ??= start();
    const current = worker;
    return new Promise<PreviewRun>((resolve, reject) => {
      let watched = { step: 0, sinceMs: 0 };
      const watch = setInterval(() => {
        const step = Atomics.load(progress, 0);
        const nowMs = performance.now();
        if (step !== watched.step) watched = { step, sinceMs: nowMs };
        const inField = step >= previewSteps.firstField;
        const deadlineMs = inField ? options.fieldDeadlineMs : options.pageDeadlineMs;
        if (step === previewSteps.idle || nowMs - watched.sinceMs < deadlineMs) return;
        end(() => resolve({ kind: 'hung', step }));
      }, 50);
      const settle = (finish: () => void) => {
        clearInterval(watch);
        signal.removeEventListener('abort', onAbort);
        current.off('message', onMessage).off('error', onError).off('exit', onExit);
        finish();
      };
      const end = (finish: () => void) => {
        worker = null;
        settle(finish);
        void current.terminate();
      };
      const onMessage = (answer: PreviewAnswer) => settle(() => resolve(answer));
      const onError = (error: Error) =>
        end(() => resolve({ kind: 'failed', failure: failureOfThread(error) }));
      const onExit = () => settle(() => reject(new TrawlError('CANCELLED', 'Trawl is closing.')));
      const onAbort = () => end(() => reject(signal.reason));
      signal.addEventListener('abort', onAbort);
      current.on('message', onMessage).on('error', onError).on('exit', onExit);
      current.postMessage(task);
    });
  }

  return {
    run(task, signal) {
      const run = last.then(() => runNow(task, signal));
      last = run.catch(() => undefined);
      return run;
    },
    async close() {
      await worker?.terminate();
    },
  };
}
