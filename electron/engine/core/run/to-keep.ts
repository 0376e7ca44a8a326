import type { FetchedPage } from '../../ports/fetcher.ts';
import type { PageToKeep } from '../../ports/kept-page.ts';

/** What the record of a page says of its fetch; undefined if the page is not to be kept. */
export function toKeep({ keep, trace, isRendered }: FetchedPage): PageToKeep | undefined {
  const { status, headers, answeredAtMs } = trace;
  if (keep === undefined || status === null || answeredAtMs === null) return undefined;
  return { ...keep(), status, headers, answeredAtMs, isRendered: isRendered ?? false };
}
