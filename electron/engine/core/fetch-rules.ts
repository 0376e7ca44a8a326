import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type { FetchRules } from '../ports.ts';

/** What the fetcher must know of a job's options. A `User-Agent` among the headers wins. */
export function fetchRules(options: ResolvedOptions): FetchRules {
  const headers: Record<string, string> = { 'user-agent': options.userAgent };
  for (const [name, value] of Object.entries(options.headers)) headers[name.toLowerCase()] = value;
  return { timeoutMs: options.timeoutMs, maxBytes: options.maxBytes, headers };
}
