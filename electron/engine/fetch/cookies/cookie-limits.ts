/* The limits for the cookies of a run: those of browsers, and no more than a request can carry. */

/** Name and value of one cookie (RFC 6265bis, section 5.7). */
export { mostCookieBytes } from '#shared/cookies/cookie-size.ts';
/** The value of one attribute, such as a path; a longer one counts as missing (RFC 6265bis, section 5.6). */
export const mostAttributeBytes = 1024;

/**
 * The number of cookies of one site, its hosts together, as in Chromium; beyond it the store removes
 * cookies down to `keptOfSite`, so that a site that sets many in a row does not cost a search for each.
 */
export const mostOfSite = 180;
export const keptOfSite = 150;
/**
 * The bytes that one site may have in every request. Chromium has no such limit (180 cookies of 4 KiB are
 * 720 KiB); servers refuse headers of a tenth of this.
 */
export const mostSiteBytes = 131_072;
export const keptSiteBytes = 98_304;

/** The number of cookies of all sites. Chromium keeps 3,300; a run visits more hosts than a person. */
export const mostInAll = 20_000;
export const mostBytesInAll = 33_554_432;
