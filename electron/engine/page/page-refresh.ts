import { decodeBody, sniffEncoding } from './charset.ts';
import { documentKind } from './document-kind.ts';
import { mayHoldRefresh, metaRefreshes } from './meta-refresh.ts';
import { parseRefresh } from './parse-refresh.ts';
import type { RawPage } from './raw-page.ts';
import { baseFrom, resolveLink } from './resolve-link.ts';

/** The address to which a page forwards without a click, and the source of that instruction. */
export interface Refresh {
  /** An absolute address, of any scheme. */
  readonly to: string;
  readonly delayS: number;
  readonly by: 'header' | 'meta';
}

/**
 * A page that is shown for longer is meant to be read: a later forward is a slide show, the end of a session
 * or the next issue of the news. Pages that only lead to another one do so within a few seconds.
 */
export const longestDelayS = 30;

/**
 * The refresh of a page that browsers would carry out, however late. As in Chromium the shortest delay
 * counts, and of equal ones the last; invalid addresses and `javascript:` have no effect.
 *
 * @param header the `Refresh` header, which is relative to the page's address, whatever its `<base>`
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

/** In UTF-16, letters are no single bytes that could be searched for. */
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
