/** A line longer than this is no URL; it is not searched either, so that it cannot cost much. */
export const maxLineLength = 100_000;

/** What nearly every line is: it needs none of the searching below. */
const plainUrl = /^https?:\/\/[\w\-.~:/?#@!$&*+=%]+$/i;
const invisible = /[\uFEFF\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069]/g;
const htmlLink = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const markdownLink = /\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+"[^"]*")?\s*\)/g;
const listMark = /^(?:[-*+•‣–—·]|\(?\d{1,9}[.)])\s+/;

/**
 * The texts in a line that are meant as URLs: people paste from mail, Markdown, HTML, spreadsheets
 * and numbered lists. An empty list: the line holds nothing (blank, or a comment with `#`). A line
 * without anything like a URL comes back as it is, so that the reason why it is none can be told.
 */
export function findUrls(line: string): readonly string[] {
  if (plainUrl.test(line)) return [line];
  const text = line.replace(invisible, '').trim();
  if (text === '' || text.startsWith('#')) return [];

  if (/<a\s/i.test(text)) {
    const links = [...text.matchAll(htmlLink)].map(
      (match) => match[1] ?? match[2] ?? match[3] ?? '',
    );
    if (links.length > 0) return links.map(unescapeHtml).filter((link) => link !== '');
  }
  const markdown = [...text.matchAll(markdownLink)].map((match) => match[1] ?? '');
  if (markdown.length > 0) return markdown.filter((link) => link !== '');

  const bare = text.replace(listMark, '');
  const tokens = bare
    .split(/[\s|]+|[,;](?=["']?https?:\/\/)|(?<=["'])[,;](?=["'])/i)
    .map(strip)
    .filter((token) => token !== '')
    // A URL at the end of a sentence; one that stands alone may end in a full stop.
    .map((token, _index, { length }) => (length > 1 ? token.replace(/\.$/, '') : token));
  if (tokens.length <= 1) return tokens.length === 1 ? tokens : [text];
  const withScheme = tokens.filter((token) => /^https?:\/\//i.test(token));
  if (withScheme.length > 0) return withScheme;
  const like = tokens.filter((token) => /^[^\s@:/]+\.[a-z]{2,}(?:[:/?#]|$)/i.test(token));
  return like.length > 0 ? like : [text];
}

/** `[2001:db8::1]:8080/x`: its bracket is no quotation. */
const ipv6Host = /^\[[0-9a-f:.]*:[0-9a-f:.]*\](?::\d+)?(?:[/?#]|$)/i;

/** Takes quotes, brackets and list commas off the ends, but not a bracket that belongs to the URL. */
function strip(token: string): string {
  const quotes = token.replace(/[>"'`“”‘’»,;]+$/, '');
  let text = ipv6Host.test(quotes) ? quotes : quotes.replace(/^[<"'`“”‘’«([{]+(?=[^\]]|$)/, '');
  if (text.endsWith(')') && !text.includes('(')) text = text.slice(0, -1);
  if (text.endsWith('}') && !text.includes('{')) text = text.slice(0, -1);
  if (text.endsWith(']') && !text.includes('[')) text = text.slice(0, -1);
  return text.replace(/[,;]+$/, '');
}

function unescapeHtml(text: string): string {
  return text.trim().replace(/&amp;/gi, '&').replace(/&#38;/g, '&');
}
