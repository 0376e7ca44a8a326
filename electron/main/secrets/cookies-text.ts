import { isIP } from 'node:net';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { SecretsSummary } from '#shared/ipc/secrets.ts';

/** A cookie as a line of a cookies.txt (Netscape) file. */
interface CookieLine {
  /** Without the dot in front. */
  readonly domain: string;
  /** What two lines for the same cookie share. */
  readonly key: string;
  readonly line: string;
}

const httpOnlyMark = '#HttpOnly_';
const flag = /^(TRUE|FALSE)$/i;
/** RFC 6265, 4.1.1, but for what browsers take as well: any character that is no control. */
const cookieName = /^[^\s=;,\p{Cc}]+$/u;
const cookieValue = /^[^;\p{Cc}]*$/u;

/**
 * Cookies that were pasted, added to those of `kept` (a cookies.txt text), as one cookies.txt text.
 * A cookie that is there already gets its new value.
 *
 * @throws TrawlError BAD_INPUT with the number of the line that is no cookie
 */
export function addCookies(kept: string, pasted: string, domain: string): string {
  const text = pasted.replace(/^\uFEFF/, '');
  const added = looksLikeFile(text) ? readFile(text) : readHeader(text, domain);
  if (added.length === 0) {
    throw new TrawlError('BAD_INPUT', 'There is no cookie in this text. Paste one or more.');
  }
  const all = new Map([...readFile(kept), ...added].map((cookie) => [cookie.key, cookie.line]));
  return `${[...all.values()].join('\n')}\n`;
}

/** How many cookies there are for which domain. */
export function domainsOf(cookies: string): SecretsSummary['cookies'] {
  const counts = new Map<string, number>();
  for (const { domain } of readFile(cookies)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  return [...counts].map(([domain, count]) => ({ domain, count }));
}

function looksLikeFile(text: string): boolean {
  return text.includes('\t') || /^#.*cookie/im.test(text);
}

function readFile(text: string): CookieLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const isComment = line.startsWith('#') && !line.startsWith(httpOnlyMark);
    return line.trim() === '' || isComment ? [] : [readLine(line, index + 1)];
  });
}

function readLine(line: string, number: number): CookieLine {
  const parts = line.replace(httpOnlyMark, '').split('\t');
  const [domain = '', subdomains = '', path = '', secure = '', expires = '', name = ''] = parts;
  const value = parts[6] ?? '';
  const refuse = (reason: string): never => {
    throw new TrawlError('BAD_INPUT', `Line ${number} is not a cookie: ${reason}.`);
  };
  if (parts.length < 6 || parts.length > 7) {
    refuse(
      `it has ${parts.length === 1 ? 'no tabs' : `${parts.length} parts`}, and not 7 parts with tabs between`,
    );
  }
  const host = hostOf(domain.replace(/^\./, ''));
  if (host === null) refuse(`"${domain}" is not a domain`);
  if (!flag.test(subdomains) || !flag.test(secure)) {
    refuse('its second and fourth part must be TRUE or FALSE');
  }
  if (!path.startsWith('/')) refuse('its path must begin with a slash');
  if (!/^\d+(\.\d+)?$/.test(expires)) refuse('its time of expiry is not a number');
  // A cookie may have no name; its value then stands alone.
  if (name !== '' && !cookieName.test(name))
    refuse('its name holds a character that cannot be sent');
  if (!cookieValue.test(value)) refuse('its value holds a character that cannot be sent');
  return { domain: host ?? '', key: [host, path, name].join('\t'), line };
}

function readHeader(text: string, domain: string): CookieLine[] {
  const line = headerLine(text);
  const pairs = line.replace(/^cookie:/i, '').split(';');
  const given = domain.trim();
  const withScheme = /^https?:\/\//i.exec(given)?.[0].toLowerCase();
  const host = hostOf(given.slice(withScheme?.length ?? 0).replace(/^\./, ''));
  if (host === null) {
    throw new TrawlError('BAD_INPUT', 'Say which domain these cookies are for: example.com.');
  }
  // An address and a name without dots have nothing below them.
  const alone = !host.includes('.') || isIP(host.replace(/^\[|\]$/g, '')) !== 0;
  const secure = withScheme === 'https://' || (withScheme === undefined && !alone);
  const scope = alone ? `${host}\tFALSE` : `.${host}\tTRUE`;
  return pairs
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (at < 1 || !cookieName.test(name) || !cookieValue.test(value)) {
        const shown = at < 1 ? 'A part without "="' : `"${name}"`;
        throw new TrawlError(
          'BAD_INPUT',
          `Line 1: ${shown} is not a cookie. Write name=value; name=value.`,
        );
      }
      const key = [host, '/', name].join('\t');
      const written = `${scope}\t/\t${secure ? 'TRUE' : 'FALSE'}\t0\t${name}\t${value}`;
      return { domain: host, key, line: written };
    });
}

function headerLine(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const extra = lines.findIndex((line, index) => index > first && line.trim() !== '');
  if (extra > 0 && first >= 0) {
    throw new TrawlError(
      'BAD_INPUT',
      `Line ${extra + 1}: a Cookie header is one line, and a cookies.txt has tabs between its parts.`,
    );
  }
  return lines[first]?.trim() ?? '';
}

/** A host name as URLs write it (international names in ASCII); null where it is none. */
function hostOf(text: string): string | null {
  if (text === '' || /[\s/?#@\\]/.test(text)) return null;
  try {
    return new URL(`http://${text}/`).hostname.toLowerCase();
  } catch {
    return null;
  }
}
