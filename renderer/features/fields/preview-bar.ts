import type { PreviewPage } from '#shared/engine-protocol/preview.ts';
import { formatDateTime } from '#shared/format.ts';
import type { FailedPage } from './preview-store.ts';

interface BarParts {
  /** Null while the address in the bar is not edited. */
  readonly typed: string | null;
  readonly failed: FailedPage | null;
  readonly page: Pick<PreviewPage, 'url' | 'isKept'> | null;
  readonly sample: readonly string[];
}

/** The address in the bar: the page that was asked for last stays there, also where it could not be fetched. */
export function barUrl({ typed, failed, page, sample }: BarParts): string {
  return typed ?? failed?.url ?? page?.url ?? sample[0] ?? '';
}

/** "As it was kept on Nov 28, 14:03." */
export function keptWords(
  { fetchedAtMs }: Pick<PreviewPage, 'fetchedAtMs'>,
  nowMs?: number,
): string {
  return `As it was kept on ${formatDateTime(fetchedAtMs, nowMs)}.`;
}

/** The alert about a page that could not be fetched. It names the earlier page whose values stay below it. */
export function failedSentence({ url, message }: FailedPage, page: BarParts['page']): string {
  const reason = `This page could not be fetched. ${message}`;
  if (page === null) return reason;
  return page.url === url
    ? `${reason} Below is the page as it was ${page.isKept ? 'kept' : 'fetched before'}.`
    : `${reason} Below is still the page before it: ${page.url}`;
}
