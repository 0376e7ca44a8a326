import { assertNever } from '#shared/assert-never.ts';
import type { RedirectHop, RequestNote } from '#shared/engine-protocol/results.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { basicAuth, takeLogin } from '../logins.ts';
import type { FetchedPage, FetchOutcome, FetchRules, FetchTrace } from '../ports/fetcher.ts';
import type { KeepRules, Secrets } from '../ports/kept-page.ts';
import type { Login } from '../ports/request-source.ts';
import { refusal } from './addresses/guarded-lookup.ts';
import { firstReach, nextReach, type Reach } from './addresses/reach.ts';
import { acceptEncoding } from './content-coding.ts';
import { mergeCookies, type SessionCookies } from './cookies/session-cookies.ts';
import { inSeconds } from './hop.ts';
import type { HopResult, MakeHop } from './hop-messages.ts';
import {
  harmlessOf,
  headersForHop,
  maxRedirects,
  type NextHop,
  nextHop,
  ofScheme,
} from './redirect.ts';
import { type FollowedRefresh, isReload } from './refresh-hop.ts';
import { parseRetryAfter } from './retry-after.ts';
import { secretsToKeepOut } from './secret-values.ts';
import { failureOfStatus } from './status-policy.ts';
import { hostsOf } from './without-echoes.ts';

/** The session data that the fetch of a page uses. */
export interface PageWay {
  readonly cookies: SessionCookies | null;
  readonly allowPrivate: boolean;
  readonly bodyTimeoutMs: number;
  /**
   * The values of a request that must not be repeated: also cookies that were set and not sent yet.
   *
   * @param sent the Cookie headers so far
   * @param hosts from which the request has had answers
   */
  secrets(rules: FetchRules, sent: readonly string[], hosts: Iterable<string>): Secrets;
  /** Returns the function that makes the hops; it may use a worker if the rows of the page are wanted. */
  hopFor(rules: FetchRules): MakeHop;
}

type Headers = Readonly<Record<string, string>>;
type Answer = Extract<HopResult, { kind: 'answer' }>;

/** A page with a refresh that was followed. */
interface Led {
  readonly answer: Answer;
  readonly trace: FetchTrace;
}

/**
 * Follows the redirects of a URL hop by hop to its page; a refresh of a page counts as a redirect.
 *
 * @param sent receives the Cookie header of each hop
 */
export function fetchPage(
  way: PageWay,
  url: string,
  rules: FetchRules,
  signal: AbortSignal,
  sent: string[],
): Promise<FetchOutcome> {
  return new Fetch(way, url, rules, signal, sent).walk();
}

/** One URL from its first hop to its page. */
class Fetch {
  readonly #way: PageWay;
  readonly #asked: string;
  readonly #rules: FetchRules;
  readonly #signal: AbortSignal;
  readonly #sent: string[];
  readonly #makeHop: MakeHop;
  readonly #redirects: RedirectHop[] = [];
  /** The last page whose refresh was followed. */
  #led: Led | null = null;
  /** Pages that were fetched again because of their own refresh; each is reloaded only once. */
  readonly #reloaded = new Set<string>();
  readonly #startMs = performance.now();
  readonly #notes = new Set<RequestNote>();
  #wireBytes = 0;

  constructor(way: PageWay, asked: string, rules: FetchRules, signal: AbortSignal, sent: string[]) {
    this.#way = way;
    this.#asked = asked;
    this.#rules = rules;
    this.#signal = signal;
    this.#sent = sent;
    this.#makeHop = way.hopFor(rules);
  }

  async walk(): Promise<FetchOutcome> {
    const { allowPrivate, cookies } = this.#way;
    let url = new URL(this.#asked);
    let headers = withLogin(
      withDefaults(this.#rules.headers),
      takeLogin(url) ?? this.#rules.login ?? null,
    );
    let reach = firstReach(url, allowPrivate);
    if (this.#rules.ledBy !== undefined) {
      const from = new URL(this.#rules.ledBy);
      const before = firstReach(from, allowPrivate);
      const { ownOrigin = from.origin } = this.#rules;
      if (url.origin !== ownOrigin) headers = harmlessOf(headers);
      reach = before && nextReach(before, from, url, allowPrivate);
    }
    let trace = this.#trace(url, null);
    for (;;) {
      if (reach === null) return failed(refusal(url.hostname, url.hostname), trace);
      const result = await this.#hop(url, headers, reach);
      this.#wireBytes += result.wireBytes;
      if (result.untrusted) this.#notes.add('TLS_IGNORED');
      trace = this.#trace(url, result);
      if (result.kind === 'failed') return failed(result.failure, trace);
      cookies?.take(url, result.headers.setCookie);

      if (result.content.kind === 'no-page' && this.#led !== null) return this.#stay(this.#led);

      const hop = leadsTo(result, url);
      if (hop.kind === 'refused') return failed(failure('REDIRECT_REFUSED', hop.reason), trace);
      if (hop.kind === 'none') return finished(result, trace);
      if (this.#redirects.length >= maxRedirects) return failed(this.#loop(), trace);
      const login = takeLogin(hop.url);
      reach = nextReach(reach, url, hop.url, allowPrivate);
      // For an address outside the reach, robots.txt is not checked either.
      const forbidden = reach && (await this.#mayFollow(url, hop.url));
      if (forbidden) return failed(forbidden, { ...trace, notFollowed: hop.url.href });
      this.#follow(result, trace, url, hop.url);
      headers = withLogin(headersForHop(headers, url, hop.url), login);
      url = hop.url;
    }
  }

  /** Records a redirect in the trace. */
  #follow(answer: Answer, trace: FetchTrace, from: URL, to: URL): void {
    const hop = { status: answer.status, from: from.href, to: to.href };
    if (answer.content.kind !== 'refresh') {
      this.#redirects.push(hop);
      return;
    }
    this.#led = { answer, trace: { ...trace, redirects: [...this.#redirects] } };
    if (isReload(to.href, from.href)) this.#reloaded.add(from.href);
    this.#redirects.push({ ...hop, refresh: answer.content.by });
  }

  /** The refresh of a page has led to no page: the page itself counts, as a browser keeps showing it. */
  #stay({ answer, trace }: Led): FetchOutcome {
    return finished(answer, { ...trace, wireBytes: this.#wireBytes, notes: [...this.#notes] });
  }

  #loop(): Failure {
    const byPages = this.#redirects.some(({ refresh }) => refresh !== undefined);
    return failure(
      'REDIRECT_LOOP',
      `${maxRedirects} redirects${byPages ? ', some of them by the pages themselves' : ''}`,
    );
  }

  #followed(url: URL): FollowedRefresh {
    if (this.#rules.refresh !== true) return 'none';
    return this.#way.cookies === null || this.#reloaded.has(url.href) ? 'elsewhere' : 'any';
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

  #hop(url: URL, headers: Headers, reach: Reach): Promise<HopResult> {
    const { timeoutMs, maxBytes } = this.#rules;
    const order = {
      url: url.href,
      headers: this.#withCookies(url, headers),
      reach,
      limitMs: timeoutMs,
      remainingMs: this.#remainingMs,
      silenceMs: Math.min(this.#way.bodyTimeoutMs, (timeoutMs * 2) / 3),
      maxBytes,
      errorPages: this.#rules.errorPages === true,
      refresh: this.#followed(url),
      ledByRefresh: this.#led !== null,
      ...(this.#rules.keep === true && this.#rules.forRows === true
        ? { keep: () => this.#keep(url) }
        : {}),
    };
    return this.#makeHop(order, this.#signal);
  }

  /**
   * The jar decides which of its cookies are sent; a cookie header of the job is sent with the other
   * headers.
   */
  #withCookies(url: URL, headers: Headers): Headers {
    const cookie = mergeCookies(headers['cookie'], this.#way.cookies?.headerFor(url) ?? null);
    if (cookie === null) return headers;
    // Most hops of a chain send the same one, and each counts where secrets are looked for.
    if (!this.#sent.includes(cookie)) this.#sent.push(cookie);
    return { ...headers, cookie };
  }

  #keep(url: URL): KeepRules {
    const hosts = hostsOf(this.#asked, url.href, this.#redirects);
    return {
      asked: this.#asked,
      secrets: secretsToKeepOut(this.#way.secrets(this.#rules, this.#sent, hosts)),
    };
  }

  /** @param result of the last hop; null if no request was sent */
  #trace(url: URL, result: HopResult | null): FetchTrace {
    const bodyMs = result?.bodyMs ?? 0;
    const sinceStartMs = performance.now() - this.#startMs;
    // The time in which a worker read the page belongs to neither.
    const readMs = result?.kind === 'answer' ? readMsOf(result) : 0;
    const hasAnswer = typeof result?.status === 'number';
    return {
      finalUrl: url.href,
      status: result?.status ?? null,
      redirects: this.#redirects,
      headers: result?.headers.lines ?? '',
      contentType: result?.headers.contentType ?? null,
      answeredAtMs: hasAnswer ? Date.now() - bodyMs - readMs : null,
      wireBytes: this.#wireBytes,
      headersMs: Math.max(0, sinceStartMs - bodyMs - readMs),
      bodyMs,
      notes: [...this.#notes],
    };
  }
}

function readMsOf({ content }: Answer): number {
  return content.kind === 'rows' ? content.extracted.extractMs : 0;
}

/** The next hop that an answer leads to, by its status or by a refresh. */
function leadsTo({ status, headers, content }: Answer, from: URL): NextHop {
  return content.kind === 'refresh'
    ? ofScheme(new URL(content.to))
    : nextHop(status, headers.location, from);
}

/** The outcome of an answer that leads to no further hop. */
function finished({ status, headers, content }: Answer, trace: FetchTrace): FetchOutcome {
  const retryAfterMs = parseRetryAfter(headers.retryAfter, Date.now());
  const refused = failureOfStatus(status, retryAfterMs);
  switch (content.kind) {
    case 'damaged':
      return failed(content.failure, trace);
    case 'body':
    case 'refresh':
    case 'rows': {
      const noted = { ...trace, notes: [...trace.notes, ...content.notes] };
      if (refused === null) return { kind: 'page', page: pageOf(content, noted) };
      const said = content.kind === 'refresh' ? null : (content.said ?? null);
      const all = said === null ? noted : { ...noted, said };
      return { ...failed(refused, all), page: pageOf(content, all) };
    }
    case 'said':
    case 'no-page':
    case 'none': {
      const said = content.kind === 'said' ? content.said : null;
      const reason = refused ?? failure('INTERNAL', 'an answer without a body');
      return failed(reason, said === null ? trace : { ...trace, said });
    }
    default:
      return assertNever(content);
  }
}

function pageOf(
  content: Extract<Answer['content'], { kind: 'body' | 'refresh' | 'rows' }>,
  trace: FetchTrace,
): FetchedPage {
  return content.kind === 'rows'
    ? { url: trace.finalUrl, trace, body: new Uint8Array(), extracted: content.extracted }
    : { url: trace.finalUrl, trace, body: content.body };
}

function failed(reason: Failure, trace: FetchTrace): Extract<FetchOutcome, { kind: 'failed' }> {
  return { kind: 'failed', failure: reason, trace };
}

/** In the order of browsers; a header with an empty value is omitted. */
function withDefaults(headers: Headers): Headers {
  const { 'user-agent': userAgent = '', accept = '', ...others } = headers;
  const all = { 'user-agent': userAgent, accept, 'accept-encoding': acceptEncoding, ...others };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

function withLogin(headers: Headers, login: Login | null): Headers {
  return login === null ? headers : { ...headers, authorization: basicAuth(login) };
}
