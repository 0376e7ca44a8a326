import type { BrowserCookie, CookieChange } from '#shared/engine-protocol/rendering.ts';
import { siteOf } from '../fetch/cookies/cookie-site.ts';
import type { BrowserSide } from '../fetch/create-session.ts';

/**
 * What a browser session has of the run's cookies. The run's jar is the one truth: before a page the browser
 * gets what has changed in it for the site of the page, and what pages change goes into it.
 */
export class MirroredCookies {
  readonly #jar: BrowserSide['cookies'];
  /** By site, then by the key of the cookie. */
  readonly #known = new Map<string, Map<string, BrowserCookie>>();

  /** @param jar null: the run keeps no cookies */
  constructor(jar: BrowserSide['cookies']) {
    this.#jar = jar;
  }

  /** The changes that the browser needs for pages of this host; from now on it counts as having them. */
  changesFor(host: string): readonly CookieChange[] {
    if (this.#jar === null) return [];
    const known = this.#of(host);
    const wanted = new Map(this.#jar.forBrowser(host).map((cookie) => [keyOf(cookie), cookie]));
    const changes: CookieChange[] = [];
    for (const [key, cookie] of known) {
      if (wanted.has(key)) continue;
      known.delete(key);
      changes.push({ cookie, removed: true });
    }
    for (const [key, cookie] of wanted) {
      const last = known.get(key);
      if (last !== undefined && isSame(last, cookie)) continue;
      known.set(key, cookie);
      changes.push({ cookie, removed: false });
    }
    return changes;
  }

  /** Pages have changed cookies. */
  took(changes: readonly CookieChange[]): void {
    if (this.#jar === null) return;
    this.#jar.takeFromBrowser(changes);
    for (const { cookie, removed } of changes) {
      const known = this.#of(cookie.domain);
      if (removed) known.delete(keyOf(cookie));
      else known.set(keyOf(cookie), cookie);
    }
  }

  #of(host: string): Map<string, BrowserCookie> {
    const site = siteOf(host);
    const known = this.#known.get(site) ?? new Map<string, BrowserCookie>();
    this.#known.set(site, known);
    return known;
  }
}

function keyOf({ domain, path, name }: BrowserCookie): string {
  return [domain, path, name].join('\n');
}

/** The time at which a cookie ends is kept to the second only, and its SameSite by other words. */
function isSame(one: BrowserCookie, other: BrowserCookie): boolean {
  return (
    one.value === other.value &&
    one.secure === other.secure &&
    one.httpOnly === other.httpOnly &&
    one.hostOnly === other.hostOnly &&
    Math.abs((one.expiresSeconds ?? 0) - (other.expiresSeconds ?? 0)) < 2
  );
}
