import { mostCookieBytes, mostPathBytes, utf8Bytes } from './cookie-size.ts';

/** A cookie as it stands in a cookies.txt. */
export interface CookieLine {
  /** From 1, as an editor counts. */
  readonly line: number;
  /** The line as it is, to be kept. */
  readonly text: string;
  /** As URLs write it: in ASCII, without the dot in front. */
  readonly host: string;
  /** It is for the hosts below `host` as well. */
  readonly below: boolean;
  readonly path: string;
  /** It is for https alone. */
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Unix time in seconds; 0: until the session ends. */
  readonly expiresSeconds: number;
  /** May be empty: the value then stands alone. */
  readonly name: string;
  readonly value: string;
}

interface CookieProblem {
  /** From 1, as an editor counts. */
  readonly line: number;
  /** Goes on after "Line 3 is not a cookie:". Repeats nothing of the line, which may hold a secret. */
  readonly reason: string;
}

interface CookiesTxt {
  readonly cookies: readonly CookieLine[];
  readonly problems: readonly CookieProblem[];
}

const httpOnlyMark = '#HttpOnly_';

/**
 * Reads a cookies.txt file, as Netscape invented and curl, wget and browser extensions write it: a
 * line a cookie, seven parts with tabs between: domain, TRUE for the hosts below it too, path, TRUE
 * for https alone, expiry, name, value. Other lines that begin with `#` are comments.
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

/** The cookie, or why the line is none. */
function readLine(text: string): Omit<CookieLine, 'line'> | string {
  const httpOnly = text.startsWith(httpOnlyMark);
  const parts = (httpOnly ? text.slice(httpOnlyMark.length) : text).split('\t');
  const [domain = '', subdomains = '', path = '', secure = '', expiry = '', name = ''] = parts;
  const value = parts[6] ?? '';
  if (parts.length < 6 || parts.length > 7) {
    const found = parts.length === 1 ? 'no tabs' : `${parts.length} parts`;
    return `it has ${found}, and not 7 parts with tabs between`;
  }
  // What takes the place of bytes that are no UTF-8: the cookie would go out as another one.
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

/** A host as URLs write it (international names in ASCII), without the dot in front; null: it is none. */
export function toHost(domain: string): string | null {
  const name = domain.replace(/^\./, '');
  if (name === '' || /[\s/?#@\\:%]/.test(name.replace(/^\[[\da-f:.]+\]$/i, ''))) return null;
  const url = `http://${name}/`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : null;
}

/** What browsers take (RFC 6265bis, section 5.6), not only what servers should send. */
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
