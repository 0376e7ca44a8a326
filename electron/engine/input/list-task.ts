import type { InputAnalysis, InputSource, ListGlance } from '#shared/engine-protocol/input.ts';
import type { ErrorReply } from '#shared/errors/trawl-error.ts';
import type { InputBatch, InputReader } from '../ports/input-reader.ts';
import type { AnalysisProgress } from './analyze-list.ts';

/** The tasks of the thread that reads lists (`input-worker.ts`), one task for each thread. */
export interface ListTasks {
  readonly analyze: { readonly source: InputSource; readonly reply: InputAnalysis };
  readonly glance: { readonly source: InputSource; readonly reply: ListGlance };
  /** Sends its batches one by one, each on request. */
  readonly import: { readonly source: InputSource; readonly reply: undefined };
}

export type ListTask = {
  readonly [K in keyof ListTasks]: { readonly kind: K; readonly source: ListTasks[K]['source'] };
}[keyof ListTasks];

export type ListTaskMessage =
  | { readonly kind: 'progress'; readonly progress: AnalysisProgress }
  | { readonly kind: 'opened'; readonly list: Pick<InputReader, 'reading' | 'carried'> }
  | { readonly kind: 'batch'; readonly batch: InputBatch }
  | { readonly kind: 'done'; readonly reply: ListTasks[keyof ListTasks]['reply'] }
  | { readonly kind: 'failed'; readonly error: ErrorReply };

/** Sent to the importing thread: it may send this many batches more. */
export interface MoreBatches {
  readonly more: number;
}
