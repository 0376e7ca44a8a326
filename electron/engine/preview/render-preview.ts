import { renderRules } from '#engine/core/fetch-rules.ts';
import type { FetchSession } from '#engine/ports/fetch-sessions.ts';
import type { FetchedPage, FetchOutcome, FetchRules } from '#engine/ports/fetcher.ts';
import type { CreateRenderer } from '#engine/ports/renderer.ts';
import type { PreviewRendering } from '#shared/engine-protocol/preview.ts';
import { failure } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import { openPage } from '../page/raw-page.ts';

export interface RenderedPreview {
  /** The rendered page; null where there is none. */
  readonly page: FetchedPage | null;
  /** Null for a page that has no scripts to run, and for a job that renders nothing. */
  readonly rendering: PreviewRendering | null;
}

/** Renders a page of a preview as a run of its job would, and says why where that fails. */
export async function renderPreview(
  page: FetchedPage,
  job: {
    readonly createRenderer: CreateRenderer | undefined;
    readonly options: ResolvedOptions;
    readonly session: FetchSession;
    readonly rules: FetchRules;
  },
  signal: AbortSignal,
): Promise<RenderedPreview> {
  const { createRenderer, options, session, rules } = job;
  const { url, trace } = page;
  const raw = { body: page.body, url, contentType: trace.contentType };
  if (options.render === 'never' || openPage(raw).kind !== 'html') {
    return { page: null, rendering: null };
  }
  const { render: mode } = options;
  const failed = (message: string): RenderedPreview => ({
    page: null,
    rendering: { kind: 'failed', mode, message },
  });
  if (createRenderer === undefined) return failed(failure('RENDER_UNAVAILABLE').message);
  const renderer = createRenderer({ options, session, windows: 1 });
  const beganMs = performance.now();
  try {
    const follow = (from: string, to: string, stop: AbortSignal): Promise<FetchOutcome> =>
      session.fetch(to, withoutLogin({ ...rules, ledBy: from }), stop);
    // The fields of the job may be about to change, so no selector is waited for.
    const own = { ...renderRules(options), wanted: [], follow, answers: true };
    const outcome = await renderer.render({ ...page, body: page.body.slice() }, own, signal);
    if (outcome.kind === 'failed') return failed(outcome.failure.message);
    const ms = performance.now() - beganMs;
    return { page: outcome.page, rendering: { kind: 'rendered', mode, ms } };
  } finally {
    await renderer.close();
  }
}

/** The login of a line is for its own page. */
function withoutLogin({ login: _login, ...rules }: FetchRules): FetchRules {
  return rules;
}
