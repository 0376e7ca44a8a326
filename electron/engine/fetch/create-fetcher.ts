import type { LookupFunction } from 'node:net';
import { defaultOptions } from '#shared/job/defaults.ts';
import type { Clock, Fetcher, FetchSession, FetchSessions, FindProxies } from '../ports.ts';
import { systemClock } from '../system-clock.ts';
import { createSession, type RunIdentity } from './create-session.ts';
import { createDnsCache } from './dns-cache.ts';
import { openFilesLimit } from './open-files.ts';
import { Route } from './route.ts';
import { type SocketLimits, Sockets, socketLimits } from './sockets.ts';

export interface FetcherOptions {
  /** Host names to addresses; the system's, cached, by default. */
  readonly lookup?: LookupFunction;
  /** The longest wait for a connection, TLS included. */
  readonly connectTimeoutMs?: number;
  /** Certificates (PEM) to trust in place of those that come with the runtime. */
  readonly ca?: readonly string[];
  /** The longest silence in the middle of a body; never more than two thirds of the job's limit. */
  readonly bodyTimeoutMs?: number;
  /** By what the system allows, unless it is said. */
  readonly sockets?: SocketLimits;
  /** For the rest of proxies that failed. */
  readonly clock?: Clock;
  /** Absent: a job that asks for the proxies of the system is refused. */
  readonly findProxies?: FindProxies;
}

export interface RunSessions extends FetchSessions {
  session(identity: RunIdentity): FetchSession;
  /** Looks names up for workers that fetch elsewhere: its answers are kept here. */
  readonly lookup: LookupFunction;
}

/**
 * A fetcher over undici's connection pools, without a limit of its own (the scheduler is the one that
 * limits). Redirects are walked hop by hop, content codings undone; every way to fail is an outcome
 * with a code, never a rejection. What belongs to one run (cookies, proxies, what it allows) is its
 * session; sessions that go straight to the sites share their connections. Fetching without a
 * session means without an identity: no cookies, no proxies.
 */
export function createFetcher(options: FetcherOptions = {}): Fetcher & RunSessions {
  const { connectTimeoutMs = 10_000, bodyTimeoutMs = 20_000, clock = systemClock, ca } = options;
  // A look-up that hangs is to be told from a server that does: it ends first.
  const lookup = options.lookup ?? createDnsCache({ timeoutMs: connectTimeoutMs * 0.8 });
  const sockets = new Sockets(options.sockets ?? socketLimits(openFilesLimit()));
  const routeOptions = { connectTimeoutMs, lookup, ca, sockets };
  const direct = new Route({ ...routeOptions, ignoreTlsErrors: false, proxy: null });
  const open = new Set<FetchSession>();
  const { findProxies } = options;
  const shared = { direct, routeOptions, bodyTimeoutMs, clock, findProxies };
  const anonymous = createSession(shared, { options: { ...defaultOptions, cookies: false } });
  return {
    session(identity) {
      const made = createSession(shared, identity);
      const session = {
        ...made,
        close: async () => {
          open.delete(session);
          await made.close();
        },
      };
      open.add(session);
      return session;
    },
    lookup,
    fetch: anonymous.fetch,
    async close() {
      await Promise.all([...open].map((session) => session.close()));
      await direct.close();
    },
  };
}
