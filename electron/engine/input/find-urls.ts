import { endOfUrl, isIpv6At, opensPair } from './end-of-url.ts';
import type { LineContent } from './line-content.ts';
import { linksOfMarkup, withoutTags } from './markup-links.ts';

/** A longer line is no URL; it is not searched either, so that it cannot cost much time. */
export const maxLineLength = 100_000;

/** The form of nearly all lines: they need none of the search below. */
const plainUrl = /^https?:\/\/[\w\-.~:/?#@!$+=%*]+$/i;
const schemeStart = /https?:[/\\]+/gi;
const invisible = /[\uFEFF\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069]/g;
const listMark = /^(?:[-*+•‣–—·>]|\(?\d{1,9}[.)])\s+/;
const wordLike = /[\p{L}\p{N}]/u;
const hostLike =
  /^(?:[^\s@:/?#[\]]+\.(?:\p{L}{2,}|xn--[a-z0-9-]+)|\d{1,3}(?:\.\d{1,3}){3}|localhost)(?:[:/?#]|$)/iu;

/** A text without invisible characters: direction marks and zero-width joiners. */
export function visible(text: string): string {
  return text.replace(invisible, '').trim();
}

/**
 * The texts in a line that are meant as URLs: people paste from mail, Markdown, HTML, spreadsheets and
 * numbered lists. A line without anything like a URL is returned unchanged, so that the reason can be
 * reported. The time is linear in the length of the line.
 */
export function findUrls(line: string): LineContent {
  if (plainUrl.test(line)) return { kind: 'texts', texts: [line], hasMore: false };
  const text = visible(line);
  if (text === '') return { kind: 'blank' };
  if (text.startsWith('#')) return { kind: 'comment' };

  const markup = linksOfMarkup(text);
  if (markup !== null) return markup;
  const bare = withoutTags(text).replace(listMark, '');
  const found = withScheme(bare) ?? withoutScheme(bare);
  return found ?? { kind: 'texts', texts: [text], hasMore: false };
}

/** Every `http://…` of a text, up to the usual end of a URL in text. */
function withScheme(text: string): LineContent | null {
  const pieces: { readonly from: number; readonly end: number }[] = [];
  schemeStart.lastIndex = 0;
  for (let match = schemeStart.exec(text); match !== null; match = schemeStart.exec(text)) {
    const from = match.index;
    const end = endOfUrl(text, from);
    pieces.push({ from, end });
    schemeStart.lastIndex = Math.max(end, from + match[0].length);
  }
  if (pieces.length === 0) return null;
  let after = 0;
  let hasMore = false;
  for (const { from, end } of pieces) {
    hasMore ||= wordLike.test(text.slice(after, from));
    after = end;
  }
  hasMore ||= wordLike.test(text.slice(after));
  const isAlone = pieces.length === 1 && !hasMore;
  const texts = pieces.map(({ from, end }) => tidyEnd(text.slice(from, end), isAlone));
  return { kind: 'texts', texts, hasMore };
}

/** Words that look like hosts, if the line has no scheme. */
function withoutScheme(text: string): LineContent | null {
  const words: string[] = [];
  for (let at = 0; at < text.length; ) {
    while (at < text.length && startsNoWord(text, at)) at += 1;
    if (at >= text.length) break;
    const end = Math.max(endOfUrl(text, at, true), at + 1);
    words.push(text.slice(at, end));
    at = end;
  }
  if (words.length === 0) return null;
  if (words.length === 1) {
    const [only = ''] = words;
    return { kind: 'texts', texts: [tidyEnd(only, true)], hasMore: false };
  }
  const like = words
    .map((word) => tidyEnd(word, false))
    .filter((word) => hostLike.test(word) || isIpv6At(word, 0));
  if (like.length === 0) return null;
  return { kind: 'texts', texts: like, hasMore: like.length < words.length };
}

function startsNoWord(text: string, at: number): boolean {
  return opensPair(text, at) || /[\s,;|'"`>)\]}”’»」』】》〉）、。，；]/.test(text.charAt(at));
}

/**
 * Commas, semicolons and quotes at the end belong to the line. So does the mark that ends a sentence if the
 * line has more text; a URL that is the whole line may end in one.
 */
function tidyEnd(text: string, isAlone: boolean): string {
  const marks = isAlone ? ',;\'"' : ',;\'".:!?…';
  let end = text.length;
  while (end > 1 && marks.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
