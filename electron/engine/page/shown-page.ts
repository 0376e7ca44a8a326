import { TrawlError } from '#shared/errors/trawl-error.ts';
import { decodeBody } from './charset.ts';
import { openPage, type RawPage } from './raw-page.ts';

/**
 * A page in the form in which a browser shows it as the engine reads it, in UTF-8.
 *
 * @param encoding the one that the job names for all its pages
 * @throws TrawlError BAD_INPUT if it is no HTML
 */
export function shownPage(raw: RawPage, encoding: string | undefined): Uint8Array {
  const opened = openPage(raw, encoding);
  if (opened.kind !== 'html') {
    throw new TrawlError(
      'BAD_INPUT',
      'This page is not HTML: there is nothing in it to show or to point at.',
    );
  }
  return Buffer.from(withoutShadowRoots(decodeBody(raw.body, opened.encoding)));
}

/**
 * A browser would take a template with this attribute out of its parent, and show its contents in place of the
 * parent's own. The engine reads it as a template like others.
 */
function withoutShadowRoots(html: string): string {
  return html.replaceAll(/shadowrootmode/gi, 'data-$&');
}
