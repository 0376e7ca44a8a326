import type { OriginStorage } from '#shared/engine-protocol/origin-storage.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { ProxyAddress } from '#shared/job/proxy.ts';
import type { Clock } from '../ports/clock.ts';
import type { FetchSession, FindProxies, Identity } from '../ports/fetch-sessions.ts';
import type { FetchOutcome } from '../ports/fetcher.ts';
import type { Secrets } from '../ports/kept-page.ts';
import { Connections } from './connections.ts';
import {
  cookieValues,
  createSessionCookies,
  type SessionCookies,
} from './cookies/session-cookies.ts';
import { fetchPage, type PageWay } from './fetch-page.ts';
import { ListedProxies } from './listed-proxies.ts';
import { ProxyLogins } from './proxies/proxy-logins.ts';
import { ProxyRotation } from './proxies/proxy-rotation.ts';
import { ProxyTries } from './proxies/proxy-tries.ts';
import { SystemProxies, type SystemWay } from './proxies/system-proxies.ts';
import type { Route } from './route.ts';
import { secretsOf, secretsToKeepOut } from './secret-values.ts';
import { type HopWorkers, type SessionRouteParts, SessionRoutes } from './session-routes.ts';
import { SystemHops } from './system-hops.ts';
import { hostsOf, withoutEchoes } from './without-echoes.ts';

interface SessionParts {
  /** The route without proxies, shared by all sessions. */
  readonly direct: Route;
  readonly routeOptions: SessionRouteParts['options'];
  readonly bodyTimeoutMs: number;
  readonly clock: Clock;
  /** Absent if the host of the engine cannot read the system's proxies. */
  readonly findProxies?: FindProxies | undefined;
}

export interface RunIdentity extends Identity {
  /** Called for every page; if it is absent or returns null, the hops are made here. */
  readonly workers?: () => HopWorkers | null;
}

/** The side of a run's session that its rendered pages use. */
export interface BrowserSide {
  /** Null: the job has none. */
  readonly cookies: Pick<SessionCookies, 'forBrowser' | 'takeFromBrowser'> | null;
  readonly connections: Connections;
  /** The storage of the log-in, which only pages of the same origins may get. */
  readonly storage: readonly OriginStorage[];
}

export interface RunSession extends FetchSession {
  readonly browserSide: BrowserSide;
}

/** See `FetchSession`. @throws TrawlError BAD_INPUT if the cookies or the proxies cannot be used */
export function createSession(parts: SessionParts, identity: RunIdentity): RunSession {
  const { options, secrets, cookieStore, workers = () => null } = identity;
  const { clock } = parts;
  const { ignoreTlsErrors, proxyRotation } = options;
  const logins = new ProxyLogins(secrets);
  const cookies = options.cookies
    ? createSessionCookies(secrets?.cookies, cookieStore ?? null)
    : null;
  const routes = new SessionRoutes({
    shared: parts.direct,
    options: parts.routeOptions,
    ignoreTlsErrors,
    workers,
  });
  const secretsFor: PageWay['secrets'] = (rules, sent, hosts) => {
    const known = cookies?.valuesFor(hosts) ?? [];
    return secretsOf(rules, logins.used, [...sent.flatMap(cookieValues), ...known]);
  };
  const wayOf = (hopFor: PageWay['hopFor']): PageWay => ({
    cookies,
    secrets: secretsFor,
    allowPrivate: options.allowPrivate,
    bodyTimeoutMs: parts.bodyTimeoutMs,
    hopFor,
  });
  const wayVia = (proxy: ProxyAddress | null): PageWay =>
    wayOf(({ forRows = false }) => routes.hopsVia(proxy, forRows));

  const rotation = new ProxyRotation(options.proxies === 'system' ? 'list' : proxyRotation, clock);
  const fetchByList = (texts: readonly string[]): FetchWays => {
    const among = rotation.healthOf(texts.map((text) => usable(logins.read(text))));
    const way = { kind: 'known', proxies: among, direct: among.length === 0 } as const;
    const wayTo = () => Promise.resolve(way);
    if (among.length === 0) return { fetchBy: by(wayVia(null)), wayTo };
    const listed = new ListedProxies({
      among,
      rotation,
      routes,
      clock,
      wayVia: ({ proxy }) => wayVia(proxy),
    });
    return { fetchBy: (...page) => listed.fetch(...page), wayTo };
  };
  const fetchAsTheSystemSays = (): FetchWays => {
    const system = new SystemProxies({ find: known(parts.findProxies), rotation, logins, clock });
    const hops = new SystemHops({ system, rotation, routes, clock });
    const fetchBy = by(wayOf(({ forRows = false }) => hops.hops(forRows)));
    return { fetchBy, wayTo: (origin) => system.for(origin) };
  };
  const { fetchBy, wayTo } =
    options.proxies === 'system' ? fetchAsTheSystemSays() : fetchByList(options.proxies);

  return {
    async fetch(url, rules, signal) {
      const sent: string[] = [];
      const outcome = await fetchBy(url, rules, signal, sent);
      const secrets = (): Secrets => {
        // From the trace before its secrets are taken out, as they may stand in the name of a host.
        const { trace } = outcome.kind === 'page' ? outcome.page : outcome;
        return secretsFor(rules, sent, hostsOf(url, trace.finalUrl, trace.redirects));
      };
      const shown = withoutEchoes(outcome, url, secrets);
      // A page that a worker has read is kept by the worker.
      if (rules.keep !== true || shown.page === undefined || shown.page.extracted) return shown;
      const keep = () => ({ asked: url, secrets: secretsToKeepOut(secrets()) });
      return { ...shown, page: { ...shown.page, keep } };
    },
    proxies: () => rotation.lines(),
    saveCookies: () => cookies?.save(),
    browserSide: {
      cookies,
      storage: options.cookies ? (secrets?.logIn?.storage ?? []) : [],
      connections: new Connections({
        routes,
        tries: new ProxyTries(rotation, clock),
        isDirect: options.proxies.length === 0,
        wayTo,
      }),
    },
    close: () => routes.close(),
  };
}

/** How the pages of a session are fetched, and the proxies for what they load when they are rendered. */
interface FetchWays {
  readonly fetchBy: FetchBy;
  wayTo(origin: string): Promise<SystemWay>;
}

type FetchBy = (
  ...page: Parameters<typeof fetchPage> extends [PageWay, ...infer Page] ? Page : never
) => Promise<FetchOutcome>;

function by(way: PageWay): FetchBy {
  return (...page) => fetchPage(way, ...page);
}

function known(findProxies: FindProxies | undefined): FindProxies {
  if (findProxies !== undefined) return findProxies;
  throw new TrawlError(
    'BAD_INPUT',
    'This job uses the proxies of the system, which are not known here. Name them in its options.',
  );
}

function usable(proxy: ProxyAddress | null): ProxyAddress {
  if (proxy !== null) return proxy;
  throw new TrawlError(
    'BAD_INPUT',
    'A proxy of this job cannot be used. It must look like http://proxy.example:8080 (or https:, socks5:).',
  );
}
