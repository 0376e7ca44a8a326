import { parentPort } from 'node:worker_threads';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { exportRun } from '../export/export-run.ts';
import { releaseClosedFiles } from '../store/release-files.ts';
import { RunSummaries } from '../store/run-summaries.ts';
import { findKeptPage } from './find-kept-page.ts';
import { readKeptPage, readKeptSource } from './kept-page-view.ts';
import type { FromReader, ReaderCall, ReaderCalls, ToReader } from './reader-protocol.ts';
import { RunReader } from './run-reader.ts';

/**
 * A thread that reads runs, so that sorting a million lines delays no other request. The list of all such
 * threads, which run this same code, is in `reader.ts`.
 */
const mostOpen = 4;
/** By file, the one used last at the end. */
const readers = new Map<string, RunReader>();
const summaries = new RunSummaries();
const exports = new Map<number, AbortController>();

type Answers = {
  readonly [C in ReaderCall]: (
    params: ReaderCalls[C]['params'],
    id: number,
  ) => ReaderCalls[C]['value'] | Promise<ReaderCalls[C]['value']>;
};

const answers: Answers = {
  window: ({ file, query }) => readerOf(file).window(query),
  tsv: ({ file, query }) => readerOf(file).tsv(query),
  detail: ({ file, requestId }) => readerOf(file).detail(requestId),
  page: ({ file, requestId }) => readKeptPage(file, requestId),
  source: ({ file, requestId }) => readKeptSource(file, requestId),
  'kept-page': ({ file, wanted }) => findKeptPage(file, wanted),
  health: ({ file }) => readerOf(file).health(),
  history: ({ file }) => readerOf(file).history(),
  fields: ({ file }) => readerOf(file).fields(),
  list: ({ file }) => readerOf(file).list(),
  snapshot: ({ file }) => readerOf(file).snapshot(),
  summaries: ({ folder, job }) => summaries.list(folder, job),
  async release({ file }) {
    readers.get(file)?.close();
    if (readers.delete(file)) await releaseClosedFiles();
  },
  async export({ file, to, options }, id) {
    const abort = new AbortController();
    exports.set(id, abort);
    const onProgress = (count: ReaderCalls['export']['value']): void =>
      post({ kind: 'progress', id, count });
    return exportRun({ runFile: file, to, options, onProgress, signal: abort.signal }).finally(() =>
      exports.delete(id),
    );
  },
};

function readerOf(file: string): RunReader {
  const reader = readers.get(file) ?? new RunReader(file);
  readers.delete(file);
  readers.set(file, reader);
  for (const [oldest, unused] of readers) {
    if (readers.size <= mostOpen) break;
    unused.close();
    readers.delete(oldest);
  }
  return reader;
}

async function answer(message: Extract<ToReader, { kind: 'call' }>): Promise<void> {
  const { id, call, params } = message;
  try {
    // The union of calls pairs each name with its own parameters, which a table look-up cannot express.
    const work = answers[call] as (given: typeof params, id: number) => unknown;
    const value = await work(params, id);
    post({ kind: 'reply', id, reply: { ok: true, value } }, bytesOf(value));
  } catch (error) {
    post({ kind: 'reply', id, reply: { ok: false, error: toErrorReply(error) } });
  }
}

/** The bytes of a page are moved, not copied. */
function bytesOf(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null || !('body' in value)) return [];
  const { body } = value;
  return body instanceof Uint8Array && body.buffer instanceof ArrayBuffer ? [body.buffer] : [];
}

function post(message: FromReader, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved);
}

parentPort?.on('message', (message: ToReader) => {
  if (message.kind === 'cancel') exports.get(message.id)?.abort();
  else void answer(message);
});
