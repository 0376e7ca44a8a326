import type { LineContent } from './line-content.ts';

/** `<a …>`, `</loc>`, `<image:loc>`; not `<https://…>`. No angle bracket may be inside. */
const tag = /<\/?(?!https?:)([a-z][a-z0-9:-]*)(?=[\s/>])([^<>]*)>/gi;
const link = /\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const cdata = /<!\[CDATA\[|\]\]>/g;

/**
 * The links of a line of copied HTML: those of `<a>`, or if it has none, those of any other tag. Null if no
 * tag has a link.
 */
export function linksOfMarkup(text: string): LineContent | null {
  if (!text.includes('<')) return null;
  const anchors: string[] = [];
  const others: string[] = [];
  for (const [, name = '', attributes = ''] of text.matchAll(tag)) {
    const found = /^a(?:rea)?$/i.test(name) ? anchors : others;
    for (const [, double, single, plain] of attributes.matchAll(link)) {
      const value = (double ?? single ?? plain ?? '').trim();
      if (value !== '') found.push(value);
    }
  }
  const texts = anchors.length > 0 ? anchors : others;
  return texts.length === 0 ? null : { kind: 'texts', texts, hasMore: false };
}

/** A text with a blank in place of every tag. */
export function withoutTags(text: string): string {
  return text.includes('<') ? text.replace(cdata, ' ').replace(tag, ' ').trim() : text;
}

/** `&amp;` of copied HTML and XML is `&`: no URL contains it literally. */
export function unescapeAmp(text: string): string {
  return text.includes('&') ? text.replace(/&(?:amp|#38|#x26);/gi, '&') : text;
}
