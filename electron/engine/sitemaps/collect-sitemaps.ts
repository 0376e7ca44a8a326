import type {
  SitemapFindings,
  SitemapProblem,
  SitemapProgress,
} from '#shared/engine-protocol/sitemaps.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatCount, formatQuantity, shortened } from '#shared/format.ts';
import type { Sitemap } from '#shared/job/sitemaps.ts';
import { kindOfHost } from '../addresses/address-kind.ts';
import { siteOf } from '../fetch/cookies/cookie-site.ts';
import type { FeedEntry } from '../input/feed-parser.ts';
import { matchesAddress } from './match-address.ts';
import { entriesOf } from './read-sitemap.ts';
import type { LedBy, SitemapFetcher } from './sitemap-fetcher.ts';
import { sitemapLimits } from './sitemap-limits.ts';
import type { SitemapList } from './sitemap-list.ts';

/** A sitemap that is to be read. */
interface Waiting {
  readonly url: string;
  /** Null for one that a person named. */
  readonly ledBy: LedBy | null;
  /** The indices that lead to it, itself included. */
  readonly path: readonly string[];
}

const mostShown = 300;

/**
 * Reads sitemaps, those that they name too, in their order, and puts their pages into a list. Memory use does not
 * grow with the number of pages, and by some bytes for each sitemap. By sitemaps.org a sitemap names pages and
 * sitemaps of its own site alone, so that others are left out and counted; robots.txt may name sitemaps of any
 * site, and feeds pages of any site of the internet.
 */
export class SitemapWalk {
  readonly #fetcher: SitemapFetcher;
  readonly #list: SitemapList;
  readonly #onProgress: (progress: SitemapProgress) => void;
  readonly #leftOut = { match: 0, since: 0, otherSites: 0 };
  readonly #firstProblems: SitemapProblem[] = [];
  #lastProblem: SitemapProblem | null = null;
  #problems = 0;
  #sitemaps = 0;
  #pages = 0;
  #undated = 0;
  #waiting: Waiting[] = [];
  #seen = new Set<string>();

  constructor(
    fetcher: SitemapFetcher,
    list: SitemapList,
    onProgress: (progress: SitemapProgress) => void,
  ) {
    this.#fetcher = fetcher;
    this.#list = list;
    this.#onProgress = onProgress;
  }

  /** @throws TrawlError BAD_INPUT if nothing of it can be read */
  async read(source: Sitemap): Promise<void> {
    const before = this.#sitemaps;
    const { href } = new URL(source.url);
    this.#waiting = [{ url: href, ledBy: null, path: [href] }];
    this.#seen = new Set([href]);
    let next = this.#waiting.pop();
    for (let files = 0; next !== undefined; files += 1, next = this.#waiting.pop()) {
      if (files === sitemapLimits.files || this.#pages >= sitemapLimits.pages) {
        const waiting = formatQuantity(this.#waiting.length + 1, 'sitemap');
        this.#problem(next.url, `this is the limit; ${waiting} more were not read`);
        break;
      }
      await this.#visit(next, source);
      this.#tell();
    }
    if (this.#sitemaps > before) return;
    const { url, problem } = this.#lastProblem ?? { url: href, problem: '' };
    throw new TrawlError('BAD_INPUT', `${url}: ${problem}`);
  }

  get findings(): SitemapFindings {
    return {
      sitemaps: this.#sitemaps,
      pages: this.#pages,
      leftOut: { ...this.#leftOut },
      undated: this.#undated,
      problems: this.#problems,
      firstProblems: [...this.#firstProblems],
    };
  }

  async #visit(sitemap: Waiting, source: Sitemap): Promise<void> {
    const outcome = await this.#fetcher.fetch(sitemap.url, sitemap.ledBy);
    if (outcome.kind === 'failed') return this.#problem(sitemap.url, outcome.failure.message);
    const { page } = outcome;
    const sites = new Set([source.url, page.url].map((url) => siteOf(new URL(url).hostname)));
    const ledBy = { ledBy: page.url, ownOrigin: new URL(source.url).origin };
    const children: Waiting[] = [];
    let withoutAddress = 0;
    let firstWithout = 0;
    let entriesRead = 0;
    try {
      for await (const { entries, isFeed } of entriesOf(sitemap.url, page.body)) {
        for (const entry of entries) {
          entriesRead += 1;
          if (entry.address === null) {
            firstWithout ||= entry.line;
            withoutAddress += 1;
          } else if (entry.isSitemap) this.#addSitemap(entry, { sitemap, ledBy, sites, children });
          else
            this.#addPage(entry, { source, sitemap: sitemap.url, base: page.url, sites, isFeed });
        }
        await this.#list.flush();
        this.#tell(children.length);
      }
      this.#sitemaps += 1;
    } catch (error) {
      if (error instanceof TrawlError && error.code !== 'BAD_INPUT') throw error;
      const why = error instanceof Error ? error.message : String(error);
      if (entriesRead > 0) this.#sitemaps += 1;
      const used = formatQuantity(entriesRead, 'entry that is used', 'entries that are used');
      const before = entriesRead === 0 ? '' : `, after ${used}`;
      this.#problem(sitemap.url, `${why.replace(/\.$/, '')}${before}`);
    }
    if (withoutAddress > 0) {
      const count = formatQuantity(withoutAddress, 'entry has', 'entries have');
      this.#problem(sitemap.url, `${count} no address, the first at line ${firstWithout}`);
    }
    // The last is taken first.
    this.#waiting.push(...children.reverse());
  }

  #addSitemap(
    { address, line }: FeedEntry,
    by: {
      readonly sitemap: Waiting;
      readonly ledBy: LedBy;
      readonly sites: ReadonlySet<string>;
      readonly children: Waiting[];
    },
  ): void {
    const { sitemap, ledBy, sites, children } = by;
    const base = ledBy.ledBy;
    const named = shortened(address ?? '', mostShown);
    const url = URL.canParse(address ?? '', base) ? new URL(address ?? '', base) : null;
    if (url === null || !/^https?:$/.test(url.protocol)) {
      this.#problem(sitemap.url, `line ${line} names a sitemap that is no address: ${named}`);
      return;
    }
    if (url.href.length > sitemapLimits.addressChars) {
      const most = formatCount(sitemapLimits.addressChars);
      this.#problem(
        sitemap.url,
        `line ${line} names a sitemap whose address has more than ${most} characters, which was not read: ${named}`,
      );
      return;
    }
    const isByRobots = new URL(sitemap.url).pathname.endsWith('/robots.txt');
    if (!isByRobots && !sites.has(siteOf(url.hostname))) {
      this.#problem(
        sitemap.url,
        `line ${line} names a sitemap of another site, which was not read: ${named}`,
      );
    } else if (sitemap.path.includes(url.href)) {
      this.#problem(sitemap.url, `line ${line} leads back to a sitemap that leads here: ${named}`);
    } else if (sitemap.path.length > sitemapLimits.depth) {
      const depth = formatCount(sitemapLimits.depth);
      this.#problem(
        sitemap.url,
        `line ${line} names a sitemap below ${depth} indices, which was not read: ${named}`,
      );
    } else if (!this.#seen.has(url.href) && this.#seen.size <= sitemapLimits.files) {
      // One more is taken than are read, so that the end is said.
      this.#seen.add(url.href);
      children.push({ url: url.href, ledBy, path: [...sitemap.path, url.href] });
    }
  }

  #addPage(
    { address, changed }: FeedEntry,
    by: {
      readonly source: Sitemap;
      readonly sitemap: string;
      readonly base: string;
      readonly sites: ReadonlySet<string>;
      readonly isFeed: boolean;
    },
  ): void {
    const { source, sitemap, base, sites, isFeed } = by;
    const named = address ?? '';
    const isPath = named.startsWith('/') && URL.canParse(named, base);
    const text = isPath ? new URL(named, base).href : named;
    if (source.match !== undefined && !matchesAddress(text, source.match)) {
      this.#leftOut.match += 1;
      return;
    }
    // What is no address stands in the list, which says so.
    const host = URL.canParse(text) ? new URL(text).hostname : null;
    if (host !== null && !sites.has(siteOf(host))) {
      if (!isFeed || kindOfHost(host) !== 'public') {
        this.#leftOut.otherSites += 1;
        return;
      }
    }
    if (source.since !== undefined) {
      const changedMs = changed === null ? Number.NaN : Date.parse(changed);
      if (changedMs < Date.parse(source.since)) {
        this.#leftOut.since += 1;
        return;
      }
      if (Number.isNaN(changedMs)) this.#undated += 1;
    }
    this.#list.add(text, changed, sitemap);
    this.#pages += 1;
  }

  #problem(url: string, problem: string): void {
    this.#problems += 1;
    const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1).replace(/\.$/, '')}.`;
    this.#lastProblem = { url: shortened(url, mostShown), problem: sentence };
    if (this.#firstProblems.length < sitemapLimits.problemsKept) {
      this.#firstProblems.push(this.#lastProblem);
    }
  }

  #tell(more = 0): void {
    const waiting = this.#waiting.length + more;
    this.#onProgress({ sitemaps: this.#sitemaps, pages: this.#pages, waiting });
  }
}
