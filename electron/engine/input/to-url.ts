import { plainText, quoted } from '#shared/plain-text.ts';
import { kindOfHost } from '../addresses/address-kind.ts';
import { takeLogin } from '../logins.ts';
import type { Login } from '../ports/request-source.ts';
import { unescapeAmp } from './markup-links.ts';

export type AssumedScheme = 'http' | 'https';

export type ToUrl =
  | {
      readonly kind: 'url';
      /** Without user name and password. */
      readonly url: string;
      readonly login: Login | null;
      readonly key: string;
      readonly host: string;
      /** The scheme that was put before a text without one; null if it has its own. */
      readonly assumed: AssumedScheme | null;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

/**
 * A text as the URL that is fetched (WHATWG URL standard: blanks inside are encoded), or the reason why it is
 * none. If the scheme is missing, it is http for addresses of this machine and of local networks, which
 * seldom have a certificate, and https for all others. `key` is the same for URLs of one page: the URL
 * without its fragment, but with the name of the user, since pages differ between users.
 */
export function toUrl(given: string): ToUrl {
  const text = unescapeAmp(given);
  const scheme = /^([a-z][a-z0-9+.-]{0,40}):/i.exec(text)?.[1]?.toLowerCase();
  const isHttp = scheme === 'http' || scheme === 'https';
  const hasPort = !isHttp && /^[^/?#@\s]{1,300}:\d{1,5}(?:[/?#]|$)/.test(text);
  if (isHttp) {
    if (/^https?:[/\\]{3}/i.test(text) || /^https?:[/\\]{0,2}$/i.test(text)) {
      return invalid('there is no host name after the scheme');
    }
    const url = parse(text);
    return url === null ? invalid(whyNot(text)) : result(url, null);
  }
  if (scheme !== undefined && !hasPort) {
    return invalid(`only http and https addresses can be fetched, not ${plainText(scheme, 40)}:`);
  }
  return withoutScheme(text.replace(/^\/\//, ''));
}

const noAddress = 'this is no address; a URL looks like https://example.com/page';

function withoutScheme(text: string): ToUrl {
  const url = parse(`https://${text}`);
  if (url === null) {
    // Words, and not the name of a host with a typing error.
    return invalid(/^[^/?#]*\s/.test(text) ? noAddress : whyNot(`https://${text}`));
  }
  if (url.username !== '') return invalid('this looks like an e-mail address, not like a URL');
  if (!isPlausibleHost(url.hostname, text)) {
    return invalid(noAddress);
  }
  if (kindOfHost(url.hostname) === 'public') return result(url, 'https');
  // Parsed again: port 443 is the default of https, but not of http.
  const local = parse(`http://${text}`);
  return local === null ? result(url, 'https') : result(local, 'http');
}

function result(url: URL, assumed: AssumedScheme | null): ToUrl {
  const login = takeLogin(url);
  const href = url.href;
  const page = url.hash === '' ? href : href.slice(0, href.indexOf('#'));
  const key = login === null ? page : `${encodeURIComponent(login.user)}@${page}`;
  return { kind: 'url', url: href, key, host: url.origin, login, assumed };
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null; // The reason is found by `whyNot`; calling canParse first would parse twice.
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
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const [, before = host, port] = /^(.*):(\d*)$/.exec(host) ?? [];
  if (port !== undefined && Number(port) > 65_535) {
    return `there is no port ${plainText(port, 40)}; the highest is 65535`;
  }
  const name = before.slice(0, 100);
  if (name === '') return 'there is no host name after the scheme';
  if (/\s/.test(name)) return 'there is a space in the host name';
  return `${quoted(name)} is not a valid host name`;
}

function invalid(reason: string): ToUrl {
  return { kind: 'invalid', reason };
}
