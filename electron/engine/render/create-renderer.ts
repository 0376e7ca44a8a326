import { assertNever } from '#shared/assert-never.ts';
import type { RedirectHop } from '#shared/engine-protocol/results.ts';
import { failure } from '#shared/errors/error-codes.ts';
import type { BrowserSide } from '../fetch/create-session.ts';
import { maxRedirects } from '../fetch/redirect.ts';
import { openPage } from '../page/raw-page.ts';
import type { FetchedPage, FetchOutcome, FetchTrace } from '../ports/fetcher.ts';
import type { Renderer, RenderRules } from '../ports/renderer.ts';
import type { PageReply, RenderLink } from './render-link.ts';
import { asDocument, type BrowserOptions, RunBrowser, sharedBy } from './run-browser.ts';

interface RendererParts {
  readonly link: RenderLink;
  readonly side: BrowserSide;
  readonly options: BrowserOptions;
}

/** See `Renderer`: renders the pages of one run, in the windows of the engine's host. */
export function createRenderer(parts: RendererParts): Renderer {
  const renderer = new HostRenderer(parts);
  return {
    render: (page, rules, signal) => renderer.render(page, rules, signal),
    close: () => renderer.close(),
  };
}

/** The script of a page has led to another page, with everything before it. */
type Step =
  | { readonly kind: 'over'; readonly outcome: FetchOutcome }
  | { readonly kind: 'elsewhere'; readonly page: FetchedPage };

class HostRenderer {
  readonly #parts: RendererParts;
  readonly #browsers = new Map<string, Promise<RunBrowser>>();
  #isClosed = false;

  constructor(parts: RendererParts) {
    this.#parts = parts;
  }

  async render(page: FetchedPage, rules: RenderRules, signal: AbortSignal): Promise<FetchOutcome> {
    if (!isHtml(page)) return { kind: 'page', page };
    try {
      let current = page;
      for (;;) {
        const step = await this.#renderIn(current, rules, signal);
        if (step.kind === 'over') return step.outcome;
        current = step.page;
        if (current.trace.redirects.length > maxRedirects) return tooManyRedirects(current.trace);
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
      return { kind: 'failed', failure: failure('RENDER_UNAVAILABLE', reason), trace: page.trace };
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const open = [...this.#browsers.values()];
    this.#browsers.clear();
    await Promise.all(
      open.map((browser) => browser.then((one) => one.close()).catch(() => undefined)),
    );
  }

  async #renderIn(page: FetchedPage, rules: RenderRules, signal: AbortSignal): Promise<Step> {
    const browser = await this.#browserFor(page, rules);
    if (signal.aborted) throw signal.reason;
    return new PageInBrowser(browser, this.#parts.options.allowPrivate, page, rules, signal).run();
  }

  async #browserFor(page: FetchedPage, rules: RenderRules): Promise<RunBrowser> {
    if (this.#isClosed) throw new Error('the run is over');
    const { link, side, options } = this.#parts;
    const key = sharedBy(page.url, options.allowPrivate);
    const known = this.#browsers.get(key);
    if (known !== undefined) {
      const browser = await known;
      if (!browser.link.isGone) return browser;
      if (this.#browsers.get(key) === known) this.#browsers.delete(key);
      await browser.close();
      return this.#browserFor(page, rules);
    }
    const opened = link.get().then((open) => RunBrowser.open(open, side, options, page, rules));
    this.#browsers.set(key, opened);
    opened.catch(() => this.#browsers.delete(key));
    return opened;
  }
}

/** One page in a browser session, until it is rendered or leads to a page of another session. */
class PageInBrowser {
  readonly #browser: RunBrowser;
  readonly #allowPrivate: boolean;
  readonly #rules: RenderRules;
  readonly #signal: AbortSignal;
  readonly #id: number;
  /** Ends the fetch of a document when the page is over before. */
  readonly #over = new AbortController();
  /** The page that is in the window, with the redirects that led to it. */
  #page: FetchedPage;
  #settle: (step: Step) => void = () => undefined;
  #fail: (reason: unknown) => void = () => undefined;

  constructor(
    browser: RunBrowser,
    allowPrivate: boolean,
    page: FetchedPage,
    rules: RenderRules,
    signal: AbortSignal,
  ) {
    this.#browser = browser;
    this.#allowPrivate = allowPrivate;
    this.#page = page;
    this.#rules = rules;
    this.#signal = signal;
    this.#id = browser.link.nextId();
  }

  async run(): Promise<Step> {
    const { link, session, cookies } = this.#browser;
    const id = this.#id;
    let hasEnded = false;
    const stop = link.onPage(id, (reply) => {
      hasEnded ||= reply?.kind !== 'document-wanted';
      this.#take(reply);
    });
    const aborted = (): void => this.#fail(this.#signal.reason);
    this.#signal.addEventListener('abort', aborted, { once: true });
    try {
      return await new Promise<Step>((resolve, reject) => {
        this.#settle = resolve;
        this.#fail = reject;
        // Its end may have come before anything listened.
        if (link.isGone) {
          this.#take(null);
          return;
        }
        const { wanted, waitFor = null, timeoutMs, maxBytes, frames } = this.#rules;
        const { answers = false } = this.#rules;
        link.send({
          kind: 'render',
          session,
          id,
          document: asDocument(this.#page),
          cookies: cookies.changesFor(new URL(this.#page.url).hostname),
          wanted,
          waitFor,
          timeoutMs,
          maxBytes,
          frames,
          answers,
        });
      });
    } finally {
      stop();
      this.#over.abort();
      this.#signal.removeEventListener('abort', aborted);
      if (!hasEnded) link.send({ kind: 'abort', id });
    }
  }

  #take(reply: PageReply | null): void {
    if (reply === null) {
      const ended = failure('RENDER_UNAVAILABLE', 'the browser ended', { retryable: true });
      this.#done({ kind: 'failed', failure: ended, trace: this.#page.trace });
      return;
    }
    switch (reply.kind) {
      case 'rendered':
        this.#done({ kind: 'page', page: this.#rendered(reply) });
        return;
      case 'not-rendered': {
        const { code, detail } = reply;
        this.#done({ kind: 'failed', failure: failure(code, detail), trace: this.#page.trace });
        return;
      }
      case 'document-wanted':
        this.#follow(reply).catch((error: unknown) => this.#fail(error));
        return;
      default:
        assertNever(reply);
    }
  }

  #done(outcome: FetchOutcome): void {
    this.#settle({ kind: 'over', outcome });
  }

  async #follow({ ask, url }: Extract<PageReply, { kind: 'document-wanted' }>): Promise<void> {
    const signal = AbortSignal.any([this.#signal, this.#over.signal]);
    const outcome = await this.#rules.follow(this.#page.url, url, signal);
    if (signal.aborted) return;
    if (outcome.kind === 'failed') {
      const redirects = [...this.#ledTo(url), ...outcome.trace.redirects];
      this.#done({ ...outcome, trace: { ...outcome.trace, redirects } });
      return;
    }
    const { link, session, cookies } = this.#browser;
    const { page } = outcome;
    // A file is saved by browsers, and the page stays.
    const document = isHtml(page) ? asDocument(page) : null;
    if (document !== null) {
      const redirects = [...this.#ledTo(url), ...page.trace.redirects];
      const before = sharedBy(this.#page.url, this.#allowPrivate);
      this.#page = ledTo(page, redirects, this.#page.keep);
      if (sharedBy(page.url, this.#allowPrivate) !== before) {
        this.#settle({ kind: 'elsewhere', page: this.#page });
        return;
      }
    }
    const changes = cookies.changesFor(new URL(page.url).hostname);
    link.send({ kind: 'document', session, id: this.#id, ask, document, cookies: changes });
  }

  /** The redirects so far, with the one of the script that has led to `url`. */
  #ledTo(url: string): readonly RedirectHop[] {
    const { url: from, trace } = this.#page;
    return [...trace.redirects, { status: trace.status ?? 200, from, to: url }];
  }

  #rendered(reply: Extract<PageReply, { kind: 'rendered' }>): FetchedPage {
    const { url, body, capped, answers } = reply;
    const { trace, keep } = this.#page;
    // The mark in front says UTF-8 before the job's own encoding and any other declaration.
    const marked = new Uint8Array(mark.byteLength + body.byteLength);
    marked.set(mark);
    marked.set(body, mark.byteLength);
    return {
      url,
      trace: {
        ...trace,
        // The address of the fetch is in the trace without secrets.
        finalUrl: url === this.#page.url ? trace.finalUrl : url,
        contentType: 'text/html; charset=utf-8',
        notes: capped ? [...trace.notes, 'RENDER_CAP'] : trace.notes,
      },
      body: marked,
      ...(keep === undefined ? {} : { keep }),
      isRendered: true,
      ...(answers.length === 0 ? {} : { answers }),
    };
  }
}

function tooManyRedirects(trace: FetchTrace): FetchOutcome {
  const reason = failure('REDIRECT_LOOP', `${maxRedirects} redirects, some of them by scripts`);
  return { kind: 'failed', failure: reason, trace };
}

/**
 * A page to which the script of another one has led.
 *
 * @param before how that one would have been kept
 */
function ledTo(
  page: FetchedPage,
  redirects: readonly RedirectHop[],
  before: FetchedPage['keep'],
): FetchedPage {
  const { keep, trace } = page;
  const led = { ...page, trace: { ...trace, redirects } };
  if (keep === undefined || before === undefined) return led;
  return {
    ...led,
    keep() {
      const [{ asked, secrets }, { secrets: last }] = [before(), keep()];
      return {
        // The script has named the address of this page, not the person.
        asked,
        secrets: {
          given: [...secrets.given, ...last.given],
          cookies: [...secrets.cookies, ...last.cookies],
        },
      };
    },
  };
}

const mark = Uint8Array.of(0xef, 0xbb, 0xbf);

function isHtml({ body, url, trace: { contentType } }: FetchedPage): boolean {
  return openPage({ body, url, contentType }).kind === 'html';
}
