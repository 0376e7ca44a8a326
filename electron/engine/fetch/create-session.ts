import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { type ErrorCode, type Failure, failure } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { type ProxyAddress, parseProxy } from '#shared/job/proxy.ts';
import type { Clock, FetchOutcome, FetchRules, FetchSession, Identity } from '../ports.ts';
import { cookieValues, createSessionCookies } from './cookies/session-cookies.ts';
import { fetchPage, type PageWay } from './fetch-page.ts';
import { hopsOver } from './hop.ts';
import type { MakeHop } from './hop-messages.ts';
import type { ProxyHealth } from './proxies/proxy-health.ts';
import { createProxyRotation } from './proxies/proxy-rotation.ts';
import { Route, type RouteDescription, type RouteOptions } from './route.ts';
import { secretsOf } from './secret-values.ts';
import { withoutEchoes } from './without-echoes.ts';

export interface SessionParts {
  /** The way without proxies, shared by all sessions. */
  readonly direct: Route;
  readonly routeOptions: Pick<RouteOptions, 'connectTimeoutMs' | 'lookup' | 'ca' | 'sockets'>;
  readonly bodyTimeoutMs: number;
  readonly clock: Clock;
}

/** Workers that make the hops of a run, and read the pages at their end. */
export interface HopWorkers {
  hopsOver(route: RouteDescription): MakeHop;
}

export interface RunIdentity extends Identity {
  /** Asked for every page: absent or null, its hops are made here. */
  readonly workers?: () => HopWorkers | null;
}

/** See `FetchSession`. @throws TrawlError BAD_INPUT where the cookies or the proxies cannot be used */
export function createSession(parts: SessionParts, identity: RunIdentity): FetchSession {
  const { options, secrets, cookieStore, workers } = identity;
  const { ignoreTlsErrors, allowPrivate } = options;
  const proxies = proxiesOf(options.proxies, secrets);
  const cookies = options.cookies
    ? createSessionCookies(secrets?.cookies, cookieStore ?? null)
    : null;
  const routes: Route[] = [];
  const routeVia = (proxy: ProxyAddress | null): Route => {
    if (proxy === null && !ignoreTlsErrors) return parts.direct;
    const route = new Route({ ...parts.routeOptions, ignoreTlsErrors, proxy });
    routes.push(route);
    return route;
  };
  const logins = proxies.flatMap(({ login }) => (login === null ? [] : [login]));
  const way = (route: Route): PageWay => {
    const here = hopsOver(route);
    return {
      route,
      cookies,
      allowPrivate,
      bodyTimeoutMs: parts.bodyTimeoutMs,
      hopFor: ({ forRows = false }) =>
        (forRows ? workers?.() : null)?.hopsOver(route.description) ?? here,
    };
  };

  const direct = proxies.length === 0 ? way(routeVia(null)) : null;
  const rotation = createProxyRotation(proxies, options.proxyRotation, parts.clock);
  const ways = new Map<ProxyAddress, PageWay>();
  const wayVia = (proxy: ProxyAddress): PageWay => {
    const known = ways.get(proxy) ?? way(routeVia(proxy));
    ways.set(proxy, known);
    return known;
  };

  const fetchVia = async (
    one: ProxyHealth,
    url: string,
    rules: FetchRules,
    signal: AbortSignal,
    sent: string[],
  ): Promise<Blamed> => {
    const via = wayVia(one.proxy);
    const forbidden = new Set<Failure>();
    const mayFollow = async (from: string, to: string): Promise<Failure | null> => {
      // An answer has come. What is asked about where it leads may need this very proxy.
      one.answered();
      rotation.changed();
      const reason = (await rules.mayFollow?.(from, to)) ?? null;
      if (reason !== null) forbidden.add(reason);
      return reason;
    };
    const outcome = await fetchPage(via, url, { ...rules, mayFollow }, signal, sent);
    if (outcome.kind === 'page' || forbidden.has(outcome.failure)) return { outcome, fault: null };
    return blame(outcome, via.route);
  };

  /** The last try that reached no proxy. */
  let unreached: FetchFailure | null = null;

  /**
   * A request that one proxy fails goes to the next; where all rest, it waits for the first, and where
   * none can be reached it fails, at once while another one finds out whether that is still so.
   */
  const fetchByProxies = async (
    url: string,
    rules: FetchRules,
    signal: AbortSignal,
    sent: string[],
  ): Promise<FetchOutcome> => {
    const { host } = new URL(url);
    const tried = new Set<ProxyHealth>();
    let last: FetchOutcome | null = null;
    for (;;) {
      const one = rotation.next(host, tried);
      if (one === null) {
        if (last !== null) return rotation.unreached ? last : asFault(last);
        if (rotation.unreached && unreached !== null) {
          return { ...unreached, trace: { ...unreached.trace, ...nothing, finalUrl: url } };
        }
        await rotation.change(signal);
        continue;
      }
      one.began(tried);
      let fault: Fault | null = null;
      try {
        ({ outcome: last, fault } = await fetchVia(one, url, rules, signal, sent));
      } finally {
        one.ended(tried);
        // Those that wait go on after this turn, when it is known how the proxy did.
        rotation.changed();
      }
      if (last.kind === 'page' || fault === null) {
        one.succeeded();
        // What they refused, another one did.
        for (const other of tried) other.rest(parts.clock.now());
        return last;
      }
      rotation.failed(one, last.failure, host, fault === 'gone');
      tried.add(one);
      if (last.failure.code === 'PROXY_UNREACHED') unreached = last;
    }
  };

  return {
    async fetch(url, rules, signal) {
      const sent: string[] = [];
      const outcome =
        direct === null
          ? await fetchByProxies(url, rules, signal, sent)
          : await fetchPage(direct, url, rules, signal, sent);
      return withoutEchoes(outcome, url, (hosts) =>
        secretsOf(rules, logins, [
          ...sent.flatMap(cookieValues),
          ...(cookies?.valuesFor(hosts) ?? []),
        ]),
      );
    },
    proxies: () => rotation.lines(),
    saveCookies: () => cookies?.save(),
    async close() {
      await Promise.all(routes.map((route) => route.close()));
    },
  };
}

type FetchFailure = Extract<FetchOutcome, { kind: 'failed' }>;

const faults: ReadonlySet<ErrorCode> = new Set(['PROXY_AUTH', 'PROXY_FAILED', 'PROXY_REFUSED']);

const nothing = { status: null, redirects: [], contentType: null, wireBytes: 0, notes: [] };

/** One proxy could not be reached, others can: that is not the network. */
function asFault(outcome: FetchOutcome): FetchOutcome {
  if (outcome.kind === 'page' || outcome.failure.code !== 'PROXY_UNREACHED') return outcome;
  return { ...outcome, failure: { ...outcome.failure, code: 'PROXY_FAILED' } };
}

/** Failures in which the end of a proxy looks like that of the site behind it. */
const breaks: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_RESET',
  'CONNECTION_REFUSED',
  'EMPTY_REPLY',
  'TRUNCATED',
  'NETWORK',
]);

/** What is wrong with a proxy. `gone`: it cannot be connected to. */
type Fault = 'gone' | 'failed';

interface Blamed {
  readonly outcome: FetchOutcome;
  /** Null where it is not the proxy that failed. */
  readonly fault: Fault | null;
}

/** A connection that broke: was it the proxy? It is asked whether it is still there. */
async function blame(outcome: FetchFailure, route: Route): Promise<Blamed> {
  const { code } = outcome.failure;
  const as = (fault: Fault, reason: Failure): Blamed => ({
    outcome: { ...outcome, failure: reason },
    fault,
  });
  if (code === 'PROXY_UNREACHED') return { outcome, fault: 'gone' };
  if (faults.has(code)) return { outcome, fault: 'failed' };
  if (code === 'CONNECT_TIMEOUT') {
    return as('failed', failure('PROXY_REFUSED', 'no connection in time'));
  }
  if (!breaks.has(code) || (await route.proxyIsThere())) return { outcome, fault: null };
  // A page that ends proxies must not be tried for ever: this try counts.
  return as('gone', failure('PROXY_FAILED', 'it ended in the middle'));
}

function proxiesOf(
  named: Identity['options']['proxies'],
  secrets: RunSecrets | undefined,
): readonly ProxyAddress[] {
  if (named === 'system' && secrets?.systemProxies === undefined) {
    throw new TrawlError(
      'BAD_INPUT',
      'This job uses the proxies of the system, which are not known here. Name them in its options.',
    );
  }
  const texts = named === 'system' ? (secrets?.systemProxies ?? []) : named;
  const logins = new Map(
    Object.entries(secrets?.proxyLogins ?? {}).map(([proxy, login]) => [nameOf(proxy), login]),
  );
  return texts.map((text) => {
    const proxy = parseProxy(text);
    if (proxy === null) {
      throw new TrawlError(
        'BAD_INPUT',
        'A proxy of this job cannot be used. It must look like http://proxy.example:8080 (or https:, socks5:).',
      );
    }
    return { ...proxy, login: logins.get(proxy.name) ?? proxy.login };
  });
}

function nameOf(text: string): string {
  return parseProxy(text)?.name ?? text;
}
