import { Worker } from 'node:worker_threads';
import type { InputAnalysis, InputSource } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { workerUrl } from '../worker-files.ts';
import type { AnalysisProgress } from './analyze-list.ts';
import type { InputWorkerMessage } from './input-worker.ts';

export interface Analyzer {
  /** A newer analysis of the same key cancels the older one, which rejects with CANCELLED. */
  analyze(key: string, source: InputSource): Promise<InputAnalysis>;
  close(): Promise<void>;
}

/** Analyses lists in threads of their own: a million lines never hold up the fetch loop. */
export function createAnalyzer(
  onProgress: (key: string, progress: AnalysisProgress) => void,
): Analyzer {
  const running = new Map<string, () => Promise<unknown>>();

  async function analyze(key: string, source: InputSource): Promise<InputAnalysis> {
    void running.get(key)?.();
    const worker = new Worker(workerUrl('input-worker'), { workerData: source });
    let cancel: () => Promise<unknown> = () => worker.terminate();
    try {
      return await new Promise<InputAnalysis>((resolve, reject) => {
        cancel = () => {
          reject(new TrawlError('CANCELLED', 'A newer version of the list is being read.'));
          return worker.terminate();
        };
        running.set(key, cancel);
        worker.on('message', (message: InputWorkerMessage) => {
          if (message.kind === 'progress') onProgress(key, message.progress);
          else if (message.kind === 'done') resolve(message.analysis);
          else reject(new TrawlError(message.error.code, message.error.message));
        });
        worker.on('error', reject);
        worker.on('exit', () => reject(new TrawlError('INTERNAL', 'Reading the list broke off.')));
      });
    } finally {
      if (running.get(key) === cancel) running.delete(key);
      void worker.terminate();
    }
  }

  return {
    analyze,
    close: async () => {
      await Promise.all([...running.values()].map((cancel) => cancel()));
    },
  };
}
