import type { RenderDocument } from '#shared/engine-protocol/rendering.ts';
import { firstReach, nextReach } from '../fetch/addresses/reach.ts';
import type { BrowserSide } from '../fetch/create-session.ts';
import type { FetchedPage } from '../ports/fetcher.ts';
import type { RenderRules } from '../ports/renderer.ts';
import { LoopbackProxy } from './loopback-proxy.ts';
import { MirroredCookies } from './mirrored-cookies.ts';
import type { OpenLink } from './render-link.ts';

export interface BrowserOptions {
  /** The largest number of windows. */
  readonly windows: number;
  readonly allowPrivate: boolean;
  readonly ignoreTlsErrors: boolean;
}

/**
 * One browser session of a run, for pages that may reach the same addresses: a page on the internet never
 * shares a session, and so a proxy, with one on a private host.
 */
export class RunBrowser {
  readonly link: OpenLink;
  readonly session: number;
  readonly cookies: MirroredCookies;
  readonly #proxy: LoopbackProxy;
  readonly #stopListening: () => void;

  private constructor(link: OpenLink, side: BrowserSide, proxy: LoopbackProxy) {
    this.link = link;
    this.session = link.nextId();
    this.cookies = new MirroredCookies(side.cookies);
    this.#proxy = proxy;
    this.#stopListening = link.onCookies(this.session, (changes) => this.cookies.took(changes));
  }

  /** @param page the first page of the session */
  static async open(
    link: OpenLink,
    side: BrowserSide,
    options: BrowserOptions,
    page: FetchedPage,
    rules: RenderRules,
  ): Promise<RunBrowser> {
    const { windows, allowPrivate, ignoreTlsErrors } = options;
    const from = new URL(page.url);
    const first = firstReach(from, allowPrivate);
    const proxy = await LoopbackProxy.open({
      connections: side.connections,
      reachOf: (hostname) =>
        first && nextReach(first, from, new URL(`http://${hostname}`), allowPrivate),
    });
    const browser = new RunBrowser(link, side, proxy);
    const { port, user, password } = proxy;
    link.send({
      kind: 'open',
      session: browser.session,
      windows,
      media: rules.media,
      userAgent: rules.headers['user-agent'] ?? '',
      languages: rules.headers['accept-language'] ?? null,
      ignoreTlsErrors,
      storage: side.storage.filter(
        ({ origin }) => sharedBy(origin, allowPrivate) === sharedBy(page.url, allowPrivate),
      ),
      proxy: { port, user, password },
    });
    return browser;
  }

  async close(): Promise<void> {
    this.#stopListening();
    this.link.send({ kind: 'close', session: this.session });
    await this.#proxy.close();
  }
}

/**
 * The pages that may share a session: by what a redirect of theirs may reach. A service with the credentials
 * of a cloud machine shares with nothing but itself.
 */
export function sharedBy(url: string, allowPrivate: boolean): string {
  const { hostname } = new URL(url);
  const reach = firstReach(new URL(url), allowPrivate);
  return reach === 'any' ? `any ${hostname}` : `${reach}`;
}

/** A fetched page as the answer to the navigation of a window. */
export function asDocument({ url, trace, body }: FetchedPage): RenderDocument {
  // A type that goes on for longer says nothing more.
  const contentType = trace.contentType?.slice(0, 1000) ?? null;
  return { url, status: trace.status ?? 200, contentType, body };
}
