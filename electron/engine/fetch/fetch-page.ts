import type { RedirectHop, RequestNote } from '#shared/engine-protocol/results.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { basicAuth, takeLogin } from '../logins.ts';
import type { FetchOutcome, FetchRules, FetchTrace, Login } from '../ports.ts';
import { refusal } from './addresses/guarded-lookup.ts';
import { firstReach, nextReach, type Reach } from './addresses/reach.ts';
import { acceptEncoding, undoCodings } from './content-coding.ts';
import { mergeCookies, type SessionCookies } from './cookies/session-cookies.ts';
import { Exchange, type ExchangeResult } from './exchange.ts';
import { headersForHop, maxRedirects, nextHop } from './redirect.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { Route } from './route.ts';
import { failureOfStatus } from './status-policy.ts';
import { whatWasSaid } from './what-was-said.ts';

/** The way that a page is fetched in. */
export interface PageWay {
  readonly route: Route;
  readonly cookies: SessionCookies | null;
  readonly allowPrivate: boolean;
  readonly bodyTimeoutMs: number;
}

type Headers = Readonly<Record<string, string>>;

/** Codes by which a deadline says at which wait it struck. */
const deadlineCodes = {
  connect: 'CONNECT_TIMEOUT',
  headers: 'HEADERS_TIMEOUT',
  body: 'TOTAL_TIMEOUT',
} as const;

/** Walks the redirects of a URL hop by hop to its page. */
export function fetchPage(
  way: PageWay,
  url: string,
  rules: FetchRules,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  return new Fetch(way, rules, signal).walk(url);
}

/** One URL from its first hop to its page. */
class Fetch {
  readonly #way: PageWay;
  readonly #rules: FetchRules;
  readonly #signal: AbortSignal;
  readonly #silenceMs: number;
  readonly #redirects: RedirectHop[] = [];
  readonly #startMs = performance.now();
  readonly #notes = new Set<RequestNote>();
  #wireBytes = 0;

  constructor(way: PageWay, rules: FetchRules, signal: AbortSignal) {
    this.#way = way;
    this.#rules = rules;
    this.#signal = signal;
    this.#silenceMs = Math.min(way.bodyTimeoutMs, (rules.timeoutMs * 2) / 3);
  }

  async walk(startUrl: string): Promise<FetchOutcome> {
    const { allowPrivate, cookies, route } = this.#way;
    let url = new URL(startUrl);
    let headers = withLogin(
      { 'accept-encoding': acceptEncoding, ...this.#rules.headers },
      takeLogin(url) ?? this.#rules.login ?? null,
    );
    let reach = firstReach(url, allowPrivate);
    if (this.#rules.ledBy !== undefined) {
      const from = new URL(this.#rules.ledBy);
      const before = firstReach(from, allowPrivate);
      headers = headersForHop(headers, from, url);
      reach = before && nextReach(before, from, url, allowPrivate);
    }
    let trace = this.#trace(url, notAsked);
    for (;;) {
      if (reach === null) return failed(refusal(url.hostname, url.hostname), trace);
      let result = await this.#exchange(url, headers, reach);
      if (result.kind === 'failed' && result.unread) {
        result = await this.#exchange(url, headers, reach, true);
      }
      this.#wireBytes += result.wireBytes;
      if (route.isUntrusted(url)) this.#notes.add('TLS_IGNORED');
      trace = this.#trace(url, result);
      if (result.kind === 'failed') return failed(result.failure, trace);
      cookies?.take(url, result.headers['set-cookie']);
      if (result.status === 407 && route.forwards(url)) return failed(failure('PROXY_AUTH'), trace);

      const hop = nextHop(result.status, first(result.headers.location), url);
      if (hop.kind === 'refused') return failed(failure('REDIRECT_REFUSED', hop.reason), trace);
      if (hop.kind === 'none') return this.#finish(result, trace);
      if (this.#redirects.length >= maxRedirects) {
        return failed(failure('REDIRECT_LOOP', `${maxRedirects} redirects`), trace);
      }
      const login = takeLogin(hop.url);
      reach = nextReach(reach, url, hop.url, allowPrivate);
      // What may not be reached is not asked about either.
      const forbidden = reach && (await this.#mayFollow(url, hop.url));
      if (forbidden) return failed(forbidden, trace);
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
    if (refused) {
      const said = await whatWasSaid(
        Buffer.concat(answer.chunks),
        first(answer.headers['content-encoding']),
        trace.contentType,
      );
      return failed(refused, said === null ? trace : { ...trace, said });
    }
    const decoded = await undoCodings(
      joined(answer.chunks, answer.wireBytes),
      first(answer.headers['content-encoding']),
      this.#rules.maxBytes,
    );
    if (decoded.kind === 'failed') return failed(decoded.failure, trace);
    const notes: RequestNote[] = [];
    if (decoded.body.byteLength === 0) notes.push('EMPTY');
    if (decoded.ignored) notes.push('CODING_IGNORED');
    return {
      kind: 'page',
      page: { trace: { ...trace, notes: [...trace.notes, ...notes] }, body: owned(decoded.body) },
    };
  }

  async #mayFollow(from: URL, to: URL): Promise<Failure | null> {
    const verdict = this.#rules.mayFollow?.(from.href, to.href) ?? null;
    if (!(verdict instanceof Promise)) return verdict;
    return new Promise((resolve, reject) => {
      const over = (then: () => void): void => {
        clearTimeout(deadline);
        this.#signal.removeEventListener('abort', abort);
        then();
      };
      const deadline = setTimeout(
        () => over(() => resolve(failure('TOTAL_TIMEOUT', inSeconds(this.#rules.timeoutMs)))),
        this.#remainingMs,
      );
      const abort = (): void => over(() => reject(this.#signal.reason));
      this.#signal.addEventListener('abort', abort, { once: true });
      if (this.#signal.aborted) abort();
      verdict.then(
        (reason) => over(() => resolve(reason)),
        (error: unknown) => over(() => reject(error)),
      );
    });
  }

  get #remainingMs(): number {
    return Math.max(0, this.#startMs + this.#rules.timeoutMs - performance.now());
  }

  #exchange(url: URL, headers: Headers, reach: Reach, lenient = false): Promise<ExchangeResult> {
    return new Promise((resolve, reject) => {
      const settle = (result: ExchangeResult): void => {
        clearTimeout(deadline);
        this.#signal.removeEventListener('abort', abort);
        if (this.#signal.aborted) reject(this.#signal.reason);
        else resolve(result);
      };
      const exchange = new Exchange(
        {
          maxBytes: this.#rules.maxBytes,
          keeps: (status, { location }) => {
            if (failureOfStatus(status, undefined) !== null) return 'beginning';
            return nextHop(status, first(location), url).kind === 'none' ? 'all' : 'nothing';
          },
        },
        settle,
      );
      const deadline = setTimeout(() => exchange.cut(this.#late(exchange)), this.#remainingMs);
      const abort = (): void => exchange.cut(failure('INTERNAL', 'stopped'));
      if (this.#signal.aborted) {
        abort();
        return;
      }
      this.#signal.addEventListener('abort', abort, { once: true });
      const request = {
        url,
        headers: this.#withCookies(url, headers),
        headersTimeoutMs: this.#rules.timeoutMs,
        bodyTimeoutMs: this.#silenceMs,
        reach,
        lenient,
      };
      this.#way.route.dispatch(request, exchange);
    });
  }

  /** Those of the jar go where the jar says; one set by hand goes with the other headers. */
  #withCookies(url: URL, headers: Headers): Headers {
    const cookie = mergeCookies(headers['cookie'], this.#way.cookies?.headerFor(url) ?? null);
    return cookie === null ? headers : { ...headers, cookie };
  }

  #late(exchange: Exchange): Failure {
    // undici's own watch over silence is accurate to a second only.
    const silent = exchange.stage === 'body' && exchange.silenceMs >= this.#silenceMs;
    const code = silent ? 'BODY_TIMEOUT' : deadlineCodes[exchange.stage];
    const limitMs = silent ? this.#silenceMs : this.#rules.timeoutMs;
    return failure(code, inSeconds(limitMs));
  }

  #trace(url: URL, result: Pick<ExchangeResult, 'status' | 'headers' | 'headersAtMs'>): FetchTrace {
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
      notes: [...this.#notes],
    };
  }
}

const notAsked = { status: null, headers: {}, headersAtMs: null };

function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

function failed(reason: Failure, trace: FetchTrace): FetchOutcome {
  return { kind: 'failed', failure: reason, trace };
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
