import type { Failure } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { Progress, StepWatch } from '../workers/progress.ts';
import { startThread, type ThreadLife } from '../workers/worker-life.ts';
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

const heapMb = 768;
/** The time between two looks at the step of the thread. */
const lookMs = 50;

/** One thread and the call that waits for its answer. */
interface Thread {
  readonly life: ThreadLife;
  readonly progress: Progress;
  waiting: { answer(answer: PreviewAnswer): void; ended(why: Failure): void } | null;
}

/** A worker thread that can be ended at any moment; it is started when it is first needed. */
export function createPreviewWorker(options: PreviewWorkerOptions): PreviewWorker {
  let current: Thread | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function start(): Thread {
    const progress = new Progress();
    const data: PreviewThreadData = { progress: progress.shared };
    const life = startThread(options.workerUrl, { data, heapMb });
    const started: Thread = { life, progress, waiting: null };
    life.port.on('message', (answer) => started.waiting?.answer(answer as PreviewAnswer));
    life.onExit((why) => {
      if (current === started) current = null;
      started.waiting?.ended(why);
    });
    return started;
  }

  function runNow(task: PreviewTask, signal: AbortSignal): Promise<PreviewRun> {
    signal.throwIfAborted();
    current ??= start();
    const thread = current;
    return new Promise<PreviewRun>((resolve, reject) => {
      const steps = new StepWatch(thread.progress);
      const settle = (finish: () => void) => {
        clearInterval(watch);
        signal.removeEventListener('abort', onAbort);
        thread.waiting = null;
        finish();
      };
      const end = (finish: () => void) => {
        if (current === thread) current = null;
        settle(finish);
        thread.life.kill();
      };
      const watch = setInterval(() => {
        const { step, stayedMs } = steps.look(performance.now());
        const inField = step >= previewSteps.firstField;
        if (stayedMs < (inField ? options.fieldDeadlineMs : options.pageDeadlineMs)) return;
        end(() => resolve({ kind: 'hung', step }));
      }, lookMs);
      const onAbort = () => end(() => reject(signal.reason));
      signal.addEventListener('abort', onAbort);
      thread.waiting = {
        answer: (answer) => settle(() => resolve(answer)),
        ended: (failure) =>
          settle(() => {
            if (isClosed) reject(new TrawlError('CANCELLED', 'Trawl is closing.'));
            else resolve({ kind: 'failed', failure });
          }),
      };
      thread.life.post(task);
    });
  }

  return {
    run(task, signal) {
      const run = last.then(() => runNow(task, signal));
      last = run.catch(() => undefined);
      return run;
    },
    async close() {
      isClosed = true;
      await current?.life.end();
    },
  };
}
