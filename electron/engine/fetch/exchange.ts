import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { failureOfError, isRefusedByParser, type Stage } from './classify-error.ts';
import { tooLarge } from './content-coding.ts';
import { mostSaidBytes } from './what-was-said.ts';

/** The outcome of one request and its answer, redirects not yet followed. */
export type ExchangeResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** The body as it came; its beginning or nothing where the status says that the rest is not needed. */
      readonly chunks: readonly Uint8Array[];
      readonly wireBytes: number;
      readonly headersAtMs: number;
      /** In chunks without the last one: its end may be missing. */
      readonly unended: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      /** The parser refused its headers or its chunks: a more lenient one may take it. */
      readonly unread: boolean;
      readonly status: number | null;
      readonly headers: IncomingHttpHeaders;
      readonly wireBytes: number;
      readonly headersAtMs: number | null;
    };

/** Bodies of errors and redirects are read to keep the connection, but only up to here. */
const drainBytes = 131_072;

interface ExchangeLimits {
  readonly maxBytes: number;
  /** How much of the body of an answer is to be kept. */
  keeps(status: number, headers: IncomingHttpHeaders): 'all' | 'beginning' | 'nothing';
}

/**
 * One exchange as undici's dispatch handler. It never pauses: backpressure on gzip responses with
 * `Connection: close` kills the process in undici 7 (nodejs/undici#5360). The size limit bounds
 * what it may hold instead. It settles exactly once.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #limits: ExchangeLimits;
  readonly #settle: (result: ExchangeResult) => void;
  #whenOver = (): void => undefined;
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  #stage: Stage = 'connect';
  #status: number | null = null;
  #headers: IncomingHttpHeaders = {};
  #headersAtMs: number | null = null;
  #lastByteAtMs = 0;
  #chunks: Uint8Array[] = [];
  #wireBytes = 0;
  #keeps: 'all' | 'beginning' | 'nothing' = 'nothing';

  constructor(limits: ExchangeLimits, settle: (result: ExchangeResult) => void) {
    this.#limits = limits;
    this.#settle = settle;
  }

  /** Called before the exchange settles. */
  whenOver(callback: () => void): void {
    this.#whenOver = callback;
  }

  /** How far it has come: tells which wait a deadline has cut off. */
  get stage(): Stage {
    return this.#stage;
  }

  /** How long nothing of the body has come. */
  get silenceMs(): number {
    return performance.now() - this.#lastByteAtMs;
  }

  /** Ends the exchange with a failure, now; the connection is let go as soon as there is one. */
  cut(reason: Failure): void {
    this.#end(reason);
    this.#controller?.abort(new Error(reason.message));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('No longer wanted'));
    else this.#stage = 'headers';
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return; // 1xx announces the answer; it is not the answer.
    this.#stage = 'body';
    this.#status = status;
    this.#headers = headers;
    this.#headersAtMs = performance.now();
    this.#lastByteAtMs = this.#headersAtMs;
    this.#keeps = this.#limits.keeps(status, headers);
    if (this.#keeps === 'all' && Number(headers['content-length'] ?? 0) > this.#limits.maxBytes) {
      this.cut(tooLarge(this.#limits.maxBytes));
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#wireBytes += chunk.byteLength;
    this.#lastByteAtMs = performance.now();
    if (this.#keeps === 'all') {
      if (this.#wireBytes > this.#limits.maxBytes) this.cut(tooLarge(this.#limits.maxBytes));
      else this.#chunks.push(chunk);
      return;
    }
    const room = mostSaidBytes - (this.#wireBytes - chunk.byteLength);
    if (this.#keeps === 'beginning' && room > 0) this.#chunks.push(chunk.subarray(0, room));
    if (this.#wireBytes > drainBytes) {
      this.#answer();
      this.#controller?.abort(new Error('The rest is not wanted'));
    }
  }

  onResponseEnd(): void {
    this.#answer();
  }

  /** The end of an answer whose last chunk is missing. */
  endUnended(): void {
    this.#answer(true);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled) return;
    // These two have no body, whatever length they announce (RFC 9112, section 6.3).
    if (this.#status === 204 || this.#status === 304) this.#answer();
    else {
      const isChunked = this.#headers['transfer-encoding'] !== undefined;
      const isLoose = isRefusedByParser(error, this.#stage, isChunked);
      this.#end(failureOfError(error, this.#stage), isLoose);
    }
  }

  /** Where the body is not wanted, the status has said all, however the body ends. */
  #end(reason: Failure, unread = false): void {
    if (this.#status !== null && this.#keeps !== 'all') this.#answer();
    else this.#fail(reason, unread);
  }

  #answer(unended = false): void {
    if (this.#settled) return;
    if (this.#status === null || this.#headersAtMs === null) {
      this.#fail(failure('EMPTY_REPLY'));
      return;
    }
    this.#settled = true;
    this.#whenOver();
    this.#settle({
      kind: 'answer',
      status: this.#status,
      headers: this.#headers,
      chunks: this.#chunks,
      wireBytes: this.#wireBytes,
      headersAtMs: this.#headersAtMs,
      unended,
    });
  }

  #fail(reason: Failure, unread = false): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#whenOver();
    this.#chunks = [];
    this.#settle({
      kind: 'failed',
      failure: reason,
      unread,
      status: this.#status,
      headers: this.#headers,
      wireBytes: this.#wireBytes,
      headersAtMs: this.#headersAtMs,
    });
  }
}
