import { Worker } from 'node:worker_threads';
import { type Reply, TrawlError } from '#shared/errors/trawl-error.ts';
import type { ExportCount } from '../export/export-run.ts';
import { workerUrl } from '../worker-files.ts';
import type { FromReader, ReaderCall, ReaderCalls, ToReader } from './reader-protocol.ts';

interface Pending {
  readonly settle: (reply: Reply<unknown>) => void;
  readonly fail: (error: TrawlError) => void;
  readonly onProgress: ((count: ExportCount) => void) | undefined;
}

/** One reader worker and the calls that wait for it. When it dies, these calls fail, and so do later ones. */
export class ReaderThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #death: TrawlError | undefined;

  constructor(worker = new Worker(workerUrl('reader-worker'))) {
    this.#worker = worker;
    this.#worker.on('message', (message: FromReader) => {
      const pending = this.#pending.get(message.id);
      if (message.kind === 'progress') {
        pending?.onProgress?.(message.count);
        return;
      }
      this.#pending.delete(message.id);
      pending?.settle(message.reply);
    });
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', () => this.#die(undefined));
  }

  get isDead(): boolean {
    return this.#death !== undefined;
  }

  call<C extends ReaderCall>(
    call: C,
    params: ReaderCalls[C]['params'],
    more: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (count: ExportCount) => void;
    } = {},
  ): Promise<ReaderCalls[C]['value']> {
    const { signal, onProgress } = more;
    const id = ++this.#lastId;
    const cancel = (): void => this.#post({ kind: 'cancel', id });
    return new Promise<ReaderCalls[C]['value']>((resolve, reject) => {
      if (this.#death) {
        reject(this.#death);
        return;
      }
      const settle = (reply: Reply<unknown>): void => {
        if (reply.ok) resolve(reply.value as ReaderCalls[C]['value']);
        else reject(new TrawlError(reply.error.code, reply.error.message, reply.error));
      };
      this.#pending.set(id, { settle, fail: reject, onProgress });
      this.#post({ kind: 'call', id, call, params } as ToReader);
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted) cancel();
    }).finally(() => signal?.removeEventListener('abort', cancel));
  }

  async close(): Promise<void> {
    this.#fail(new TrawlError('CANCELLED', 'Trawl is closing.'));
    await this.#worker.terminate();
  }

  #post(message: ToReader): void {
    this.#worker.postMessage(message);
  }

  #die(cause: Error | undefined): void {
    const message = `The results cannot be read${cause ? `: ${cause.message}` : ''}. Try again.`;
    this.#fail(new TrawlError('INTERNAL', message, { retryable: true, cause }));
  }

  #fail(death: TrawlError): void {
    this.#death ??= death;
    for (const { fail } of this.#pending.values()) fail(this.#death);
    this.#pending.clear();
  }
}
