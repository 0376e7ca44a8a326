import { Cookie } from 'tough-cookie';
import { mostAttributeBytes, mostCookieBytes } from './cookie-limits.ts';

/** A control character other than the tab (RFC 6265bis, section 5.6, step 1). */
const control = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * The cookie of a Set-Cookie header, one character a byte; null for one that browsers ignore: with a
 * control character anywhere, without name and value, with more bytes than a cookie may have, or without a
 * name and with a value that looks like a protected name (RFC 6265bis, sections 5.6 and 5.7).
 */
export function readSetCookie(header: string): Cookie | null {
  if (control.test(header)) return null;
  const [pair = '', ...attributes] = header.split(';');
  const kept = attributes.filter((attribute) => valueLength(attribute) <= mostAttributeBytes);
  const cookie = Cookie.parse([pair, ...kept].join(';'), { loose: true });
  if (cookie === undefined) return null;
  const { key, value } = cookie;
  const bytes = key.length + value.length;
  if (bytes === 0 || bytes > mostCookieBytes) return null;
  return key === '' && /^__(?:secure|host)-/i.test(value) ? null : cookie;
}

function valueLength(attribute: string): number {
  return attribute.slice(attribute.indexOf('=') + 1).trim().length;
}
