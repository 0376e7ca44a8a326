import { decodeBody, sniffEncoding } from './charset.ts';
import { documentKind } from './document-kind.ts';
import { mayHoldRefresh, metaRefreshes } from './meta-refresh.ts';
import { parseRefresh } from './parse-refresh.ts';
import type { RawPage } from './raw-page.ts';
import { baseFrom, resolveLink } from './resolve-link.ts';

/** Where a page leads by itself, and what says so. */
export interface Refresh {
  /** An absolute address, of any scheme. */
  readonly to: string;
  readonly delayS: number;
  readonly by: 'header' | 'meta';
}

/**
 * A page that shows for longer is there to be read: what goes on later is a slide show, the end of a
 * session or the next issue of the news. What leads to another page says so within a few seconds.
 */
export const longestDelayS = 30;

/**
 * The refresh of a page that browsers would carry out, however late. As in Chromium the shortest delay
 * counts, and of equal ones the last; an address that is none, and `javascript:`, ask for nothing.
 *
 * @param header the `Refresh` header, which is relative to the page's address whatever its base is
 */
export function refreshOf(page: RawPage, header: string | undefined): Refresh | null {
  let next: Refresh | null = null;
  const add = (text: string, base: string, encoding: string, by: Refresh['by']): void => {
    const declared = parseRefresh(text);
    if (declared === null) return;
    const { delayS, address } = declared;
    const to = resolveLink(address, { url: base, encoding });
    if (!URL.canParse(to) || to.startsWith('javascript:')) return;
    if (next === null || delayS <= next.delayS) next = { to, delayS, by };
  };
  if (header !== undefined) add(header, page.url, 'utf-8', 'header');
  if (isWide(page) || mayHoldRefresh(page.body)) {
    const { body, contentType, url } = page;
    const encoding = sniffEncoding(body, contentType);
    if (isHtml(page, encoding)) {
      for (const { content, base } of metaRefreshes(decodeBody(body, encoding))) {
        add(content, baseFrom(base, url), encoding, 'meta');
      }
    }
  }
  return next;
}

/** UTF-16, whose letters are no bytes that could be searched. */
function isWide({ body, contentType }: RawPage): boolean {
  const [first, second] = body;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return hasMark || /utf-?16/i.test(contentType ?? '');
}

/** Only HTML has such elements, and XHTML, which is read like it here. */
function isHtml({ body, contentType }: RawPage, encoding: string): boolean {
  const kind = documentKind(body, contentType, encoding);
  return kind === 'html' || (kind === 'xml' && /xhtml/i.test(contentType ?? ''));
}
