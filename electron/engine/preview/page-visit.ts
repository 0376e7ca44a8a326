import { owned } from '#engine/page/owned.ts';
import type { FetchSession } from '#engine/ports/fetch-sessions.ts';
import type { FetchedPage, FetchRules } from '#engine/ports/fetcher.ts';
import type { PageResource, ResourceKind } from '#shared/engine-protocol/preview.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';

/** More than almost all pages refer to, and little enough for a page that refers to things without end. */
const limits = {
  resources: 600,
  resourceBytes: 10_000_000,
  allBytes: 100_000_000,
  atOnce: 8,
  timeoutMs: 20_000,
} as const;

/** The `Accept` headers of a browser for what a page shows. */
const accepts: Readonly<Record<ResourceKind, string>> = {
  style: 'text/css,*/*;q=0.1',
  picture: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
  font: '*/*',
};

/**
 * The stay on one page that is shown to a person: it loads the styles, pictures and fonts that the page
 * refers to, with the cookies and proxies that the page was fetched with. The page leads to them, so that the
 * rules for redirects hold: a page of the internet reaches no private address, and other origins get neither
 * the job's own headers nor a login.
 */
export class PageVisit {
  readonly #session: FetchSession;
  readonly #rules: FetchRules;
  readonly #end = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;
  #resources = 0;
  #bytes = 0;

  /** @param rules those of the page; it closes the session when the visit ends */
  constructor(session: FetchSession, rules: FetchRules) {
    this.#session = session;
    this.#rules = rules;
  }

  /** @throws TrawlError FETCH_FAILED; CANCELLED once the visit has ended */
  async load(pageUrl: string, url: string, kind: ResourceKind): Promise<PageResource> {
    this.#resources += 1;
    if (!URL.canParse(url)) throw new TrawlError('FETCH_FAILED', 'This is not an address.');
    if (this.#resources > limits.resources || this.#bytes >= limits.allBytes) {
      throw new TrawlError(
        'FETCH_FAILED',
        'The page needs more pictures and styles than are loaded here.',
      );
    }
    await this.#turn();
    try {
      this.#end.signal.throwIfAborted();
      const { page } = await this.#fetch(pageUrl, url, kind);
      this.#bytes += page.body.length;
      return { contentType: page.trace.contentType, body: owned(page.body) };
    } finally {
      this.#underWay -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Cuts off what is still loading. */
  async end(): Promise<void> {
    this.#end.abort(new TrawlError('CANCELLED', 'The page is no longer shown.'));
    await this.#session.close();
  }

  async #turn(): Promise<void> {
    while (this.#underWay >= limits.atOnce) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#underWay += 1;
  }

  async #fetch(
    pageUrl: string,
    url: string,
    kind: ResourceKind,
  ): Promise<{ readonly page: FetchedPage }> {
    const {
      login: _loginOfThePage,
      refresh: _refresh,
      errorPages: _errors,
      ...rules
    } = this.#rules;
    const outcome = await this.#session.fetch(
      url,
      {
        ...rules,
        // Other origins do not get the referrer: see `headersForHop`.
        headers: { ...rules.headers, accept: accepts[kind], referer: pageUrl },
        timeoutMs: limits.timeoutMs,
        maxBytes: Math.min(limits.resourceBytes, limits.allBytes - this.#bytes),
        ledBy: pageUrl,
      },
      this.#end.signal,
    );
    if (outcome.kind === 'page') return outcome;
    throw new TrawlError('FETCH_FAILED', outcome.failure.message);
  }
}
