import { parentPort, workerData } from 'node:worker_threads';
import type { InputAnalysis, InputSource } from '#shared/engine-protocol/input.ts';
import { type ErrorReply, toErrorReply } from '#shared/errors/trawl-error.ts';
import { type AnalysisProgress, analyzeList } from './analyze-list.ts';

/** The thread that analyses one list and ends. */
export type InputWorkerMessage =
  | { readonly kind: 'progress'; readonly progress: AnalysisProgress }
  | { readonly kind: 'done'; readonly analysis: InputAnalysis }
  | { readonly kind: 'failed'; readonly error: ErrorReply };

const progressEveryMs = 100;

function send(message: InputWorkerMessage): void {
  parentPort?.postMessage(message);
}

let lastMs = 0;
analyzeList(
  workerData as InputSource,
  (progress) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < progressEveryMs) return;
    lastMs = nowMs;
    send({ kind: 'progress', progress });
  },
  new AbortController().signal,
).then(
  (analysis) => send({ kind: 'done', analysis }),
  (error: unknown) => send({ kind: 'failed', error: toErrorReply(error) }),
);
