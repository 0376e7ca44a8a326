import { parse } from 'tldts';
import { Cookie } from 'tough-cookie';
import { type CookieLine, readCookiesTxt } from '#shared/cookies/cookies-txt.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatQuantity } from '#shared/format.ts';
import { asBytes } from './cookie-bytes.ts';
import { mostInAll, mostOfSite, mostSiteBytes } from './cookie-limits.ts';
import { siteOf } from './cookie-site.ts';

/**
 * The cookies of a cookies.txt text, in UTF-8.
 *
 * @throws TrawlError BAD_INPUT with the number and the problem of the first invalid line, without any value
 *   of the line
 */
export function givenCookies(text: string): readonly Cookie[] {
  const { cookies, problems } = readCookiesTxt(text);
  const [problem] = problems;
  if (problem !== undefined) {
    const more =
      problems.length > 1
        ? ` ${formatQuantity(problems.length - 1, 'more line')} ${problems.length === 2 ? 'is' : 'are'} wrong.`
        : '';
    throw refused(`line ${problem.line} is not a cookie: ${problem.reason}.${more}`);
  }
  const shared = cookies.find(({ below, host }) => below && isPublicSuffix(host));
  if (shared !== undefined) {
    throw refused(
      `line ${shared.line} is for "${shared.host}", which belongs to everybody, not to a site.`,
    );
  }
  const given = cookies.map((line) => ({ line, cookie: toCookie(line) }));
  mustFit(given);
  return given.map(({ cookie }) => cookie);
}

interface Given {
  readonly line: CookieLine;
  readonly cookie: Cookie;
}

/** A cookie that the jar would drop at once is refused when it is given. */
function mustFit(given: readonly Given[]): void {
  if (given.length > mostInAll) {
    const { line } = given[mostInAll]?.line ?? { line: mostInAll };
    throw refused(`line ${line} is one too many: a run keeps ${mostInAll} cookies.`);
  }
  const sites = new Map<string, { count: number; bytes: number }>();
  for (const { line, cookie } of given) {
    const name = siteOf(line.host);
    const site = sites.get(name) ?? { count: 0, bytes: 0 };
    sites.set(name, site);
    site.count += 1;
    site.bytes += cookie.key.length + cookie.value.length;
    if (site.count > mostOfSite) {
      throw refused(
        `line ${line.line} is one too many for ${name}: a site has ${mostOfSite} at most, as in browsers.`,
      );
    }
    if (site.bytes > mostSiteBytes) {
      throw refused(
        `with line ${line.line} those of ${name} have more than ${mostSiteBytes / 1024} KiB, ` +
          'which no server takes.',
      );
    }
  }
}

function refused(why: string): TrawlError {
  return new TrawlError('BAD_INPUT', `The cookies cannot be used: ${why}`);
}

function toCookie(line: CookieLine): Cookie {
  const { name, value, host, below, path, secure, httpOnly, expiresSeconds } = line;
  return new Cookie({
    key: asBytes(name),
    value: asBytes(value),
    domain: host,
    hostOnly: !below,
    path,
    secure,
    httpOnly,
    // A date after the year 275760 is invalid; such a cookie does not expire.
    expires:
      expiresSeconds === 0 || expiresSeconds > 8.64e12
        ? 'Infinity'
        : new Date(expiresSeconds * 1000),
  });
}

/** A cookie of "co.uk" or "github.io" would be sent to every site below it. */
function isPublicSuffix(host: string): boolean {
  const { isIcann, isPrivate, domain } = parse(host, { allowPrivateDomains: true });
  return domain === null && (isIcann === true || isPrivate === true);
}
