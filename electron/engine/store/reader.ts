import type { ExportOptions } from '#shared/engine-protocol/export.ts';
import type { RequestDetail, ResultWindow } from '#shared/engine-protocol/results.ts';
import type { RunHistory, RunSnapshot, RunSummary } from '#shared/engine-protocol/run.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { ExportCount } from '../export/export-run.ts';
import { ReaderThread } from './reader-thread.ts';
import type { WindowQuery } from './result-window.ts';
import type { TsvText } from './run-reader.ts';
import type { JobOfRuns } from './run-summaries.ts';

/**
 * Reads runs, live ones and others, on threads of their own: nothing here holds up the fetching.
 * Every method rejects with a TrawlError: NOT_FOUND, FILE_ERROR, CANCELLED when it was closed.
 */
export interface Reader {
  window(file: string, query: WindowQuery): Promise<ResultWindow>;
  tsv(file: string, query: WindowQuery): Promise<TsvText>;
  detail(file: string, requestId: number): Promise<RequestDetail>;
  history(file: string): Promise<RunHistory>;
  /** The state of a run that this process does not drive; `interrupted` where its owner is gone. */
  snapshot(file: string): Promise<RunSnapshot>;
  /** The runs of a folder, newest first; `null`: of every job. */
  summaries(folder: string, job: JobOfRuns | null): Promise<readonly RunSummary[]>;
  /** Lets go of a run's file, so that it can be deleted. */
  release(file: string): Promise<void>;
  /** See `exportRun`. Each export has a thread of its own. */
  export(
    work: { readonly runFile: string; readonly to: string; readonly options: ExportOptions },
    onProgress: (count: ExportCount) => void,
    signal: AbortSignal,
  ): Promise<ExportCount>;
  /** Cancels exports, rejects the calls that still wait, ends the threads. */
  close(): Promise<void>;
}

/** The first call starts the thread, and so does the next one after it died. */
export function createReader(newThread = (): ReaderThread => new ReaderThread()): Reader {
  let shared: ReaderThread | undefined;
  const exports = new Map<AbortController, Promise<unknown>>();
  let isClosed = false;
  const start = (): ReaderThread => {
    if (isClosed) throw new TrawlError('CANCELLED', 'Trawl is closing.');
    return newThread();
  };
  const call: ReaderThread['call'] = async (...args) => {
    if (!shared || shared.isDead) shared = start();
    return shared.call(...args);
  };
  return {
    window: (file, query) => call('window', { file, query }),
    tsv: (file, query) => call('tsv', { file, query }),
    detail: (file, requestId) => call('detail', { file, requestId }),
    history: (file) => call('history', { file }),
    snapshot: (file) => call('snapshot', { file }),
    summaries: (folder, job) => call('summaries', { folder, job }),
    async release(file) {
      if (shared && !shared.isDead) await shared.call('release', { file });
    },
    async export({ runFile, to, options }, onProgress, signal) {
      const thread = start();
      const abort = new AbortController();
      const either = AbortSignal.any([signal, abort.signal]);
      const params = { file: runFile, to, options };
      const written = thread
        .call('export', params, { onProgress, signal: either })
        .finally(() => thread.close());
      exports.set(abort, written);
      return written.finally(() => exports.delete(abort));
    },
    async close() {
      isClosed = true;
      for (const abort of exports.keys()) abort.abort();
      await Promise.allSettled(exports.values());
      await shared?.close();
    },
  };
}
