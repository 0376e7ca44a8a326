/** A sitemap of which all or a part could not be read, and why: a sentence that says where. */
export interface SitemapProblem {
  readonly url: string;
  readonly problem: string;
}

/** What became of the pages that sitemaps name. */
export interface SitemapFindings {
  /** Files that were read: indices, sitemaps and feeds. */
  readonly sitemaps: number;
  /** Pages in the list, repeated ones included. */
  readonly pages: number;
  readonly leftOut: {
    /** Pages whose addresses do not match. */
    readonly match: number;
    /** Pages that have not changed since. */
    readonly since: number;
    /** Pages of other sites, which a sitemap may not name. */
    readonly otherSites: number;
  };
  /** Pages in the list without a date, where a date was asked for. */
  readonly undated: number;
  readonly problems: number;
  /** At most the first 100. */
  readonly firstProblems: readonly SitemapProblem[];
}

/** How far the reading of sitemaps is. */
export interface SitemapProgress {
  readonly sitemaps: number;
  readonly pages: number;
  /** Sitemaps that are named and not read yet. */
  readonly waiting: number;
}
