/* How much the cookies of a run may be: what browsers keep, and no more than a request can carry. */

/** Name and value of one cookie (RFC 6265bis, section 5.7). */
export { mostCookieBytes } from '#shared/cookies/cookie-size.ts';
/** The value of one attribute, a path say; a longer one counts as missing (RFC 6265bis, section 5.6). */
export const mostAttributeBytes = 1024;

/**
 * The cookies of one site, its hosts together, as in Chromium; beyond that it forgets down to
 * `keptOfSite`, so that a site that sets one after the other does not cost a search for each.
 */
export const mostOfSite = 180;
export const keptOfSite = 150;
/**
 * All that one site may have in every request. Chromium has no such bound (180 cookies of 4 KiB come to
 * 720 KiB); servers refuse headers of a tenth of this.
 */
export const mostSiteBytes = 131_072;
export const keptSiteBytes = 98_304;

/** Of all sites. Chromium keeps 3,300; a run meets more hosts than a person. */
export const mostInAll = 20_000;
export const mostBytesInAll = 33_554_432;
