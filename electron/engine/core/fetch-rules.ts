import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type { FetchRules } from '../ports.ts';

/** As browsers send them for a page; pictures are left out, since none is ever asked for. */
const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
/** The same on every computer, so that a job gets the same pages everywhere. */
const acceptLanguage = 'en-US,en;q=0.9';

/**
 * What the fetcher must know of a job's options. A header of the job takes the place of the one that is
 * sent otherwise; an empty one leaves it out.
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
