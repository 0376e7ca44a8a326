import type { LookupFunction } from 'node:net';
import { defaultOptions } from '#shared/job/defaults.ts';
import type { Clock } from '../ports/clock.ts';
import type { FetchSession, FetchSessions, FindProxies } from '../ports/fetch-sessions.ts';
import type { Fetcher } from '../ports/fetcher.ts';
import { systemClock } from '../system-clock.ts';
import {
  type BrowserSide,
  createSession,
  type RunIdentity,
  type RunSession,
} from './create-session.ts';
import { createDnsCache } from './dns-cache.ts';
import { openFilesLimit } from './open-files.ts';
import { Route } from './route.ts';
import { type SocketLimits, Sockets, socketLimits } from './sockets.ts';

export interface FetcherOptions {
  /** Resolves host names to addresses; by default the look-up of the system, cached. */
  readonly lookup?: LookupFunction;
  /** The longest wait for a connection, TLS included. */
  readonly connectTimeoutMs?: number;
  /** Certificates (PEM) to trust in place of those of the runtime. */
  readonly ca?: readonly string[];
  /** The longest gap within a body; never more than two thirds of the job's limit. */
  readonly bodyTimeoutMs?: number;
  /** By default as many as the system allows. */
  readonly sockets?: SocketLimits;
  /** The clock for the resting times of proxies that failed. */
  readonly clock?: Clock;
  /** Absent: a job that uses the proxies of the system is refused. */
  readonly findProxies?: FindProxies;
}

export interface RunSessions extends FetchSessions {
  session(identity: RunIdentity): RunSession;
  /** Looks names up for workers that fetch elsewhere, with one cache for all of them. */
  readonly lookup: LookupFunction;
}

/**
 * A fetcher over undici's connection pools, without a limit of its own, since the scheduler sets the
 * limits. Redirects are followed hop by hop, content codings are decoded; every failure is an outcome with
 * a code, never a rejection. The state of one run (cookies, proxies, allowed addresses) is its session;
 * sessions that connect directly to the sites share their connections. A fetch without a session has no
 * cookies and no proxies.
 */
export function createFetcher(options: FetcherOptions = {}): Fetcher & RunSessions {
  const { connectTimeoutMs = 10_000, bodyTimeoutMs = 20_000, clock = systemClock, ca } = options;
  // A look-up that hangs must be distinguished from a server that hangs, so it has the shorter limit.
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
      sides.set(session, made.browserSide);
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

const sides = new WeakMap<FetchSession, BrowserSide>();

/** The side of a session that rendered pages use. @throws Error for a session that no fetcher has opened */
export function browserSideOf(session: FetchSession): BrowserSide {
  const side = sides.get(session);
  if (side === undefined) throw new Error('This session was opened by no fetcher.');
  return side;
}
