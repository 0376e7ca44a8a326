import { parse } from 'tldts';
import { Cookie } from 'tough-cookie';

export interface CookieLineProblem {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly reason: string;
}

export interface CookiesTxt {
  readonly cookies: readonly Cookie[];
  readonly problems: readonly CookieLineProblem[];
}

const httpOnlyMark = '#HttpOnly_';

/**
 * Reads a cookies.txt file, as Netscape invented and curl, wget and browser extensions write it: a
 * line a cookie, seven parts with tabs between: domain, TRUE for its subdomains too, path, TRUE for
 * https alone, expiry (Unix time; 0: until the run ends), name, value. Other lines that begin with
 * `#` are comments. A wrong line is a problem with its number, and its text is in no message.
 */
export function parseCookiesTxt(text: string): CookiesTxt {
  const cookies: Cookie[] = [];
  const problems: CookieLineProblem[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .forEach((raw, index) => {
      const httpOnly = raw.startsWith(httpOnlyMark);
      if (raw.trim() === '' || (raw.startsWith('#') && !httpOnly)) return;
      const read = readLine(httpOnly ? raw.slice(httpOnlyMark.length) : raw, httpOnly);
      if (typeof read === 'string') problems.push({ line: index + 1, reason: read });
      else cookies.push(read);
    });
  return { cookies, problems };
}

/** The cookie, or why the line is none. */
function readLine(line: string, httpOnly: boolean): Cookie | string {
  const parts = line.split('\t');
  const [domain = '', subdomains = '', path = '', secure = '', expiry = '', name = ''] = parts;
  const value = parts[6] ?? '';
  if (parts.length < 6 || parts.length > 7) return 'it does not have seven parts with tabs between';
  const host = hostOf(domain);
  if (host === null) return 'its first part is no domain';
  const everywhere = flagOf(subdomains);
  const onlySecure = flagOf(secure);
  if (everywhere === null || onlySecure === null) return 'its parts 2 and 4 must be TRUE or FALSE';
  if (everywhere && isPublicSuffix(host)) return `"${host}" belongs to everybody, not to a site`;
  if (!path.startsWith('/') || hasControls(path)) return 'its path does not begin with "/"';
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(expiry)) return 'its expiry is no Unix time';
  if (hasControls(name) || /[=;,\s]/.test(name)) return 'its name cannot be sent';
  if (hasControls(value) || value.includes(';')) return 'its value cannot be sent';
  if (name === '' && value === '') return 'it has neither a name nor a value';
  const seconds = Number(expiry);
  return new Cookie({
    key: name,
    value,
    domain: host,
    hostOnly: !everywhere,
    path,
    secure: onlySecure,
    httpOnly,
    // A date past the year 275760 is none; such a cookie simply stays.
    expires: seconds === 0 || seconds > 8.64e12 ? 'Infinity' : new Date(seconds * 1000),
  });
}

function hostOf(domain: string): string | null {
  const name = domain.replace(/^\./, '');
  if (name === '' || /[\s/?#@\\:%]/.test(name.replace(/^\[[\da-f:.]+\]$/i, ''))) return null;
  return URL.canParse(`http://${name}/`)
    ? new URL(`http://${name}/`).hostname.replace(/\.$/, '')
    : null;
}

function flagOf(text: string): boolean | null {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : null;
}

/** A cookie of "co.uk" or "github.io" would go to every site below it. */
function isPublicSuffix(host: string): boolean {
  const { isIcann, isPrivate, domain } = parse(host, { allowPrivateDomains: true });
  return domain === null && (isIcann === true || isPrivate === true);
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
