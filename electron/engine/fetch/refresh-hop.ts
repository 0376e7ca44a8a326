import type { IncomingHttpHeaders } from 'node:http';
import { longestDelayS, type Refresh, refreshOf } from '../page/page-refresh.ts';
import type { RawPage } from '../page/raw-page.ts';

/**
 * Which pages that lead on by themselves are followed. elsewhere: those that lead to another address.
 * any: those too that want to be asked for again since they have set a cookie.
 */
export type FollowedRefresh = 'none' | 'elsewhere' | 'any';

/**
 * A page that sets a cookie and reloads within so many seconds wants to see the cookie before it shows
 * anything. A page that reloads later is complete as it is.
 */
const longestReloadDelayS = 5;

/**
 * Where a page leads by itself, if that is followed: to another page and soon. Trawl goes there at once,
 * whatever the delay.
 */
export function followedRefresh(
  followed: FollowedRefresh,
  page: RawPage,
  headers: IncomingHttpHeaders,
): Refresh | null {
  if (followed === 'none') return null;
  const header = headers['refresh'];
  // Chromium joins repeated headers, as all that it does not know as single.
  const next = refreshOf(page, typeof header === 'object' ? header.join(', ') : header);
  if (next === null || next.delayS > longestDelayS) return null;
  if (!isReload(next.to, page.url)) return next;
  const setsCookie = headers['set-cookie'] !== undefined;
  return followed === 'any' && setsCookie && next.delayS <= longestReloadDelayS ? next : null;
}

/** Whether an address is that of the page itself, another place in it included. */
export function isReload(to: string, from: string): boolean {
  return to.split('#', 1)[0] === from.split('#', 1)[0];
}

/** Types under `application/` that browsers show. */
const shown = /^application\/(?:(?:.*\+)?(?:json|xml)|pdf|(?:x-)?javascript)$/;

/** Whether browsers stay on the page before, where it leads to such an answer by itself. */
export function isNoPage(status: number, headers: IncomingHttpHeaders): boolean {
  if (status === 204 || status === 205) return true;
  const disposition = [headers['content-disposition'] ?? []].flat()[0] ?? '';
  if (/^\s*attachment/i.test(disposition)) return true;
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type.startsWith('application/') && !shown.test(type);
}
