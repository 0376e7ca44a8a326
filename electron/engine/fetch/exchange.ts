import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { headerLines } from '../page/header-lines.ts';
import type { HeaderLines } from '../ports/header-lines.ts';
import { failureOfError, isRefusedByParser, type Stage } from './classify-error.ts';
import { tooLarge } from './content-coding.ts';
import { mostSaidBytes } from './what-was-said.ts';

/** The outcome of one request and its answer, redirects not yet followed. */
export type ExchangeResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** All of them, as they were received. */
      readonly headerLines: HeaderLines;
      /** The body before decoding; only its beginning, or nothing, if the status makes the rest unnecessary. */
      readonly chunks: readonly Uint8Array[];
      readonly wireBytes: number;
      readonly headersAtMs: number;
      /** The body is in chunks without the last one: its end may be missing. */
      readonly unended: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      /** The parser refused the headers or the chunks: a more lenient one may accept them. */
      readonly unread: boolean;
      readonly status: number | null;
      readonly headers: IncomingHttpHeaders;
      readonly headerLines: HeaderLines;
      readonly wireBytes: number;
      readonly headersAtMs: number | null;
    };

/** Bodies of errors and redirects are read to keep the connection, but only up to this size. */
const drainBytes = 131_072;

interface ExchangeLimits {
  readonly maxBytes: number;
  /** The part of the body of an answer that is to be kept. */
  keeps(status: number, headers: IncomingHttpHeaders): 'all' | 'beginning' | 'nothing';
}

/**
 * One exchange as undici's dispatch handler. It never pauses: backpressure on gzip responses with
 * `Connection: close` kills the process in undici 7 (nodejs/undici#5360). Instead, the size limit restricts
 * the memory that it uses. It settles exactly once.
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
  #headerLines = '';
  #headersAtMs: number | null = null;
  #lastByteAtMs = 0;
  #chunks: Uint8Array[] = [];
  #wireBytes = 0;
  #keeps: 'all' | 'beginning' | 'nothing' = 'nothing';

  constructor(limits: ExchangeLimits, settle: (result: ExchangeResult) => void) {
    this.#limits = limits;
    this.#settle = settle;
  }

  /** The callback runs before the exchange settles. */
  whenOver(callback: () => void): void {
    this.#whenOver = callback;
  }

  /** The stage it has reached, which shows which wait a deadline has ended. */
  get stage(): Stage {
    return this.#stage;
  }

  /** The time since the last byte of the body. */
  get silenceMs(): number {
    return performance.now() - this.#lastByteAtMs;
  }

  /** Ends the exchange with a failure, now; the connection is closed as soon as there is one. */
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
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return; // A 1xx status precedes the answer; it is not the answer.
    this.#stage = 'body';
    this.#status = status;
    this.#headers = headers;
    const raw = controller.rawHeaders;
    this.#headerLines = headerLines(Array.isArray(raw) ? raw : null, headers);
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

  /** Ends an answer whose last chunk is missing. */
  endUnended(): void {
    this.#answer(true);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled) return;
    // These two statuses have no body, whatever length the headers declare (RFC 9112, section 6.3).
    if (this.#status === 204 || this.#status === 304) this.#answer();
    else {
      const isChunked = this.#headers['transfer-encoding'] !== undefined;
      const isLoose = isRefusedByParser(error, this.#stage, isChunked);
      this.#end(failureOfError(error, this.#stage), isLoose);
    }
  }

  /** If the body is not needed, the status is enough, however the body ends. */
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
      headerLines: this.#headerLines,
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
      headerLines: this.#headerLines,
      wireBytes: this.#wireBytes,
      headersAtMs: this.#headersAtMs,
    });
  }
}
