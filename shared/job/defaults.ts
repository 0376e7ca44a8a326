import type { JobOptions } from './job.ts';
import type { RenderMode, RenderOverrides } from './render.ts';
import type { Way } from './way.ts';

/* Separate from the schema, so that the threads that extract need not load the schema's library. */

/** The value of every option that is blank in a job. */
export const defaultOptions = {
  concurrency: 16,
  perHost: 8,
  delayMs: 0,
  timeoutMs: 30_000,
  retries: 2,
  maxBytes: 10_485_760,
  headers: {} as Readonly<Record<string, string>>,
  userAgent: 'Trawl/0.1 (+https://github.com/trawl-app/trawl)',
  pace: 'polite' as 'polite' | 'fixed',
  /** 0: no limit. */
  perMinute: 0,
  robots: false,
  safeguard: true,
  cookies: true,
  allowPrivate: false,
  refresh: true,
  errorPages: false,
  ignoreTlsErrors: false,
  proxies: [] as readonly string[] | 'system',
  proxyRotation: 'request' as 'request' | 'host',
  way: 'auto' as 'auto' | Way,
  render: 'never' as RenderMode,
  /** 0: as many as the cores. */
  renderWindows: 0,
  /** Empty: nothing in particular is waited for. */
  renderWaitFor: '',
  renderMedia: false,
  renderFrames: false,
  renderOverrides: {} as RenderOverrides,
  patterns: false,
  keepDuplicates: false,
  keepPages: true,
  keepPagesMaxMb: 2048,
} as const;

export const defaultSeparator = ' | ';

export type ResolvedOptions = { readonly [K in keyof typeof defaultOptions]: ResolvedOption<K> };
type ResolvedOption<K extends keyof typeof defaultOptions> =
  (typeof defaultOptions)[K] extends number
    ? number
    : (typeof defaultOptions)[K] extends boolean
      ? boolean
      : K extends 'userAgent' | 'renderWaitFor'
        ? string
        : (typeof defaultOptions)[K];

/** The job's options merged over the defaults. */
export function resolveOptions(options: JobOptions | undefined): ResolvedOptions {
  const given = Object.fromEntries(
    Object.entries(options ?? {}).filter(([, value]) => value !== undefined),
  );
  return { ...defaultOptions, ...given } as ResolvedOptions;
}
