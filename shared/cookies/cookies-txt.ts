import { mostCookieBytes, mostPathBytes, utf8Bytes } from './cookie-size.ts';

/** A cookie as a cookies.txt file gives it. */
export interface CookieLine {
  /** Counted from 1, as in an editor. */
  readonly line: number;
  /** The unchanged line, for storing. */
  readonly text: string;
  /** As in URLs: in ASCII, without the dot in front. */
  readonly host: string;
  /** The cookie is also sent to the subdomains of `host`. */
  readonly below: boolean;
  readonly path: string;
  /** The cookie is sent over https only. */
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Unix time in seconds; 0: until the session ends. */
  readonly expiresSeconds: number;
  /** May be empty: the line then holds the value alone. */
  readonly name: string;
  readonly value: string;
}

interface CookieProblem {
  /** Counted from 1, as in an editor. */
  readonly line: number;
  /**
   * The rest of the sentence after "Line 3 is not a cookie:". It repeats no part of the line, which may hold
   * a secret.
   */
  readonly reason: string;
}

interface CookiesTxt {
  readonly cookies: readonly CookieLine[];
  readonly problems: readonly CookieProblem[];
}

const httpOnlyMark = '#HttpOnly_';

/**
 * Reads a cookies.txt file, the format that Netscape introduced and that curl, wget and browser extensions
 * write: one cookie per line, in seven parts separated by tabs: domain, TRUE if it applies to subdomains,
 * path, TRUE for https only, expiry, name, value. Other lines that begin with `#` are comments.
 */
export function readCookiesTxt(text: string): CookiesTxt {
  const cookies: CookieLine[] = [];
  const problems: CookieProblem[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .forEach((line, index) => {
      const isComment = line.startsWith('#') && !line.startsWith(httpOnlyMark);
      if (line.trim() === '' || isComment) return;
      const read = readLine(line);
      if (typeof read === 'string') problems.push({ line: index + 1, reason: read });
      else cookies.push({ line: index + 1, ...read });
    });
  return { cookies, problems };
}

/** The cookie, or the reason why the line is not a cookie. */
function readLine(text: string): Omit<CookieLine, 'line'> | string {
  const httpOnly = text.startsWith(httpOnlyMark);
  const parts = (httpOnly ? text.slice(httpOnlyMark.length) : text).split('\t');
  const [domain = '', subdomains = '', path = '', secure = '', expiry = '', name = ''] = parts;
  const value = parts[6] ?? '';
  if (parts.length < 6 || parts.length > 7) {
    const found = parts.length === 1 ? 'no tabs' : `${parts.length} parts`;
    return `it has ${found}, and not 7 parts with tabs between`;
  }
  // The replacement character for bytes that are not UTF-8: the cookie would be sent with a different value.
  if (text.includes('\ufffd')) return 'it is not written in UTF-8';
  const host = toHost(domain);
  if (host === null) return 'its first part is no domain';
  const below = toFlag(subdomains);
  const onlySecure = toFlag(secure);
  if (below === null || onlySecure === null) return 'its parts 2 and 4 must be TRUE or FALSE';
  if (!path.startsWith('/') || hasControls(path)) return 'its path must begin with a slash';
  if (utf8Bytes(path) > mostPathBytes) return `its path has more than ${mostPathBytes} bytes`;
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(expiry)) return 'its time of expiry is no Unix time';
  if (name !== '' && !isCookieName(name)) return 'its name holds a character that cannot be sent';
  if (!isCookieValue(value)) return 'its value holds a character that cannot be sent';
  if (name === '' && value === '') return 'it has neither a name nor a value';
  if (utf8Bytes(name) + utf8Bytes(value) > mostCookieBytes) {
    return `its name and value have more than ${mostCookieBytes} bytes, which browsers do not take`;
  }
  const expiresSeconds = Number(expiry);
  return { text, host, below, path, secure: onlySecure, httpOnly, expiresSeconds, name, value };
}

/** A host as in URLs (international names in ASCII), without the dot in front; null if it is not a host. */
export function toHost(domain: string): string | null {
  const name = domain.replace(/^\./, '');
  if (name === '' || /[\s/?#@\\:%]/.test(name.replace(/^\[[\da-f:.]+\]$/i, ''))) return null;
  const url = `http://${name}/`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : null;
}

/** The characters that browsers accept (RFC 6265bis, section 5.6), more than servers should send. */
export function isCookieName(text: string): boolean {
  return /^[^=;\p{Cc}]+$/u.test(text) && text.trim() === text;
}

/** See `isCookieName`. */
export function isCookieValue(text: string): boolean {
  return /^[^;\p{Cc}]*$/u.test(text);
}

function toFlag(text: string): boolean | null {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : null;
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
