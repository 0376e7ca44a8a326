import type { ColumnHealth } from '#shared/engine-protocol/column-health.ts';
import type { ExportOptions } from '#shared/engine-protocol/export.ts';
import type { RunList } from '#shared/engine-protocol/input.ts';
import type { PageSource } from '#shared/engine-protocol/preview.ts';
import type { KeptPageView, RequestDetail, ResultWindow } from '#shared/engine-protocol/results.ts';
import type {
  RunFields,
  RunHistory,
  RunSnapshot,
  RunSummary,
} from '#shared/engine-protocol/run.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { ExportCount } from '../export/export-run.ts';
import type { FetchedPage } from '../ports/fetcher.ts';
import type { WantedPage } from '../ports/kept-page.ts';
import { listRunIds } from '../store/run-names.ts';
import type { JobOfRuns } from '../store/run-summaries.ts';
import type { WindowQuery } from '../table/result-window.ts';
import { ReaderThread } from './reader-thread.ts';
import type { TsvText } from './run-reader.ts';

/**
 * Reads runs, live ones and others, on separate threads, so that the fetching is never blocked. Every method
 * rejects with a TrawlError: NOT_FOUND, FILE_ERROR, CANCELLED when it was closed.
 */
export interface Reader {
  window(file: string, query: WindowQuery): Promise<ResultWindow>;
  tsv(file: string, query: WindowQuery): Promise<TsvText>;
  detail(file: string, requestId: number): Promise<RequestDetail>;
  page(file: string, requestId: number): Promise<KeptPageView>;
  source(file: string, requestId: number): Promise<PageSource>;
  /** See `findKeptPage`. */
  keptPage(file: string, wanted: WantedPage): Promise<FetchedPage | null>;
  health(file: string): Promise<readonly ColumnHealth[] | null>;
  history(file: string): Promise<RunHistory>;
  fields(file: string): Promise<RunFields>;
  /** The outcome of the records of a run's list; null for a run of an older version. */
  list(file: string): Promise<RunList | null>;
  /** The state of a run that this process does not drive; `interrupted` where its owner is gone. */
  snapshot(file: string): Promise<RunSnapshot>;
  /** The runs of a folder, newest first; `null`: of every job. */
  summaries(folder: string, job: JobOfRuns | null): Promise<readonly RunSummary[]>;
  /** Closes a run's file, so that it can be deleted. */
  release(file: string): Promise<void>;
  /** See `exportRun`. Each export runs on a separate thread. */
  export(
    work: { readonly runFile: string; readonly to: string; readonly options: ExportOptions },
    onProgress: (count: ExportCount) => void,
    signal: AbortSignal,
  ): Promise<ExportCount>;
  /** Cancels exports, rejects the calls that still wait, ends the threads. */
  close(): Promise<void>;
}

type ThreadName = 'lines' | 'facts';

/**
 * Lines are read on one thread and everything else on another, so that sorting a million lines or computing
 * their totals does not delay the other. Each thread is started by its first call, and again by the next call
 * after it died.
 */
export function createReader(newThread = (): ReaderThread => new ReaderThread()): Reader {
  const threads = new Map<ThreadName, ReaderThread>();
  const exports = new Map<AbortController, Promise<unknown>>();
  let isClosed = false;
  const start = (): ReaderThread => {
    if (isClosed) throw new TrawlError('CANCELLED', 'Trawl is closing.');
    return newThread();
  };
  const living = (name: ThreadName): ReaderThread => {
    const known = threads.get(name);
    if (known && !known.isDead) return known;
    const started = start();
    threads.set(name, started);
    return started;
  };
  const on = (name: ThreadName): ReaderThread['call'] => {
    return async (...args) => living(name).call(...args);
  };
  const lines = on('lines');
  const facts = on('facts');
  return {
    window: (file, query) => lines('window', { file, query }),
    tsv: (file, query) => lines('tsv', { file, query }),
    detail: (file, requestId) => facts('detail', { file, requestId }),
    page: (file, requestId) => facts('page', { file, requestId }),
    source: (file, requestId) => facts('source', { file, requestId }),
    keptPage: (file, wanted) => facts('kept-page', { file, wanted }),
    health: (file) => facts('health', { file }),
    history: (file) => facts('history', { file }),
    fields: (file) => facts('fields', { file }),
    list: (file) => facts('list', { file }),
    snapshot: (file) => facts('snapshot', { file }),
    async summaries(folder, job) {
      // If there are no runs, no thread is needed.
      if ((await listRunIds(folder)).length === 0) return [];
      const summaries = await facts('summaries', { folder, job });
      // The window will show one of these runs: its thread for lines is started in advance.
      if (!isClosed) living('lines');
      return summaries;
    },
    async release(file) {
      const alive = [...threads.values()].filter(({ isDead }) => !isDead);
      await Promise.all(alive.map((thread) => thread.call('release', { file })));
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
      await Promise.all([...threads.values()].map((thread) => thread.close()));
    },
  };
}
