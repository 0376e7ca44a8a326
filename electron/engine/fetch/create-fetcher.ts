import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { RedirectHop, RequestNote } from '#shared/engine-protocol/results.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { basicAuth, takeLogin } from '../logins.ts';
import type { Fetcher, FetchOutcome, FetchRules, FetchTrace, Login } from '../ports.ts';
import { acceptEncoding, undoCodings } from './content-coding.ts';
import { createDnsCache } from './dns-cache.ts';
import { Exchange, type ExchangeResult } from './exchange.ts';
import { dispatchLeniently } from './lenient-dispatch.ts';
import { headersForHop, maxRedirects, nextHop } from './redirect.ts';
import { parseRetryAfter } from './retry-after.ts';
import { failureOfStatus } from './status-policy.ts';

export interface FetcherOptions {
  /** Host names to addresses; the system's, cached, by default. */
  readonly lookup?: LookupFunction;
  /** The longest wait for a connection, TLS included. */
  readonly connectTimeoutMs?: number;
  /** Certificates (PEM) to trust in place of those that come with the runtime. */
  readonly ca?: readonly string[];
  /** The longest silence in the middle of a body; never more than two thirds of the job's limit. */
  readonly bodyTimeoutMs?: number;
}

type Headers = Readonly<Record<string, string>>;

/** Codes by which a deadline says at which wait it struck. */
const deadlineCodes = {
  connect: 'CONNECT_TIMEOUT',
  headers: 'HEADERS_TIMEOUT',
  body: 'TOTAL_TIMEOUT',
} as const;

/**
 * A fetcher over undici's connection pools: one pool an origin, connections kept alive between
 * requests, no limit of its own (the scheduler is the one that limits). Redirects are walked hop by
 * hop, content codings undone; every way to fail is an outcome with a code, never a rejection.
 */
export function createFetcher(options: FetcherOptions = {}): Fetcher {
  const { connectTimeoutMs = 10_000, bodyTimeoutMs = 20_000 } = options;
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    // A look-up that hangs is to be told from a server that does: it ends first.
    lookup: options.lookup ?? createDnsCache({ timeoutMs: connectTimeoutMs * 0.8 }),
    ...(options.ca === undefined ? {} : { ca: [...options.ca] }),
  });
  const agent = new Agent({
    connect,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 65_536,
  });
  return {
    fetch: (url, rules, signal) =>
      new Fetch(agent, connect, rules, signal, bodyTimeoutMs).walk(url),
    close: () => agent.destroy(),
  };
}

/** One URL from its first hop to its page. */
class Fetch {
  readonly #agent: Agent;
  readonly #connect: buildConnector.connector;
  readonly #rules: FetchRules;
  readonly #signal: AbortSignal;
  readonly #silenceMs: number;
  readonly #redirects: RedirectHop[] = [];
  readonly #startMs = performance.now();
  #wireBytes = 0;

  constructor(
    agent: Agent,
    connect: buildConnector.connector,
    rules: FetchRules,
    signal: AbortSignal,
    bodyTimeoutMs: number,
  ) {
    this.#agent = agent;
    this.#connect = connect;
    this.#rules = rules;
    this.#signal = signal;
    this.#silenceMs = Math.min(bodyTimeoutMs, (rules.timeoutMs * 2) / 3);
  }

  async walk(startUrl: string): Promise<FetchOutcome> {
    let url = new URL(startUrl);
    let headers = withLogin(
      { 'accept-encoding': acceptEncoding, ...this.#rules.headers },
      takeLogin(url) ?? this.#rules.login ?? null,
    );
    for (;;) {
      let result = await this.#exchange(url, headers);
      if (result.kind === 'failed' && result.unread)
        result = await this.#exchange(url, headers, true);
      this.#wireBytes += result.wireBytes;
      const trace = this.#trace(url, result);
      if (result.kind === 'failed') return { kind: 'failed', failure: result.failure, trace };

      const hop = nextHop(result.status, first(result.headers.location), url);
      if (hop.kind === 'refused') {
        return { kind: 'failed', failure: failure('REDIRECT_REFUSED', hop.reason), trace };
      }
      if (hop.kind === 'none') return this.#finish(result, trace);
      if (this.#redirects.length >= maxRedirects) {
        return {
          kind: 'failed',
          failure: failure('REDIRECT_LOOP', `${maxRedirects} redirects`),
          trace,
        };
      }
      const login = takeLogin(hop.url);
      this.#redirects.push({ status: result.status, from: url.href, to: hop.url.href });
      headers = withLogin(headersForHop(headers, url, hop.url), login);
      url = hop.url;
    }
  }

  async #finish(
    answer: Extract<ExchangeResult, { kind: 'answer' }>,
    trace: FetchTrace,
  ): Promise<FetchOutcome> {
    const retryAfterMs = parseRetryAfter(first(answer.headers['retry-after']), Date.now());
    const refused = failureOfStatus(answer.status, retryAfterMs);
    if (refused) return { kind: 'failed', failure: refused, trace };
    const decoded = await undoCodings(
      joined(answer.chunks, answer.wireBytes),
      first(answer.headers['content-encoding']),
      this.#rules.maxBytes,
    );
    if (decoded.kind === 'failed') return { kind: 'failed', failure: decoded.failure, trace };
    const notes: RequestNote[] = [];
    if (decoded.body.byteLength === 0) notes.push('EMPTY');
    if (decoded.ignored) notes.push('CODING_IGNORED');
    return {
      kind: 'page',
      page: { trace: { ...trace, notes: [...trace.notes, ...notes] }, body: owned(decoded.body) },
    };
  }

  #exchange(url: URL, headers: Headers, lenient = false): Promise<ExchangeResult> {
    return new Promise((resolve, reject) => {
      const remainingMs = this.#startMs + this.#rules.timeoutMs - performance.now();
      const settle = (result: ExchangeResult): void => {
        clearTimeout(deadline);
        this.#signal.removeEventListener('abort', abort);
        if (this.#signal.aborted) reject(this.#signal.reason);
        else resolve(result);
      };
      const exchange = new Exchange(
        {
          maxBytes: this.#rules.maxBytes,
          keepsBody: (status, { location }) =>
            failureOfStatus(status, undefined) === null &&
            nextHop(status, first(location), url).kind === 'none',
        },
        settle,
      );
      const deadline = setTimeout(
        () => exchange.cut(this.#late(exchange)),
        Math.max(0, remainingMs),
      );
      const abort = (): void => exchange.cut(failure('INTERNAL', 'stopped'));
      if (this.#signal.aborted) {
        abort();
        return;
      }
      this.#signal.addEventListener('abort', abort, { once: true });
      const request = this.#request(url, headers);
      if (lenient) dispatchLeniently(this.#connect, request, exchange);
      else this.#agent.dispatch(request, exchange);
    });
  }

  #request(url: URL, headers: Headers) {
    return {
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers,
      headersTimeout: this.#rules.timeoutMs,
      bodyTimeout: this.#silenceMs,
    } satisfies Dispatcher.DispatchOptions;
  }

  #late(exchange: Exchange): Failure {
    // undici's own watch over silence is accurate to a second only.
    const silent = exchange.stage === 'body' && exchange.silenceMs >= this.#silenceMs;
    const code = silent ? 'BODY_TIMEOUT' : deadlineCodes[exchange.stage];
    const limitMs = silent ? this.#silenceMs : this.#rules.timeoutMs;
    return failure(code, `${Math.round(limitMs / 100) / 10} s`);
  }

  #trace(url: URL, result: ExchangeResult): FetchTrace {
    const nowMs = performance.now();
    const headersAtMs = result.headersAtMs ?? nowMs;
    return {
      finalUrl: url.href,
      status: result.status,
      redirects: this.#redirects,
      contentType: first(result.headers['content-type']) ?? null,
      wireBytes: this.#wireBytes,
      headersMs: headersAtMs - this.#startMs,
      bodyMs: nowMs - headersAtMs,
      notes: [],
    };
  }
}

/** A repeated header that must be single: the first counts, as in browsers. */
function first(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

function withLogin(headers: Headers, login: Login | null): Headers {
  return login === null ? headers : { ...headers, authorization: basicAuth(login) };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const only = chunks[0];
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length);
}

/**
 * The bytes in a buffer of their own, fit for a transfer: a socket's chunk may share its buffer
 * with the next answer, and small Buffers share Node's pool.
 */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (
    bytes.byteOffset === 0 &&
    bytes.buffer instanceof ArrayBuffer &&
    bytes.byteLength === bytes.buffer.byteLength
  ) {
    return new Uint8Array(bytes.buffer);
  }
  return new Uint8Array(bytes);
}
