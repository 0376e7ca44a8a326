import type { ResolvedOptions } from '#shared/job/defaults.ts';

/** Pages that are read from the disk, and on their way to the threads that extract. */
const atOnce = 64;

/**
 * The options of a run that reads kept pages again: no site is asked for anything, so no host has to be spared
 * and nothing is rendered, and a page that was not kept will not be there the next time either.
 */
export function readingOptions(options: ResolvedOptions): ResolvedOptions {
  return {
    ...options,
    way: 'event-loop',
    concurrency: atOnce,
    perHost: atOnce,
    pace: 'fixed',
    perMinute: 0,
    delayMs: 0,
    retries: 0,
    robots: false,
    safeguard: false,
    render: 'never',
    cookies: false,
    proxies: [],
    keepPages: false,
  };
}
