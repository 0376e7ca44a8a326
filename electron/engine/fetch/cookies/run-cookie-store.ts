import { type Callback, Cookie, type ErrorCallback, pathMatch, Store } from 'tough-cookie';
import type { StoredCookie } from '../../ports/cookie-store.ts';
import { asBytes, isText } from './cookie-bytes.ts';
import {
  keptOfSite,
  keptSiteBytes,
  mostBytesInAll,
  mostCookieBytes,
  mostInAll,
  mostOfSite,
  mostSiteBytes,
} from './cookie-limits.ts';
import { siteOf } from './cookie-site.ts';

type MaybeText = string | null | undefined;

/** The cookies of a site by domain, path and name, in the order in which they were set. */
interface SiteCookies {
  readonly cookies: Map<string, Cookie>;
  bytes: number;
}

/**
 * The cookies of a run in memory, limited in number and bytes, for each site and in all. A site with too
 * many loses the expired ones, then those that were sent longest ago; above the limit for all, the site
 * that was used longest ago is removed. The store tracks changes, so that only those are saved.
 */
export class RunCookieStore extends Store {
  override synchronous = true;
  /** In the order of their use, the oldest first. */
  readonly #sites = new Map<string, SiteCookies>();
  readonly #changed = new Map<string, Cookie | null>();
  #size = 0;
  #bytes = 0;

  get size(): number {
    return this.#size;
  }

  /** Loads the saved cookies; they count as no change, except for those removed because of the limits. */
  restore(saved: readonly StoredCookie[]): void {
    for (const { id, json } of saved) {
      const cookie = json === null ? undefined : Cookie.fromJSON(json);
      if (cookie === undefined) continue;
      for (const part of ['key', 'value'] as const) {
        if (isText(cookie[part])) cookie[part] = asBytes(cookie[part]);
      }
      if (bytesOf(cookie) > mostCookieBytes) {
        this.#changed.set(id, null);
        continue;
      }
      this.#put(cookie);
      if (this.#changed.get(id) === cookie) this.#changed.delete(id);
    }
  }

  /** All cookies of the site that a host belongs to. */
  ofSite(host: string): readonly Cookie[] {
    return [...(this.#sites.get(siteOf(host))?.cookies.values() ?? [])];
  }

  /** The values of all cookies of the site that a host belongs to. */
  valuesFor(host: string): readonly string[] {
    return this.ofSite(host).map(({ value }) => value);
  }

  /** The changes since the last call; from now on they count as saved. */
  takeChanges(): readonly StoredCookie[] {
    const changes = [...this.#changed].map(([id, cookie]) => ({
      id,
      json: cookie === null ? null : JSON.stringify(cookie.toJSON()),
    }));
    this.#changed.clear();
    return changes;
  }

  override findCookie(
    domain: MaybeText,
    path: MaybeText,
    key: MaybeText,
  ): Promise<Cookie | undefined>;
  override findCookie(
    domain: MaybeText,
    path: MaybeText,
    key: MaybeText,
    callback: Callback<Cookie | undefined>,
  ): void;
  override findCookie(
    domain: MaybeText,
    path: MaybeText,
    key: MaybeText,
    callback?: Callback<Cookie | undefined>,
  ): unknown {
    const site = this.#sites.get(siteOf(domain ?? ''));
    return answer(site?.cookies.get(idOf(domain, path, key)), callback);
  }

  override findCookies(
    domain: MaybeText,
    path: MaybeText,
    allowSpecialUseDomain?: boolean,
  ): Promise<Cookie[]>;
  override findCookies(
    domain: MaybeText,
    path: MaybeText,
    allowSpecialUseDomain?: boolean,
    callback?: Callback<Cookie[]>,
  ): void;
  override findCookies(
    domain: MaybeText,
    path: MaybeText,
    _allowSpecialUseDomain?: boolean,
    callback?: Callback<Cookie[]>,
  ): unknown {
    const found: Cookie[] = [];
    const name = siteOf(domain ?? '');
    const site = this.#sites.get(name);
    if (site !== undefined) {
      this.#sites.delete(name);
      this.#sites.set(name, site);
      // The jar filters out those of other hosts of the site.
      for (const cookie of site.cookies.values()) {
        if (!path || pathMatch(path, cookie.path ?? '/')) found.push(cookie);
      }
    }
    return answer(found, callback);
  }

  override putCookie(cookie: Cookie): Promise<void>;
  override putCookie(cookie: Cookie, callback: ErrorCallback): void;
  override putCookie(cookie: Cookie, callback?: ErrorCallback): unknown {
    this.#put(cookie);
    return done(callback);
  }

  override updateCookie(old: Cookie, cookie: Cookie): Promise<void>;
  override updateCookie(old: Cookie, cookie: Cookie, callback: ErrorCallback): void;
  override updateCookie(_old: Cookie, cookie: Cookie, callback?: ErrorCallback): unknown {
    this.#put(cookie);
    return done(callback);
  }

  override removeCookie(domain: MaybeText, path: MaybeText, key: MaybeText): Promise<void>;
  override removeCookie(
    domain: MaybeText,
    path: MaybeText,
    key: MaybeText,
    callback: ErrorCallback,
  ): void;
  override removeCookie(
    domain: MaybeText,
    path: MaybeText,
    key: MaybeText,
    callback?: ErrorCallback,
  ): unknown {
    this.#remove(siteOf(domain ?? ''), idOf(domain, path, key));
    return done(callback);
  }

  #put(cookie: Cookie): void {
    const name = siteOf(cookie.domain ?? '');
    const id = idOf(cookie.domain, cookie.path, cookie.key);
    this.#remove(name, id);
    const site = this.#sites.get(name) ?? { cookies: new Map<string, Cookie>(), bytes: 0 };
    this.#sites.delete(name);
    this.#sites.set(name, site);
    site.cookies.set(id, cookie);
    site.bytes += bytesOf(cookie);
    this.#size += 1;
    this.#bytes += bytesOf(cookie);
    this.#changed.set(id, cookie);
    if (site.cookies.size > mostOfSite || site.bytes > mostSiteBytes) this.#thin(name, site, id);
    while (this.#size > mostInAll || this.#bytes > mostBytesInAll) this.#forgetOldestSite();
  }

  /** @param newest the cookie that is kept in any case */
  #thin(name: string, site: SiteCookies, newest: string): void {
    const nowMs = Date.now();
    const order = [...site.cookies]
      .filter(([id]) => id !== newest)
      .map(([id, cookie]) => ({
        id,
        expired: (cookie.expiryTime() ?? Number.POSITIVE_INFINITY) <= nowMs,
        usedMs: cookie.lastAccessed instanceof Date ? cookie.lastAccessed.getTime() : 0,
      }))
      // Cookies used at the same time stay in the order in which they were set.
      .sort((a, b) => Number(b.expired) - Number(a.expired) || a.usedMs - b.usedMs);
    for (const { id, expired } of order) {
      const fits = site.cookies.size <= keptOfSite && site.bytes <= keptSiteBytes;
      if (fits && !expired) break;
      this.#remove(name, id);
    }
  }

  #remove(name: string, id: string): void {
    const site = this.#sites.get(name);
    const cookie = site?.cookies.get(id);
    if (site === undefined || cookie === undefined) return;
    site.cookies.delete(id);
    site.bytes -= bytesOf(cookie);
    this.#size -= 1;
    this.#bytes -= bytesOf(cookie);
    if (site.cookies.size === 0) this.#sites.delete(name);
    this.#changed.set(id, null);
  }

  #forgetOldestSite(): void {
    const [oldest] = this.#sites;
    if (oldest === undefined) return;
    for (const id of [...oldest[1].cookies.keys()]) this.#remove(oldest[0], id);
  }
}

/** A character of a cookie is a byte (see `cookie-bytes.ts`). */
function bytesOf({ key, value }: Cookie): number {
  return key.length + value.length;
}

function idOf(domain: MaybeText, path: MaybeText, key: MaybeText): string {
  return `${domain ?? ''}\t${path ?? '/'}\t${key ?? ''}`;
}

function answer<T>(value: T, callback: Callback<T> | undefined): Promise<T> | undefined {
  if (callback === undefined) return Promise.resolve(value);
  callback(null, value);
  return undefined;
}

function done(callback: ErrorCallback | undefined): Promise<void> | undefined {
  if (callback === undefined) return Promise.resolve();
  callback(null);
  return undefined;
}
