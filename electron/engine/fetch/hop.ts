import type { IncomingHttpHeaders } from 'node:http';
import type { RequestNote } from '#shared/engine-protocol/results.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { type Decoded, undoCodings } from './content-coding.ts';
import { Exchange, type ExchangeResult } from './exchange.ts';
import type { HopContent, HopData, HopHeaders, HopResult, MakeHop } from './hop-messages.ts';
import { LooseHosts } from './loose-hosts.ts';
import { nextHop } from './redirect.ts';
import { followedRefresh, isNoPage } from './refresh-hop.ts';
import type { Route } from './route.ts';
import { failureOfStatus } from './status-policy.ts';
import { mostSaidBytes, whatWasSaid } from './what-was-said.ts';

/** The failure code of the deadline for each stage of an exchange. */
const deadlineCodes = {
  connect: 'CONNECT_TIMEOUT',
  headers: 'HEADERS_TIMEOUT',
  body: 'TOTAL_TIMEOUT',
} as const;

/** Makes hops over the connections of a route. */
export function hopsOver(route: Route): MakeHop {
  const loose = new LooseHosts();
  return (order, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const hop = new Hop(route, loose, order, (result) => {
        signal.removeEventListener('abort', cut);
        if (signal.aborted) reject(signal.reason);
        else resolve(result);
      });
      const cut = (): void => hop.cut();
      signal.addEventListener('abort', cut, { once: true });
      hop.make();
    });
}

/**
 * One request and its answer, with the content codings of the body decoded. It uses callbacks instead of
 * promises, since a run makes thousands of hops a second, each of which would need half a dozen promises.
 */
export class Hop {
  readonly #route: Route;
  readonly #loose: LooseHosts;
  readonly #order: HopData;
  readonly #done: (result: HopResult) => void;
  readonly #url: URL;
  readonly #startMs = performance.now();
  #exchange: Exchange | null = null;
  #isCut = false;

  /**
   * @param loose the hosts of the run that need the lenient reader
   * @param done called once, however the hop ends
   */
  constructor(route: Route, loose: LooseHosts, order: HopData, done: (result: HopResult) => void) {
    this.#route = route;
    this.#loose = loose;
    this.#order = order;
    this.#done = done;
    this.#url = new URL(order.url);
  }

  /** The engine no longer needs the result: the hop ends now, with a failure that is never read. */
  cut(): void {
    this.#isCut = true;
    this.#exchange?.cut(failure('INTERNAL', 'stopped'));
  }

  make(): void {
    this.#ask(this.#loose.has(this.#url.origin), null);
  }

  /** @param refused the reason why the last answer was refused; null before the first request */
  #ask(lenient: boolean, refused: Failure | null): void {
    const { headers, reach, limitMs, remainingMs, silenceMs, maxBytes } = this.#order;
    const exchange = new Exchange(
      { maxBytes, keeps: (status, headers) => this.#keeps(status, headers) },
      (result) => {
        clearTimeout(deadline);
        if (result.kind === 'failed' && result.unread && refused === null && !this.#isCut) {
          this.#ask(true, result.failure);
          return;
        }
        if (refused !== null && result.kind === 'answer' && !result.unended) {
          this.#loose.took(this.#url.origin, refused);
        }
        this.#asked(result);
      },
    );
    const spentMs = performance.now() - this.#startMs;
    const deadline = setTimeout(
      () => exchange.cut(this.#late(exchange)),
      Math.max(0, remainingMs - spentMs),
    );
    this.#exchange = exchange;
    const request = {
      url: this.#url,
      headers,
      headersTimeoutMs: limitMs,
      bodyTimeoutMs: silenceMs,
      reach,
      lenient,
      takesUnended: refused !== null,
    };
    this.#route.dispatch(request, exchange);
  }

  #asked(result: ExchangeResult): void {
    const nowMs = performance.now();
    const headersAtMs = result.headersAtMs ?? nowMs;
    const facts = {
      headers: keptHeaders(result),
      wireBytes: result.wireBytes,
      headersMs: headersAtMs - this.#startMs,
      bodyMs: nowMs - headersAtMs,
      untrusted: this.#route.isUntrusted(this.#url),
    };
    const { status } = result;
    if (status === 407 && this.#route.forwards(this.#url)) {
      this.#done({ ...facts, kind: 'failed', status, failure: failure('PROXY_AUTH') });
      return;
    }
    if (result.kind === 'failed') {
      // An error status is enough as a result, however its page ends.
      if (status !== null && isError(status) && !this.#isCut) {
        this.#done({ ...facts, kind: 'answer', status, content: { kind: 'said', said: null } });
      } else this.#done({ ...facts, kind: 'failed', status, failure: result.failure });
      return;
    }
    const read = (content: HopContent): void =>
      this.#done({
        ...facts,
        kind: 'answer',
        status: result.status,
        content: result.unended ? unended(content) : content,
      });
    const content = this.#read(result);
    if (content instanceof Promise) void content.then(read);
    else read(content);
  }

  #keeps(status: number, headers: IncomingHttpHeaders): 'all' | 'beginning' | 'nothing' {
    if (isError(status)) return this.#order.errorPages ? 'all' : 'beginning';
    if (this.#order.ledByRefresh && isNoPage(status, headers)) return 'nothing';
    const leads = nextHop(status, first(headers.location), this.#url).kind !== 'none';
    return leads ? 'nothing' : 'all';
  }

  #late(exchange: Exchange): Failure {
    const { silenceMs, limitMs } = this.#order;
    // undici's own timeout for gaps is accurate to a second only.
    const silent = exchange.stage === 'body' && exchange.silenceMs >= silenceMs;
    const code = silent ? 'BODY_TIMEOUT' : deadlineCodes[exchange.stage];
    return failure(code, inSeconds(silent ? silenceMs : limitMs));
  }

  #read({
    status,
    headers,
    chunks,
    wireBytes,
  }: Extract<ExchangeResult, { kind: 'answer' }>): HopContent | Promise<HopContent> {
    const keeps = this.#keeps(status, headers);
    if (keeps === 'nothing') {
      const isOver = this.#order.ledByRefresh && isNoPage(status, headers);
      return { kind: isOver ? 'no-page' : 'none' };
    }
    const coding = first(headers['content-encoding']);
    if (isError(status)) return this.#errorPage(joined(chunks, wireBytes), keeps, headers);
    const body = joined(chunks, wireBytes);
    const read = (decoded: Decoded): HopContent => this.#pageOf(bodyOf(decoded), headers);
    return coding === undefined
      ? read({ kind: 'ok', body, ignored: false })
      : undoCodings(body, coding, this.#order.maxBytes).then(read);
  }

  async #errorPage(
    body: Uint8Array,
    keeps: 'all' | 'beginning',
    headers: IncomingHttpHeaders,
  ): Promise<HopContent> {
    const coding = first(headers['content-encoding']);
    const type = first(headers['content-type']) ?? null;
    const said = await whatWasSaid(body.subarray(0, mostSaidBytes), coding, type);
    if (keeps === 'beginning' || body.byteLength === 0) return { kind: 'said', said };
    const content = bodyOf(
      coding === undefined
        ? { kind: 'ok', body, ignored: false }
        : await undoCodings(body, coding, this.#order.maxBytes),
    );
    return content.kind === 'body' ? { ...content, said } : { kind: 'said', said };
  }

  /** The page, or its refresh if that is followed. */
  #pageOf(content: HopContent, headers: IncomingHttpHeaders): HopContent {
    if (content.kind !== 'body') return content;
    const { url, refresh } = this.#order;
    const contentType = first(headers['content-type']) ?? null;
    const next = followedRefresh(refresh, { body: content.body, url, contentType }, headers);
    return next === null ? content : { ...content, kind: 'refresh', to: next.to, by: next.by };
  }
}

function isError(status: number): boolean {
  return failureOfStatus(status, undefined) !== null;
}

/** A page in chunks that seems complete, without the last chunk. */
function unended(content: HopContent): HopContent {
  return 'notes' in content ? { ...content, notes: [...content.notes, 'UNENDED'] } : content;
}

function bodyOf(decoded: Decoded): HopContent {
  if (decoded.kind === 'failed') return { kind: 'damaged', failure: decoded.failure };
  const notes: RequestNote[] = [];
  if (decoded.body.byteLength === 0) notes.push('EMPTY');
  if (decoded.ignored) notes.push('CODING_IGNORED');
  return { kind: 'body', body: decoded.body, notes };
}

export function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

function keptHeaders({ headers, headerLines }: ExchangeResult): HopHeaders {
  return {
    lines: headerLines,
    contentType: first(headers['content-type']) ?? null,
    location: first(headers.location),
    retryAfter: first(headers['retry-after']),
    setCookie: [headers['set-cookie'] ?? []].flat(),
  };
}

/** A header that must be single is repeated: the first one counts, as in browsers. */
function first(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const only = chunks[0];
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length);
}
