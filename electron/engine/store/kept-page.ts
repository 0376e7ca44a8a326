import { readRecord } from '../pages/read-record.ts';
import type { FetchedPage, FetchTrace } from '../ports/fetcher.ts';
import type { KeptPlace } from './kept-page-index.ts';

/**
 * The page of a request out of its record, as the fetch gave it that brought it.
 *
 * @param packed the bytes of the record at `place`
 * @throws TrawlError FILE_ERROR if the record is damaged
 */
export async function pageOf(
  place: Extract<KeptPlace, { kind: 'kept' }>,
  packed: Uint8Array,
): Promise<FetchedPage & { readonly trace: { readonly status: number } }> {
  const page = await readRecord(packed, place.digest);
  const { url, headers, contentType, answeredAtMs, status, body, isRendered } = page;
  const { attempts, ...fetch } = place.fetch;
  const trace: FetchTrace & { readonly status: number } = {
    ...fetch,
    attempt: attempts,
    status: fetch.status ?? status,
    headers,
    contentType,
    answeredAtMs,
  };
  return { url, trace, body, ...(isRendered && { isRendered: true as const }) };
}
