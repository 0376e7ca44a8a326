import { type Session, session as sessions } from 'electron';
import type { CookieChange, PageOrder, SessionOrder } from '#shared/engine-protocol/rendering.ts';
import { CookieMirror } from './cookie-mirror.ts';
import { PageWindow, type WindowParts } from './page-window.ts';
import { putStorage } from './put-storage.ts';
import type { AskForDocument, RenderResult } from './render-result.ts';
import { WindowPool } from './window-pool.ts';
import { within } from './within.ts';

interface BrowserSessionParts {
  readonly order: SessionOrder;
  readonly partition: string;
  readonly inPage: string;
  /** Called before the first window: gives the session its role among the guards of the app. */
  adopt(session: Session): void;
  tellCookies(changes: readonly CookieChange[]): void;
}

/**
 * The browser of one run: a session in memory whose every request goes through the engine's proxy, and the
 * windows that use it.
 */
export class BrowserSession {
  readonly #session: Session;
  readonly #pool: WindowPool<PageWindow>;
  readonly #cookies: CookieMirror;
  readonly #ready: Promise<void>;
  #put: Promise<void> = Promise.resolve();

  constructor({ order, partition, inPage, adopt, tellCookies }: BrowserSessionParts) {
    const { proxy, media, windows } = order;
    this.#session = sessions.fromPartition(partition);
    adopt(this.#session);
    this.#cookies = new CookieMirror(this.#session.cookies, tellCookies);
    const loginFor = (host: string, port: number) =>
      host === '127.0.0.1' && port === proxy.port ? proxy : null;
    this.#ready = guard(this.#session, order).then(() => putStorage(this.#session, order.storage));
    // Its pages say what is wrong.
    this.#ready.catch(() => undefined);
    this.#pool = new WindowPool(windows, async () => {
      await this.#ready;
      return openWindow({ session: this.#session, media, inPage, loginFor });
    });
  }

  get windows(): readonly PageWindow[] {
    return this.#pool.windows;
  }

  async render(order: PageOrder, ask: AskForDocument, signal: AbortSignal): Promise<RenderResult> {
    void this.putCookies(order.cookies);
    const first = await this.#renderOnce(order, ask, signal);
    // The page that was in the window before held it up.
    const isInnocent = first.kind === 'not-rendered' && first.broken && !first.began;
    return isInnocent && !signal.aborted ? this.#renderOnce(order, ask, signal) : first;
  }

  /** Changes are put in one after the other, as they come, before any page that comes after them. */
  putCookies(changes: readonly CookieChange[]): Promise<void> {
    this.#put = this.#put.then(() => this.#cookies.put(changes));
    return this.#put;
  }

  cookiesArePut(): Promise<void> {
    return this.#put;
  }

  flushCookies(url: string): Promise<void> {
    return this.#cookies.flush(url);
  }

  async close(): Promise<void> {
    this.#pool.close();
    await this.#ready.catch(() => undefined);
    await Promise.all([
      this.#session.closeAllConnections(),
      this.#session.clearStorageData(),
      this.#session.clearCache(),
      this.#session.clearAuthCache(),
    ]);
  }

  async #renderOnce(
    order: PageOrder,
    ask: AskForDocument,
    signal: AbortSignal,
  ): Promise<RenderResult> {
    const window = await this.#pool.take(new URL(order.document.url).host);
    let isUsable = false;
    try {
      await this.#put;
      const result = await window.render(order, ask, signal);
      isUsable = result.kind !== 'not-rendered' || !result.broken;
      return result;
    } finally {
      void this.#giveBack(window, isUsable);
    }
  }

  async #giveBack(window: PageWindow, isUsable: boolean): Promise<void> {
    if (isUsable && !window.isGone) {
      await within(restLimitMs, window.rest()).catch(() => window.destroy());
    } else window.destroy();
    this.#pool.giveBack(window);
  }
}

/** The process of a window can end while it opens: that is no page's fault, and another one may open. */
async function openWindow(parts: WindowParts): Promise<PageWindow> {
  for (let left = mostOpenings; ; left -= 1) {
    try {
      return await PageWindow.open(parts);
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}

const mostOpenings = 3;

/** A collection of garbage takes some hundredths of a second; a page that hangs never answers. */
const restLimitMs = 5_000;

/** No permission, no device, no download, and no way to the network but the engine's proxy. */
async function guard(
  session: Session,
  { proxy, userAgent, languages, ignoreTlsErrors }: SessionOrder,
) {
  session.setPermissionCheckHandler(() => false);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  session.setUserAgent(userAgent, languages ?? undefined);
  if (ignoreTlsErrors) session.setCertificateVerifyProc((_request, accept) => accept(0));
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: `http://127.0.0.1:${proxy.port}`,
    // Otherwise requests to this computer and to link-local addresses would go past the proxy.
    proxyBypassRules: '<-loopback>',
  });
}
