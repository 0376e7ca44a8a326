import { Parser } from 'htmlparser2';

/** One entry of a sitemap or feed. */
export interface FeedEntry {
  /** The line of the file with its address, or if it has none, the line on which it begins. */
  readonly line: number;
  /** Null if the entry has no address. */
  readonly address: string | null;
  /** The address leads to another sitemap. */
  readonly isSitemap: boolean;
  /** When the page changed, as it is written; null if the entry does not say. */
  readonly changed: string | null;
}

/** Elements that are entries: of sitemaps.org, RSS (and RDF), Atom (RFC 4287). */
const entryNames = new Set(['url', 'sitemap', 'item', 'entry']);

/** Elements with the time of the last change: of sitemaps.org, Atom, RSS, Dublin Core. The first ranks lowest. */
const timeNames = ['date', 'pubDate', 'published', 'updated', 'lastmod'];

/**
 * The entries of a sitemap, an index of sitemaps, an RSS or an Atom feed, piece by piece. Prefixes of names
 * are ignored; an address counts only directly inside its entry, so that pictures and other languages of a
 * page are not taken as pages.
 */
export class FeedParser {
  readonly #parser: Parser;
  #entries: FeedEntry[] = [];
  /** Local names of the open elements. */
  readonly #path: string[] = [];
  #entryDepth = 0;
  #entryLine = 0;
  #entryName = '';
  #changed: { readonly text: string; readonly rank: number } | null = null;
  #timeRank = 0;
  #root: string | null = null;
  #declaresEntities = false;
  #attributes = 0;
  #address: { readonly text: string; readonly line: number; readonly rank: number } | null = null;
  #text: string | null = null;
  #textLine = 0;
  #textRank = 0;
  #piece = '';
  #pieceStart = 0;
  /** The position up to which lines are counted. */
  #countedTo = 0;
  #line = 1;

  constructor() {
    this.#parser = new Parser(
      {
        onopentag: (name, attributes) => this.#open(localName(name), attributes),
        onattribute: () => {
          this.#attributes += 1;
        },
        ontext: (text) => {
          if (this.#text !== null && this.#text.length < 100_000) this.#text += text;
        },
        onclosetag: () => this.#close(),
        onprocessinginstruction: (name, data) => {
          this.#declaresEntities ||= /^!(?:doctype|entity)/i.test(name) && /!ENTITY/i.test(data);
        },
      },
      { xmlMode: true },
    );
  }

  /** The name of the outermost element; null before it has begun. */
  get root(): string | null {
    return this.#root;
  }

  /** The number of open elements: more than none at the end of a file that breaks off. */
  get depth(): number {
    return this.#path.length;
  }

  /** The attributes so far of the tag that is read. */
  get attributes(): number {
    return this.#attributes;
  }

  /** The line that is read. */
  get line(): number {
    return this.#line;
  }

  /** The file has entities of its own. They are not replaced, since they can be made to grow without end. */
  get declaresEntities(): boolean {
    return this.#declaresEntities;
  }

  /** The entries that `text` ends. */
  push(text: string): FeedEntry[] {
    this.#piece = text;
    this.#parser.write(text);
    this.#countLines(this.#pieceStart + text.length);
    this.#pieceStart += text.length;
    return this.#taken();
  }

  end(): FeedEntry[] {
    this.#piece = '';
    this.#parser.end();
    return this.#taken();
  }

  #taken(): FeedEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#attributes = 0;
    this.#path.push(name);
    this.#root ??= name;
    this.#countLines(this.#parser.startIndex);
    if (this.#entryDepth === 0) {
      if (!entryNames.has(name)) return;
      this.#entryDepth = this.#path.length;
      this.#entryLine = this.#line;
      this.#entryName = name;
      this.#address = null;
      this.#changed = null;
    } else if (this.#path.length === this.#entryDepth + 1) {
      if (name === 'link' && attributes['href'] !== undefined) {
        const relation = attributes['rel'] ?? 'alternate';
        if (relation === 'alternate') this.#offer(attributes['href'], this.#line, 3);
        return;
      }
      this.#textRank = rankOf(name, attributes);
      this.#timeRank = timeNames.indexOf(name) + 1;
      if (this.#textRank > 0 || this.#timeRank > 0) this.#text = '';
    }
  }

  #close(): void {
    if (this.#text !== null && this.#path.length === this.#entryDepth + 1) {
      this.#countLines(this.#parser.startIndex);
      this.#textLine = this.#line - lineBreaks(this.#text.trimStart());
      const text = this.#text.trim();
      if (text !== '' && this.#timeRank > (this.#changed?.rank ?? 0)) {
        this.#changed = { text, rank: this.#timeRank };
      }
      if (text !== '') this.#offer(text, this.#textLine, this.#textRank);
      this.#text = null;
    } else if (this.#path.length === this.#entryDepth) {
      const { text: address = null, line = this.#entryLine } = this.#address ?? {};
      const isSitemap = this.#entryName === 'sitemap';
      this.#entries.push({ line, address, isSitemap, changed: this.#changed?.text ?? null });
      this.#entryDepth = 0;
    }
    this.#path.pop();
  }

  #offer(text: string, line: number, rank: number): void {
    if (rank > (this.#address?.rank ?? 0)) this.#address = { text, line, rank };
  }

  /** Each character of a piece is checked only once: the positions that are asked for only grow. */
  #countLines(to: number): void {
    const end = Math.min(to - this.#pieceStart, this.#piece.length);
    let at = Math.max(0, this.#countedTo - this.#pieceStart);
    for (; at < end; at += 1) {
      const sign = this.#piece.charCodeAt(at);
      if (sign === 0x0a || (sign === 0x0d && this.#piece.charCodeAt(at + 1) !== 0x0a)) {
        this.#line += 1;
      }
    }
    this.#countedTo = Math.max(this.#countedTo, this.#pieceStart + at);
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Above that of another language of the page, which is a `link` with its address as an attribute. */
function rankOf(name: string, attributes: Readonly<Record<string, string>>): number {
  if (name === 'loc') return 4;
  if (name === 'link') return 3;
  return isPermaLink(name, attributes) ? 1 : 0;
}

function isPermaLink(name: string, attributes: Readonly<Record<string, string>>): boolean {
  return name === 'guid' && attributes['isPermaLink'] !== 'false';
}

function lineBreaks(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1;
}
