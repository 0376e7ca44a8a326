import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type { FetchRules } from '../ports/fetcher.ts';
import type { RenderRules } from '../ports/renderer.ts';

/** The `Accept` header of a browser for a page, without the picture types, which are never fetched. */
const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
/** The same on every computer, so that a job gets the same pages everywhere. */
const acceptLanguage = 'en-US,en;q=0.9';

/**
 * The rules that the options of a job set for the fetcher. A header of the job replaces the default header
 * of the same name; an empty header of the job removes it.
 */
export function fetchRules(options: ResolvedOptions): FetchRules {
  const headers: Record<string, string> = {
    'user-agent': options.userAgent,
    accept,
    'accept-language': acceptLanguage,
  };
  for (const [name, value] of Object.entries(options.headers)) headers[name.toLowerCase()] = value;
  const { timeoutMs, maxBytes, refresh, errorPages } = options;
  return { timeoutMs, maxBytes, headers, refresh, errorPages };
}

/** The rules that the options of a job set for rendering, beside what belongs to a page. */
export function renderRules(options: ResolvedOptions): Omit<RenderRules, 'wanted' | 'follow'> {
  const { timeoutMs, maxBytes, headers } = fetchRules(options);
  const { renderMedia: media, renderFrames: frames, renderWaitFor: waitFor } = options;
  const rules = { timeoutMs, maxBytes, headers, media, frames };
  return waitFor.trim() === '' ? rules : { ...rules, waitFor };
}
