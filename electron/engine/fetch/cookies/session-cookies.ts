import { createHash } from 'node:crypto';
import { CookieJar } from 'tough-cookie';
import type { BrowserCookie, CookieChange } from '#shared/engine-protocol/rendering.ts';
import type { CookieStore } from '../../ports/cookie-store.ts';
import { fromBrowserCookie, toBrowserCookie } from './browser-cookies.ts';
import { mostCookieBytes } from './cookie-limits.ts';
import { givenCookies } from './given-cookies.ts';
import { readSetCookie } from './read-set-cookie.ts';
import { RunCookieStore } from './run-cookie-store.ts';

/** The cookies of one session: sent and set at every hop, by RFC 6265 and the public suffix list. */
export interface SessionCookies {
  /** The value of the Cookie header, one character a byte; null for none. */
  headerFor(url: URL): string | null;
  /**
   * Stores the Set-Cookie headers of an answer, one character a byte. Cookies that a site may not set are
   * ignored without an error, as in browsers.
   */
  take(url: URL, setCookie: string | readonly string[] | undefined): void;
  /** The cookie values that may be sent to the sites of these hosts. */
  valuesFor(hosts: Iterable<string>): readonly string[];
  /** The cookies that a browser gets for a page of this host: those of its whole site. */
  forBrowser(host: string): readonly BrowserCookie[];
  /** Stores the changes that pages have made in a browser, by the same rules as Set-Cookie headers. */
  takeFromBrowser(changes: readonly CookieChange[]): void;
  /** Writes the changes to the store. */
  save(): void;
}

/**
 * @param given a cookies.txt text to begin with. On a resume it is loaded again only if it differs from the
 *   one before, since the stored cookies are newer.
 * @throws TrawlError BAD_INPUT if `given` has an invalid line
 */
export function createSessionCookies(
  given: string | undefined,
  store: CookieStore | null,
): SessionCookies {
  const cookies = new RunCookieStore();
  cookies.restore(store?.load() ?? []);
  if (given !== undefined) {
    const digest = createHash('sha256').update(given).digest('hex');
    if (store?.given !== digest) {
      for (const cookie of givenCookies(given)) void cookies.putCookie(cookie);
    }
    store?.save(cookies.takeChanges(), digest);
  }
  const jar = new CookieJar(cookies, { rejectPublicSuffixes: true });
  return {
    headerFor(url) {
      if (cookies.size === 0) return null;
      const header = jar.getCookieStringSync(url.href);
      return header === '' ? null : header;
    },
    take(url, setCookie) {
      if (setCookie === undefined) return;
      for (const header of typeof setCookie === 'string' ? [setCookie] : setCookie) {
        const cookie = readSetCookie(header);
        if (cookie !== null) jar.setCookieSync(cookie, url.href, { ignoreError: true });
      }
    },
    valuesFor: (hosts) => [...new Set([...hosts].flatMap((host) => cookies.valuesFor(host)))],
    forBrowser: (host) => {
      const nowMs = Date.now();
      return cookies.ofSite(host).flatMap((cookie) => toBrowserCookie(cookie, nowMs) ?? []);
    },
    takeFromBrowser(changes) {
      for (const { cookie: changed, removed } of changes) {
        const { cookie, url } = fromBrowserCookie(changed);
        if (removed) void cookies.removeCookie(changed.domain, changed.path, cookie.key);
        else if (cookie.key.length + cookie.value.length <= mostCookieBytes) {
          jar.setCookieSync(cookie, url, { ignoreError: true });
        }
      }
    },
    save() {
      const changes = cookies.takeChanges();
      if (changes.length > 0) store?.save(changes, null);
    },
  };
}

/** The values in a Cookie header. */
export function cookieValues(header: string): readonly string[] {
  return header.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
}

/**
 * The Cookie header of a hop: the cookies of the job's own header, overridden by the session's cookies of
 * the same name.
 */
export function mergeCookies(byHand: string | undefined, session: string | null): string | null {
  if (byHand === undefined || byHand.trim() === '') return session;
  if (session === null) return byHand;
  const nameOf = (pair: string): string => pair.split('=', 1)[0]?.trim() ?? '';
  const newer = new Set(session.split(';').map(nameOf));
  const kept = byHand.split(';').filter((pair) => !newer.has(nameOf(pair)));
  return [...kept.map((pair) => pair.trim()), session].filter((part) => part !== '').join('; ');
}
