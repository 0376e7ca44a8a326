import type { Cookie } from 'electron';
import { readCookiesTxt } from '#shared/cookies/cookies-txt.ts';

/** The cookies of a browser session, and the hosts that were visited in it. */
export interface SessionCookies {
  readonly cookies: readonly Cookie[];
  readonly visited: readonly string[];
}

/**
 * A cookies.txt with the cookies of a session. Those of its sites take the place of all that were kept for
 * them, so that a cookie that a site has deleted is gone. Cookies of other companies, which pages bring along,
 * are left out; those that were kept for other sites stay.
 */
export function withSession(kept: string, { cookies, visited }: SessionCookies): string {
  const ofSession = cookies.filter(({ domain = '' }) => isOfSites(plainDomain(domain), visited));
  const replaced = new Set(ofSession.map(({ domain = '' }) => plainDomain(domain)));
  const others = readCookiesTxt(kept).cookies.filter(
    ({ host }) => !replaced.has(host) && !isOfSites(host, visited),
  );
  const lines = [...others.map(({ text }) => text), ...ofSession.flatMap(lineOf)];
  return lines.map((line) => `${line}\n`).join('');
}

/** A cookie as a line; none for one that a cookies.txt cannot hold. */
function lineOf(cookie: Cookie): string[] {
  const {
    name,
    value,
    domain = '',
    hostOnly,
    path = '/',
    secure,
    httpOnly,
    expirationDate,
  } = cookie;
  const host = plainDomain(domain);
  const parts = [
    `${httpOnly ? '#HttpOnly_' : ''}${hostOnly ? host : `.${host}`}`,
    hostOnly ? 'FALSE' : 'TRUE',
    path,
    secure ? 'TRUE' : 'FALSE',
    expirationDate === undefined ? '0' : String(Math.round(expirationDate)),
    name,
    value,
  ];
  const line = parts.join('\t');
  return readCookiesTxt(line).cookies.length === 1 ? [line] : [];
}

const plainDomain = (domain: string): string => domain.replace(/^\./, '');

/**
 * Whether a domain belongs to the sites of the hosts, as far as names tell: the same, below or above, or with
 * the same two last parts.
 */
function isOfSites(domain: string, hosts: readonly string[]): boolean {
  return hosts.some(
    (host) =>
      host === domain ||
      host.endsWith(`.${domain}`) ||
      (isName(host) && endOf(host) === endOf(domain)),
  );
}

const isName = (host: string): boolean => host.includes('.') && !/^[\d.]+$/.test(host);
const endOf = (host: string): string => host.split('.').slice(-2).join('.');
