import { plainText, quoted } from '#shared/plain-text.ts';
import { takeLogin } from '../logins.ts';
import type { Login } from '../ports.ts';

export type ToUrl =
  | {
      readonly kind: 'url';
      /** Without a login. */
      readonly url: string;
      readonly login: Login | null;
      readonly key: string;
      readonly host: string;
      readonly assumedHttps: boolean;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * A text as the URL that is fetched (WHATWG URL standard), or why it is none. Where the scheme is
 * missing, https is assumed. `key` is the same for URLs of one page: the URL without its fragment,
 * but with the name of the user, since pages differ by who asks.
 */
export function toUrl(text: string): ToUrl {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  const hasPort =
    /^[^/?#@\s]+:\d+(?:[/?#]|$)/.test(text) && scheme !== 'http' && scheme !== 'https';
  const assumedHttps = scheme === undefined || hasPort;
  if (!assumedHttps && scheme !== 'http' && scheme !== 'https') {
    return invalid(`only http and https addresses can be fetched, not ${plainText(scheme, 40)}:`);
  }
  if (/^https?:\/{3,}/i.test(text) || /^https?:\/{0,2}$/i.test(text)) {
    return invalid('there is no host name after the scheme');
  }
  const full = assumedHttps ? `https://${text.replace(/^\/\//, '')}` : text;
  const url = parse(full);
  if (url === null) return invalid(whyNot(full));
  if (assumedHttps) {
    if (url.username !== '') return invalid('this looks like an e-mail address, not like a URL');
    if (!isPlausibleHost(url.hostname, text)) {
      return invalid('this is no address; a URL looks like https://example.com/page');
    }
  }
  const login = takeLogin(url);
  const href = url.href;
  const page = url.hash === '' ? href : href.slice(0, href.indexOf('#'));
  const key = login === null ? page : `${encodeURIComponent(login.user)}@${page}`;
  return { kind: 'url', url: href, key, host: url.origin, login, assumedHttps };
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null; // Why it is none is told by `whyNot`; asking canParse first would parse twice.
  }
}

/** Without a scheme, a bare word is more likely a word than a host, and a number just a number. */
function isPlausibleHost(hostname: string, text: string): boolean {
  // The standard reads 7 as 0.0.0.7 and 3.50 as 3.0.0.50.
  if (/^\d+(?:\.\d+){3}$/.test(hostname)) return text.includes(hostname);
  return hostname === 'localhost' || hostname.startsWith('[') || /[^.]\.[^.]/.test(hostname);
}

function whyNot(text: string): string {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  const host = authority.replace(/^.*@/, '');
  const port = /:(\d+)$/.exec(host)?.[1];
  if (port !== undefined && Number(port) > 65_535)
    return `there is no port ${plainText(port, 40)}; the highest is 65535`;
  const name = host.replace(/:\d*$/, '').slice(0, 100);
  if (name === '') return 'there is no host name after the scheme';
  if (/\s/.test(name)) return 'there is a space in the host name';
  return `${quoted(name)} is not a valid host name`;
}

function invalid(reason: string): ToUrl {
  return { kind: 'invalid', reason };
}
