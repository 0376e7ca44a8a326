import type { Cookie, Cookies } from 'electron';
import type { BrowserCookie, CookieChange } from '#shared/engine-protocol/rendering.ts';

/**
 * The cookies of a browser session, which mirror those of the run: the engine's changes are put in, and the
 * changes that pages make are told to the engine.
 */
export class CookieMirror {
  readonly #cookies: Cookies;
  readonly #tell: (changes: readonly CookieChange[]) => void;
  /** What was put in last, so that its echo is not told back. */
  readonly #put = new Map<string, string>();
  #changes = new Map<string, CookieChange>();
  #isDue = false;

  constructor(cookies: Cookies, tell: (changes: readonly CookieChange[]) => void) {
    this.#cookies = cookies;
    this.#tell = tell;
    cookies.on('changed', (_event, cookie, cause, removed) => {
      // The old value of a cookie that is set anew.
      if (removed && cause === 'overwrite') return;
      this.#changed({ cookie: fromElectron(cookie), removed });
    });
  }

  /** Cookies that the browser refuses are left out, as a browser's pages would not have them either. */
  async put(changes: readonly CookieChange[]): Promise<void> {
    await Promise.all(changes.map((change) => this.#putOne(change).catch(() => undefined)));
  }

  /** Resolves once the changes that pages have made so far are told. */
  async flush(url: string): Promise<void> {
    await this.#cookies.get({ url, name: '-' });
    this.#send();
  }

  async #putOne({ cookie, removed }: CookieChange): Promise<void> {
    const key = keyOf(cookie);
    const url = urlOf(cookie);
    if (removed) {
      this.#put.set(key, '');
      await this.#cookies.remove(url, cookie.name);
      return;
    }
    this.#put.set(key, JSON.stringify(comparable(cookie)));
    const { name, value, path, secure, httpOnly, sameSite, expiresSeconds, hostOnly } = cookie;
    await this.#cookies.set({
      url,
      name,
      value,
      path,
      secure,
      httpOnly,
      sameSite,
      ...(hostOnly ? {} : { domain: cookie.domain }),
      ...(expiresSeconds === null ? {} : { expirationDate: expiresSeconds }),
    });
  }

  #changed(change: CookieChange): void {
    const key = keyOf(change.cookie);
    const now = change.removed ? '' : JSON.stringify(comparable(change.cookie));
    const isEcho = this.#put.get(key) === now;
    this.#put.delete(key);
    if (isEcho) return;
    this.#changes.set(key, change);
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => this.#send());
  }

  #send(): void {
    this.#isDue = false;
    const changes = [...this.#changes.values()];
    this.#changes = new Map();
    if (changes.length > 0) this.#tell(changes);
  }
}

/** Chromium keeps times more exactly than the run does, and knows the kind of an unset SameSite differently. */
function comparable({ name, value, secure, httpOnly, expiresSeconds }: BrowserCookie) {
  const expires = expiresSeconds === null ? null : Math.round(expiresSeconds);
  return { name, value, secure, httpOnly, expires };
}

function keyOf({ name, domain, path, hostOnly }: BrowserCookie): string {
  return [hostOnly, domain, path, name].join('\n');
}

function urlOf({ secure, domain, path }: BrowserCookie): string {
  const host = domain.includes(':') && !domain.startsWith('[') ? `[${domain}]` : domain;
  return `${secure ? 'https' : 'http'}://${host}${path}`;
}

function fromElectron(cookie: Cookie): BrowserCookie {
  const { name, value, domain = '', path = '/', secure = false, httpOnly = false } = cookie;
  return {
    name,
    value,
    domain: domain.replace(/^\./, ''),
    hostOnly: cookie.hostOnly ?? !domain.startsWith('.'),
    path,
    secure,
    httpOnly,
    sameSite: cookie.sameSite,
    expiresSeconds: cookie.expirationDate ?? null,
  };
}
