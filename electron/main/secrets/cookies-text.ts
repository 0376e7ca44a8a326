import { isIP } from 'node:net';
import {
  isCookieName,
  isCookieValue,
  readCookiesTxt,
  toHost,
} from '#shared/cookies/cookies-txt.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { SecretsSummary } from '#shared/ipc/secrets.ts';

/** A cookie in the stored text. */
interface KeptCookie {
  readonly domain: string;
  /** The key that two lines for the same cookie share. */
  readonly key: string;
  readonly line: string;
}

/**
 * Adds pasted cookies to those of `kept` (a cookies.txt text), as one cookies.txt text. A cookie that exists
 * already gets its new value.
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

/** The number of cookies for each domain. */
export function domainsOf(cookies: string): SecretsSummary['cookies'] {
  const counts = new Map<string, number>();
  for (const { domain } of readFile(cookies)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  return [...counts].map(([domain, count]) => ({ domain, count }));
}

function looksLikeFile(text: string): boolean {
  return text.includes('\t') || /^#.*cookie/im.test(text);
}

function readFile(text: string): KeptCookie[] {
  const { cookies, problems } = readCookiesTxt(text);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new TrawlError('BAD_INPUT', `Line ${problem.line} is not a cookie: ${problem.reason}.`);
  }
  return cookies.map(({ text: line, host, path, name }) => ({
    domain: host,
    key: keyOf(host, path, name),
    line,
  }));
}

const keyOf = (host: string, path: string, name: string): string => [host, path, name].join('\t');

function readHeader(text: string, domain: string): KeptCookie[] {
  const line = headerLine(text);
  const pairs = line.replace(/^cookie:/i, '').split(';');
  const given = domain.trim();
  const withScheme = /^https?:\/\//i.exec(given)?.[0].toLowerCase();
  const host = toHost(given.slice(withScheme?.length ?? 0).replace(/:\d+$/, ''));
  if (host === null) {
    throw new TrawlError('BAD_INPUT', 'Say which domain these cookies are for: example.com.');
  }
  // An address and a name without dots have no subdomains.
  const alone = !host.includes('.') || isIP(host.replace(/^\[|\]$/g, '')) !== 0;
  const secure = withScheme === 'https://' || (withScheme === undefined && !alone);
  const scope = alone ? `${host}\tFALSE` : `.${host}\tTRUE`;
  return pairs
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (at < 1 || !isCookieName(name) || !isCookieValue(value)) {
        const shown = at < 1 ? 'A part without "="' : `"${name}"`;
        throw new TrawlError(
          'BAD_INPUT',
          `Line 1: ${shown} is not a cookie. Write name=value; name=value.`,
        );
      }
      const written = `${scope}\t/\t${secure ? 'TRUE' : 'FALSE'}\t0\t${name}\t${value}`;
      return { domain: host, key: keyOf(host, '/', name), line: written };
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
