import type { ProxyConfig } from 'electron';
import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { parseProxy } from '#shared/job/proxy.ts';

/** The way of a log-in window to its site. */
export interface LoginProxy {
  readonly config: ProxyConfig;
  /** Given to the proxy where it asks for a login. */
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly isProxied: boolean;
}

/**
 * The log-in takes the way of the runs, so that the site sees one address: the first proxy of the job.
 *
 * @throws TrawlError BAD_INPUT if a window cannot use it
 */
export function loginProxyOf(
  options: JobOptions,
  secrets: Pick<RunSecrets, 'proxyLogins'>,
): LoginProxy {
  const { proxies = [] } = options;
  if (proxies === 'system') return { config: { mode: 'system' }, login: null, isProxied: true };
  const [text] = proxies;
  if (text === undefined) return { config: { mode: 'direct' }, login: null, isProxied: false };
  const proxy = parseProxy(text);
  if (proxy === null)
    throw new TrawlError('BAD_INPUT', 'The first proxy of this job cannot be used.');
  const login = secrets.proxyLogins?.[proxy.name] ?? null;
  if (proxy.scheme === 'socks5' && login !== null) {
    throw new TrawlError(
      'BAD_INPUT',
      'A log-in window cannot use a SOCKS proxy that asks for a login. Put another proxy first, or paste the cookies.',
    );
  }
  const { scheme, host, port } = proxy;
  // Chromium would go around the proxy for this computer's own addresses.
  const config = { proxyRules: `${scheme}://${host}:${port}`, proxyBypassRules: '<-loopback>' };
  return { config: { mode: 'fixed_servers', ...config }, login, isProxied: true };
}
