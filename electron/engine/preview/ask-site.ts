import { fetchRules } from '#engine/core/fetch-rules.ts';
import type { FetchSessions } from '#engine/ports/fetch-sessions.ts';
import type { FetchedPage } from '#engine/ports/fetcher.ts';
import type { CreateRenderer } from '#engine/ports/renderer.ts';
import type { Login } from '#engine/ports/request-source.ts';
import type { PreviewPage } from '#shared/engine-protocol/preview.ts';
import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import { answerFacts } from '../core/answer-facts.ts';
import { sniffEncoding } from '../page/charset.ts';
import { owned } from '../page/owned.ts';
import { looksLikeJson } from './json-page.ts';
import { PageVisit } from './page-visit.ts';
import type { KeptPage } from './preview-cache.ts';
import { type RenderedPreview, renderPreview } from './render-preview.ts';

export interface AskedPage {
  readonly url: string;
  readonly login: Login | null;
  /** The page whose link leads here, as in `FetchRules`. */
  readonly ledBy?: string | undefined;
  readonly options: ResolvedOptions;
  readonly secrets?: RunSecrets | undefined;
}

export interface AskedSite {
  /** The stay on the page: it is to be ended. */
  readonly visit: PageVisit;
  /** @throws TrawlError FETCH_FAILED */
  page(signal: AbortSignal): Promise<KeptPage>;
}

interface SiteParts {
  readonly sessions: FetchSessions;
  readonly createRenderer?: CreateRenderer | undefined;
  readonly timeOfDay: () => number;
}

/** A page from its site, in a session of its own: the cookies of one page are not those of the run to come. */
export function askSite({ sessions, createRenderer, timeOfDay }: SiteParts, asked: AskedPage) {
  const { url, login, ledBy, options, secrets } = asked;
  const rules = {
    ...fetchRules(options),
    ...(login === null ? {} : { login }),
    ...(ledBy === undefined ? {} : { ledBy }),
  };
  const session = sessions.session({ options, secrets });
  return {
    visit: new PageVisit(session, rules),
    async page(signal) {
      const outcome = await session.fetch(url, rules, signal);
      const page =
        outcome.kind === 'page' ? outcome.page : (outcome.page ?? notFetched(outcome.failure));
      // A run renders no page with an error status either.
      const rendered =
        outcome.kind === 'page'
          ? await renderPreview(page, { createRenderer, options, session, rules }, signal)
          : { page: null, rendering: null };
      return toKeep(url, options, page, rendered, timeOfDay());
    },
  } satisfies AskedSite;
}

function toKeep(
  asked: string,
  options: ResolvedOptions,
  fetched: FetchedPage,
  rendered: RenderedPreview,
  fetchedAtMs: number,
): KeptPage {
  const shown = rendered.page ?? fetched;
  const raw = {
    body: owned(fetched.body),
    url: fetched.url,
    contentType: fetched.trace.contentType,
    answer: answerFacts(fetched, 1),
  };
  return {
    page: {
      ...factsOf(asked, shown),
      fetchedAtMs,
      isKept: false,
      rendering: rendered.rendering,
    },
    url: shown.url,
    body: owned(shown.body),
    answer: answerFacts(shown, 1),
    fetched: rendered.page === null ? null : raw,
    renders: options.render !== 'never',
    answers: (rendered.page?.answers ?? []).map((one) => ({ ...one, body: owned(one.body) })),
  };
}

/** A page that a run has kept, in the form in which a preview holds a page that it has fetched. */
export function asKept(asked: string, options: ResolvedOptions, found: FetchedPage): KeptPage {
  const { render: mode } = options;
  return {
    page: {
      ...factsOf(asked, found),
      fetchedAtMs: found.trace.answeredAtMs ?? 0,
      isKept: true,
      rendering: found.isRendered && mode !== 'never' ? { kind: 'rendered', mode, ms: 0 } : null,
    },
    url: found.url,
    body: owned(found.body),
    answer: answerFacts(found, 1),
    fetched: null,
    renders: mode !== 'never',
    answers: [],
  };
}

function factsOf(url: string, { body, trace }: FetchedPage) {
  const { finalUrl, status, contentType, redirects, headersMs, bodyMs } = trace;
  return {
    url,
    finalUrl,
    status: status ?? 0,
    bytes: body.length,
    contentType,
    encoding: sniffEncoding(body, contentType),
    ms: headersMs + bodyMs,
    redirects,
    isJson: looksLikeJson({ body, url, contentType }),
  } satisfies Partial<PreviewPage>;
}

/** @throws TrawlError FETCH_FAILED */
function notFetched({ message, retryable }: Failure): never {
  throw new TrawlError('FETCH_FAILED', message, { retryable });
}
