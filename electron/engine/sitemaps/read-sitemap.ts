import { formatCount } from '#shared/format.ts';
import { type FeedEntry, FeedParser } from '../input/feed-parser.ts';
import { textOfSitemap } from './unpack-sitemap.ts';

/** The entries of one piece of a sitemap. */
export interface SitemapPiece {
  readonly entries: readonly FeedEntry[];
  /** The pages of a feed may be those of other sites. */
  readonly isFeed: boolean;
}

interface SitemapFormat {
  readonly isFeed: boolean;
  push(text: string): readonly FeedEntry[];
  /** @throws Error if the file is no sitemap, or breaks off */
  end(): readonly FeedEntry[];
}

/** The form of a file is decided by its beginning. */
const startChars = 1024;

/** Looking for the beginning of a file again with each piece of blanks would take a time that grows with their square. */
const mostBlanks = 65_536;

/**
 * The entries of a file that is a sitemap or an index of sitemaps (sitemaps.org), an RSS or Atom feed, a text
 * file of addresses, or a robots.txt, whose `Sitemap` lines are entries. Its content decides, and not its type:
 * servers send sitemaps as everything.
 *
 * @throws Error after the entries that could be read: its message says why the rest could not, without a full stop
 */
export async function* entriesOf(url: string, body: Uint8Array): AsyncGenerator<SitemapPiece> {
  let start = '';
  let format: SitemapFormat | null = null;
  for await (const text of textOfSitemap(body)) {
    if (format === null) {
      start += text;
      const withoutBlanks = start.trimStart().length;
      if (start.length - withoutBlanks > mostBlanks) {
        throw new Error(`it begins with more than ${formatCount(mostBlanks)} blanks`);
      }
      if (withoutBlanks < startChars) continue;
      format = formatOf(url, start);
      yield { entries: format.push(start), isFeed: format.isFeed };
    } else {
      yield { entries: format.push(text), isFeed: format.isFeed };
    }
  }
  if (format === null) {
    format = formatOf(url, start);
    yield { entries: format.push(start), isFeed: format.isFeed };
  }
  yield { entries: format.end(), isFeed: format.isFeed };
}

/** @throws Error for what is clearly something else */
function formatOf(url: string, start: string): SitemapFormat {
  const text = start.replace(/^[\ufeff\s]+/, '');
  if (text === '') throw new Error('the file is empty');
  if (new URL(url).pathname.endsWith('/robots.txt')) return robotsFormat();
  if (/^<!doctype\s+html|^<html[\s>]/i.test(text)) {
    throw new Error('this is a web page, and no sitemap');
  }
  if (text.startsWith('<')) return xmlFormat();
  if (/^https?:\/\//i.test(text)) return textFormat();
  throw new Error('this is neither XML nor a text with an address on each line');
}

const feedRoots = ['rss', 'feed', 'RDF'];
const roots = ['urlset', 'sitemapindex', ...feedRoots];

const mostDepth = 100;
const mostAttributes = 1000;

function xmlFormat(): SitemapFormat {
  const parser = new FeedParser();
  const check = (): void => {
    if (parser.declaresEntities) {
      throw new Error('it declares entities of its own, which no sitemap needs');
    }
    // Each costs memory, and htmlparser2 a time that grows with the square of the depth.
    if (parser.depth > mostDepth) {
      throw new Error(`line ${parser.line} has more than ${mostDepth} elements within one another`);
    }
    if (parser.attributes > mostAttributes) {
      throw new Error(
        `line ${parser.line} has an element with more than ${mostAttributes} attributes`,
      );
    }
    if (parser.root === null || roots.includes(parser.root)) return;
    const isPage = parser.root.toLowerCase() === 'html';
    throw new Error(
      isPage
        ? 'this is a web page, and no sitemap'
        : `this XML is no sitemap: its outermost element is <${parser.root.slice(0, 50)}>`,
    );
  };
  return {
    get isFeed() {
      return feedRoots.includes(parser.root ?? '');
    },
    push(text) {
      const entries = parser.push(text);
      check();
      return entries;
    },
    end() {
      check();
      if (parser.root === null) throw new Error('this XML has no element');
      if (parser.depth > 0) throw new Error(`it breaks off at line ${parser.line}`);
      return parser.end();
    },
  };
}

/** Entries by line, for text files of addresses (sitemaps.org) and for robots.txt (RFC 9309, section 2.2.4). */
function lineFormat(addressIn: (line: string) => string | null, isSitemap: boolean): SitemapFormat {
  let rest = '';
  let line = 0;
  let found = 0;
  const entries = (lines: readonly string[]): FeedEntry[] =>
    lines.flatMap((text) => {
      line += 1;
      const address = addressIn(text.trim());
      if (address === null) return [];
      found += 1;
      return [{ line, address, isSitemap, changed: null }];
    });
  return {
    isFeed: false,
    push(text) {
      const lines = (rest + text).split(/\r\n|\r|\n/);
      rest = lines.pop() ?? '';
      // A line without an end would be searched again with each piece.
      if (rest.length > 1_000_000) throw new Error(`line ${line + lines.length + 1} has no end`);
      return entries(lines);
    },
    end() {
      const last = entries([rest]);
      if (found === 0) throw new Error('it names no sitemap');
      return last;
    },
  };
}

const textFormat = (): SitemapFormat => lineFormat((line) => (line === '' ? null : line), false);

const robotsFormat = (): SitemapFormat =>
  lineFormat((line) => /^sitemap\s*:\s*([^\s#]+)/i.exec(line)?.[1] ?? null, true);
