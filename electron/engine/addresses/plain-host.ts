/** The host of a URL as sockets take it: an IPv6 address without its brackets. */
export function plainHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
