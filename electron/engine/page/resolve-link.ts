// Loads the multi-byte encodings, which `percentEncodeAfterEncoding` needs.
import '@exodus/bytes/encoding.js';
import { percentEncodeAfterEncoding } from '@exodus/bytes/whatwg.js';

/** The base of the links of a page, and the encoding that its forms and links use. */
export interface LinkBase {
  readonly url: string;
  /** The name in the Encoding standard, in lower case. */
  readonly encoding: string;
}

/**
 * The absolute address of a link, as in a browser: its query is encoded as its page is (URL standard, "query
 * state"), everything else as UTF-8. A text that cannot be an address is returned unchanged.
 */
export function resolveLink(link: string, { url, encoding }: LinkBase): string {
  const absolute = resolve(link, url);
  if (absolute === null) return link;
  const usesEncoding = !/^(?:utf-8|utf-16.*|replacement)$/.test(encoding);
  if (!usesEncoding || !/^(?:https?|ftp|file):/.test(absolute)) return absolute;
  return resolve(withEncodedQuery(link, encoding), url) ?? absolute;
}

/** The base URL (HTML standard, section 2.4.3) by the `href` of the page's first `<base href>`. */
export function baseFrom(href: string | undefined, pageUrl: string): string {
  const resolved = resolve(href ?? '', pageUrl);
  return resolved === null || /^(?:data|javascript):/.test(resolved) ? pageUrl : resolved;
}

function resolve(link: string, base: string): string | null {
  return URL.canParse(link, base) ? new URL(link, base).href : null;
}

function withEncodedQuery(link: string, encoding: string): string {
  const [, before = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(.*)$/s.exec(link) ?? [];
  const encoded = query.replace(/[^\0-\x7f]+/g, (text) =>
    percentEncodeAfterEncoding(encoding, text.toWellFormed(), ''),
  );
  return before + encoded + fragment;
}
