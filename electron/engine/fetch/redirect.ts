import { isUtf8 } from 'node:buffer';
import { shortened } from '#shared/format.ts';

/** The highest number of redirects that are followed (as in the Fetch standard). */
export const maxRedirects = 20;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

export type NextHop =
  | { readonly kind: 'none' }
  | { readonly kind: 'follow'; readonly url: URL }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The next address that an answer leads to. Location is resolved as in the URL standard; a target without a
 * fragment keeps the one of the URL that redirected (RFC 9110, section 10.2.2).
 */
export function nextHop(status: number, location: string | undefined, from: URL): NextHop {
  if (!redirectStatuses.has(status) || location === undefined || location.trim() === '') {
    return { kind: 'none' };
  }
  const target = fromUtf8(location);
  const url = URL.canParse(target, from.href) ? new URL(target, from.href) : null;
  if (!url)
    return { kind: 'refused', reason: `to "${shortened(location, 200)}", which is no address` };
  if (url.hash === '' && from.hash !== '') url.hash = from.hash;
  return ofScheme(url);
}

/** Only web addresses are followed, for redirects by a header and by a page. */
export function ofScheme(url: URL): NextHop {
  return url.protocol === 'http:' || url.protocol === 'https:'
    ? { kind: 'follow', url }
    : { kind: 'refused', reason: `to a ${url.protocol.slice(0, 40)} address` };
}

/** A header has one character a byte; browsers read raw bytes in Location as UTF-8. */
function fromUtf8(location: string): string {
  if (!/[\x80-\xff]/.test(location) || /[^\0-\xff]/.test(location)) return location;
  const bytes = Buffer.from(location, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : location;
}

/** Headers without data about the person: only these are sent on to another origin. */
const harmless = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'dnt',
  'pragma',
  'user-agent',
]);

/**
 * The headers for the next hop. When scheme, host or port change, everything that could be a secret is
 * removed: Authorization, Cookie, Proxy-Authorization and every header of the job's own.
 */
export function headersForHop(
  headers: Readonly<Record<string, string>>,
  from: URL,
  to: URL,
): Readonly<Record<string, string>> {
  return from.origin === to.origin ? headers : harmlessOf(headers);
}

/** The headers that say nothing about the person. */
export function harmlessOf(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)));
}
