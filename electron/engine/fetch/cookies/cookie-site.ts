import { getDomain } from 'tldts';

/**
 * The site that a host belongs to, whose hosts share cookies: the name below its public suffix, private
 * registries counted (`me.github.io`); of an address and a name of the local network the host itself.
 */
export function siteOf(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host;
}
