import { stat } from 'node:fs/promises';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import type { InputBatch, InputReader } from '../ports/input-reader.ts';
import type { MoreBatches } from './list-task.ts';
import { startListThread } from './list-thread.ts';
import { openList } from './open-list.ts';

/** A list that is being read into a run, once. */
export interface ListForRun extends InputReader {
  /** The first batch, which holds an item unless the list is empty. */
  readonly first: InputBatch;
  /** Closes a list that is not read to its end. */
  close(): void;
}

/** The size up to which reading on the engine's loop costs less than starting a thread. */
const smallBytes = 32_768;
/** The number of batches that are ready while one is being stored. */
const batchesAhead = 2;

/**
 * Opens a list to be read into a run: in a separate thread, so that neither its size nor its content blocks
 * the engine's loop; a small one on the loop itself.
 *
 * @throws TrawlError as `openList` does
 */
export async function openForRun(source: InputSource): Promise<ListForRun> {
  return (await isSmall(source)) ? openHere(source) : openInThread(source);
}

async function isSmall(source: InputSource): Promise<boolean> {
  if (source.kind === 'file') {
    const { size } = await stat(source.file);
    return size <= smallBytes;
  }
  let chars = 0;
  for (const line of source.lines) chars += line.length;
  return chars <= smallBytes;
}

async function openHere(source: InputSource): Promise<ListForRun> {
  const { reading, carried, batches } = await openList(source);
  const abort = new AbortController();
  const rest = batches(abort.signal)[Symbol.asyncIterator]();
  const first = await rest.next();
  return {
    reading,
    carried,
    first: first.value,
    close: () => abort.abort(),
    async *batches(signal) {
      for (let next = first; next.done !== true; next = await rest.next()) {
        if (signal.aborted) return;
        yield next.value;
      }
    },
  };
}

async function openInThread(source: InputSource): Promise<ListForRun> {
  const ready: InputBatch[] = [];
  let list: Pick<InputReader, 'reading' | 'carried'> = { reading: { kind: 'lines' }, carried: [] };
  let isDone = false;
  let wake = (): void => undefined;
  const { worker, failed } = startListThread({ kind: 'import', source }, (message) => {
    if (message.kind === 'opened') list = message.list;
    else if (message.kind === 'batch') ready.push(message.batch);
    else if (message.kind === 'done') isDone = true;
    wake();
  });
  const ask = (more: number): void => {
    const request: MoreBatches = { more };
    worker.postMessage(request);
  };
  const close = (): void => {
    isDone = true;
    wake();
    void worker.terminate();
  };
  const next = async (): Promise<InputBatch | null> => {
    while (ready.length === 0 && !isDone) {
      const news = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([news, failed]);
    }
    return ready.shift() ?? null;
  };
  try {
    ask(1 + batchesAhead);
    const first = await next();
    if (first === null) throw new Error('A list has at least one batch.');
    return {
      ...list,
      first,
      close,
      async *batches(signal) {
        signal.addEventListener('abort', close);
        try {
          for (let batch: InputBatch | null = first; batch !== null; batch = await next()) {
            if (signal.aborted) return;
            ask(1);
            yield batch;
          }
        } finally {
          signal.removeEventListener('abort', close);
          close();
        }
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}
