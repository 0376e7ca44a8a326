import { getDomain } from 'tldts';

/**
 * The site that a host belongs to, whose hosts share cookies: the name below its public suffix, where
 * private registries count (`me.github.io`); for an address or a name of the local network, the host
 * itself.
 */
export function siteOf(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host;
}
