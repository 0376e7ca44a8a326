import { type Callback, Cookie, type ErrorCallback, pathMatch, Store } from 'tough-cookie';
import type { StoredCookie } from '../../ports.ts';

/** More cookies than a browser keeps (Chrome: 180 a domain, 3,300 in all); a run meets more hosts. */
const mostOfDomain = 180;
const mostInAll = 20_000;

type MaybeText = string | null | undefined;

/**
 * The cookies of a run in memory, bounded: past the limit, the domain that was longest not asked
 * for is forgotten. It remembers what changed, so that saving writes only that.
 */
export class RunCookieStore extends Store {
  override synchronous = true;
  /** In the order of their use, the oldest first. */
  readonly #domains = new Map<string, Map<string, Cookie>>();
  readonly #changed = new Map<string, Cookie | null>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Takes in what was saved before; that is no change. */
  restore(saved: readonly StoredCookie[]): void {
    for (const { json } of saved) {
      const cookie = json === null ? undefined : Cookie.fromJSON(json);
      if (cookie !== undefined) this.#put(cookie);
    }
    this.#changed.clear();
  }

  /** What has changed since it was last asked; from then on it counts as saved. */
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
    return answer(this.#domains.get(domain ?? '')?.get(within(path, key)), callback);
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
    for (const name of domainsAbove(domain ?? '')) {
      const cookies = this.#domains.get(name);
      if (cookies === undefined) continue;
      this.#domains.delete(name);
      this.#domains.set(name, cookies);
      for (const cookie of cookies.values()) {
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
    this.#remove(domain ?? '', within(path, key));
    return done(callback);
  }

  #put(cookie: Cookie): void {
    const domain = cookie.domain ?? '';
    const cookies = this.#domains.get(domain) ?? new Map<string, Cookie>();
    const place = within(cookie.path, cookie.key);
    if (!cookies.delete(place)) this.#size += 1;
    cookies.set(place, cookie);
    this.#domains.delete(domain);
    this.#domains.set(domain, cookies);
    this.#changed.set(idOf(domain, place), cookie);
    const [oldest] = cookies.keys();
    if (cookies.size > mostOfDomain && oldest !== undefined) this.#remove(domain, oldest);
    if (this.#size > mostInAll) this.#forgetOldestDomain();
  }

  #remove(domain: string, place: string): void {
    const cookies = this.#domains.get(domain);
    if (!cookies?.delete(place)) return;
    this.#size -= 1;
    if (cookies.size === 0) this.#domains.delete(domain);
    this.#changed.set(idOf(domain, place), null);
  }

  #forgetOldestDomain(): void {
    const [oldest] = this.#domains;
    if (oldest === undefined) return;
    for (const place of [...oldest[1].keys()]) this.#remove(oldest[0], place);
  }
}

function within(path: MaybeText, key: MaybeText): string {
  return `${path ?? '/'}\t${key ?? ''}`;
}

function idOf(domain: string, place: string): string {
  return `${domain}\t${place}`;
}

/** a.b.example.com, b.example.com, example.com, com: whose cookies a host may get. */
function* domainsAbove(host: string): Generator<string> {
  yield host;
  if (/^[\d.]+$|:/.test(host)) return;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    yield host.slice(dot + 1);
  }
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
