/**
 * The limits for sitemaps. sitemaps.org allows 50 MB unpacked and 50,000 addresses a file, 50,000 files an index,
 * and no index in an index; sites go beyond that by a little, and the limits here stop what has no end.
 */
export const sitemapLimits = {
  /** The largest file as it is sent. */
  fileBytes: 52_428_800,
  unpackedBytes: 209_715_200,
  /** Indices within indices. */
  depth: 4,
  /** Files of one source, indices included. */
  files: 50_000,
  /** The longest address of a sitemap: each is kept until the end. */
  addressChars: 2000,
  pages: 20_000_000,
  problemsKept: 100,
} as const;
