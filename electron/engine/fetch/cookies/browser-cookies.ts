import { Cookie } from 'tough-cookie';
import type { BrowserCookie } from '#shared/engine-protocol/rendering.ts';
import { asBytes } from './cookie-bytes.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** RFC 6265bis, section 5.5: browsers ignore longer attributes. */
const mostPathCharacters = 1024;

const kinds = { strict: 'strict', lax: 'lax', none: 'no_restriction' } as const;

/**
 * A cookie of the run as a browser stores it; null for one that has expired, or whose bytes are no text in
 * UTF-8 (a browser would be handed another value), or whose path browsers refuse.
 */
export function toBrowserCookie(cookie: Cookie, nowMs: number): BrowserCookie | null {
  const expiresMs = cookie.expiryTime() ?? Number.POSITIVE_INFINITY;
  const name = asText(cookie.key);
  const value = asText(cookie.value);
  const path = cookie.path ?? '/';
  if (expiresMs <= nowMs || name === null || value === null || cookie.domain === null) return null;
  if (path.length > mostPathCharacters) return null;
  return {
    name,
    value,
    domain: cookie.domain,
    hostOnly: cookie.hostOnly ?? false,
    path,
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    sameSite: kinds[cookie.sameSite as keyof typeof kinds] ?? 'unspecified',
    expiresSeconds: Number.isFinite(expiresMs) ? expiresMs / 1000 : null,
  };
}

/** The cookie of a browser for the jar of the run, and the URL that may set it. */
export function fromBrowserCookie(cookie: BrowserCookie): { cookie: Cookie; url: string } {
  const { domain, hostOnly, path, secure, httpOnly, sameSite, expiresSeconds } = cookie;
  const host = domain.includes(':') ? `[${domain}]` : domain;
  return {
    cookie: new Cookie({
      key: asBytes(cookie.name),
      value: asBytes(cookie.value),
      ...(hostOnly ? {} : { domain }),
      path,
      secure,
      httpOnly,
      ...(sameSite === 'unspecified'
        ? {}
        : { sameSite: sameSite === 'no_restriction' ? 'none' : sameSite }),
      expires: expiresSeconds === null ? 'Infinity' : new Date(expiresSeconds * 1000),
    }),
    url: `${secure ? 'https' : 'http'}://${host}${path}`,
  };
}

function asText(bytes: string): string | null {
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return null;
  }
}
