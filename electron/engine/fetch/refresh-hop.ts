import type { IncomingHttpHeaders } from 'node:http';
import { longestDelayS, type Refresh, refreshOf } from '../page/page-refresh.ts';
import type { RawPage } from '../page/raw-page.ts';

/**
 * The kinds of refresh that are followed. elsewhere: to another address. any: also to the same page, after
 * it has set a cookie.
 */
export type FollowedRefresh = 'none' | 'elsewhere' | 'any';

/**
 * A page that sets a cookie and reloads within this number of seconds shows its content only with the
 * cookie. A page that reloads later is complete already.
 */
const longestReloadDelayS = 5;

/**
 * The target of a page's refresh, if it is followed: it leads to another page, and soon. Trawl follows it
 * at once, whatever the delay.
 */
export function followedRefresh(
  followed: FollowedRefresh,
  page: RawPage,
  headers: IncomingHttpHeaders,
): Refresh | null {
  if (followed === 'none') return null;
  const header = headers['refresh'];
  // Chromium joins repeated headers, like all headers that are not defined as single.
  const next = refreshOf(page, typeof header === 'object' ? header.join(', ') : header);
  if (next === null || next.delayS > longestDelayS) return null;
  if (!isReload(next.to, page.url)) return next;
  const setsCookie = headers['set-cookie'] !== undefined;
  return followed === 'any' && setsCookie && next.delayS <= longestReloadDelayS ? next : null;
}

/** Whether an address is the page itself or another place in it. */
export function isReload(to: string, from: string): boolean {
  return to.split('#', 1)[0] === from.split('#', 1)[0];
}

/** Types under `application/` that browsers show. */
const shown = /^application\/(?:(?:.*\+)?(?:json|xml)|pdf|(?:x-)?javascript)$/;

/** Whether browsers keep showing the page before, if its refresh leads to such an answer. */
export function isNoPage(status: number, headers: IncomingHttpHeaders): boolean {
  if (status === 204 || status === 205) return true;
  const disposition = [headers['content-disposition'] ?? []].flat()[0] ?? '';
  if (/^\s*attachment/i.test(disposition)) return true;
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type.startsWith('application/') && !shown.test(type);
}
