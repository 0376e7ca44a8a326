import type { InputAnalysis, InputSource, ListGlance } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { AnalysisProgress } from './analyze-list.ts';
import type { ListTask, ListTasks } from './list-task.ts';
import { startListThread } from './list-thread.ts';

export interface Analyzer {
  /** A newer analysis of the same key cancels the older one, which rejects with CANCELLED. */
  analyze(key: string, source: InputSource): Promise<InputAnalysis>;
  glance(source: InputSource): Promise<ListGlance>;
  close(): Promise<void>;
}

/** Analyses lists in threads of their own: a million lines never hold up the fetch loop. */
export function createAnalyzer(
  onProgress: (key: string, progress: AnalysisProgress) => void,
): Analyzer {
  const running = new Map<string, () => Promise<unknown>>();
  let glances = 0;

  async function run<K extends 'analyze' | 'glance'>(
    key: string,
    kind: K,
    source: InputSource,
  ): Promise<ListTasks[K]['reply']> {
    void running.get(key)?.();
    let cancel: () => Promise<unknown> = () => Promise.resolve();
    try {
      return await new Promise<ListTasks[K]['reply']>((resolve, reject) => {
        const task: ListTask = { kind, source };
        const { worker, failed } = startListThread(task, (message) => {
          if (message.kind === 'progress') onProgress(key, message.progress);
          // The thread's answer belongs to the task that it was started with.
          else if (message.kind === 'done') resolve(message.reply as ListTasks[K]['reply']);
        });
        failed.catch(reject);
        cancel = () => {
          reject(new TrawlError('CANCELLED', 'A newer version of the list is being read.'));
          return worker.terminate();
        };
        running.set(key, cancel);
      });
    } finally {
      if (running.get(key) === cancel) running.delete(key);
      void cancel();
    }
  }

  return {
    analyze: (key, source) => run(key, 'analyze', source),
    glance: (source) => {
      glances += 1;
      return run(`glance ${glances}`, 'glance', source);
    },
    close: async () => {
      await Promise.all([...running.values()].map((cancel) => cancel()));
    },
  };
}
