import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { ProxyLine } from '#shared/engine-protocol/run.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type { CookieStore } from './cookie-store.ts';
import type { Fetcher } from './fetcher.ts';

/**
 * Returns the system's way to an origin: the URLs of proxies, in the order in which they are to be tried,
 * and `direct` if no proxy is needed. Rejects if the system has no answer.
 */
export type FindProxies = (origin: string) => Promise<readonly string[]>;

/** The options of a job and the secrets of a person on which the fetches of a session depend. */
export interface Identity {
  readonly options: Pick<
    ResolvedOptions,
    'cookies' | 'allowPrivate' | 'ignoreTlsErrors' | 'proxies' | 'proxyRotation'
  >;
  readonly secrets?: RunSecrets | undefined;
  /** The store in which the cookies outlive the session; absent: none. */
  readonly cookieStore?: CookieStore;
}

/** The fetcher of one run. It has to be closed by the code that opened it. */
export interface FetchSession extends Fetcher {
  /** The proxies that it uses, with their state; empty for none. */
  proxies(): readonly ProxyLine[];
  /** Writes the changed cookies to their store. */
  saveCookies(): void;
}

export interface FetchSessions {
  /** @throws TrawlError BAD_INPUT if the cookies or the proxies cannot be used */
  session(identity: Identity): FetchSession;
}
