import { parse } from 'tldts';
import { Cookie } from 'tough-cookie';
import { type CookieLine, readCookiesTxt } from '#shared/cookies/cookies-txt.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatQuantity } from '#shared/format.ts';

/**
 * The cookies of a cookies.txt text.
 *
 * @throws TrawlError BAD_INPUT with the number of the first line that is no cookie, and why; nothing
 *   of the line itself is repeated
 */
export function givenCookies(text: string): readonly Cookie[] {
  const { cookies, problems } = readCookiesTxt(text);
  const [problem] = problems;
  if (problem !== undefined) {
    const more =
      problems.length > 1
        ? ` ${formatQuantity(problems.length - 1, 'more line')} ${problems.length === 2 ? 'is' : 'are'} wrong.`
        : '';
    throw new TrawlError(
      'BAD_INPUT',
      `The cookies cannot be used: line ${problem.line} is not a cookie: ${problem.reason}.${more}`,
    );
  }
  const shared = cookies.find(({ below, host }) => below && isPublicSuffix(host));
  if (shared !== undefined) {
    throw new TrawlError(
      'BAD_INPUT',
      `The cookies cannot be used: "${shared.host}" belongs to everybody, not to a site.`,
    );
  }
  return cookies.map(toCookie);
}

function toCookie(line: CookieLine): Cookie {
  const { name, value, host, below, path, secure, httpOnly, expiresSeconds } = line;
  return new Cookie({
    key: name,
    value,
    domain: host,
    hostOnly: !below,
    path,
    secure,
    httpOnly,
    // A date past the year 275760 is none; such a cookie simply stays.
    expires:
      expiresSeconds === 0 || expiresSeconds > 8.64e12
        ? 'Infinity'
        : new Date(expiresSeconds * 1000),
  });
}

/** A cookie of "co.uk" or "github.io" would go to every site below it. */
function isPublicSuffix(host: string): boolean {
  const { isIcann, isPrivate, domain } = parse(host, { allowPrivateDomains: true });
  return domain === null && (isIcann === true || isPrivate === true);
}
