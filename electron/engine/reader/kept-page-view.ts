import type { KeptPageView } from '#shared/engine-protocol/results.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { decodeBody } from '../page/charset.ts';
import { headerEntries, readable } from '../page/header-lines.ts';
import { openPage } from '../page/raw-page.ts';
import { pageFileOf } from '../pages/page-file.ts';
import { readRecord, type StoredPage } from '../pages/read-record.ts';
import { KeptPageIndex, type KeptPlace } from '../store/kept-page-index.ts';
import { runFileBeside } from '../store/run-names.ts';
import { storageError } from '../store/storage-error.ts';
import { bytesAt } from './bytes-at.ts';

/** Enough to look into a page; a text of many megabytes would hold the window up. */
const mostCharacters = 500_000;

/**
 * The page of a request as it was kept, for a person to look at. Never throws for a page that is not there: the
 * reason is part of the answer.
 *
 * @throws TrawlError NOT_FOUND if the run, or the one whose pages it has read again, is deleted
 */
export async function readKeptPage(runFile: string, requestId: number): Promise<KeptPageView> {
  const index = new KeptPageIndex(runFile);
  try {
    const { readsFrom } = index.meta;
    if (readsFrom !== null) return await readKeptPage(runFileBeside(runFile, readsFrom), requestId);
    const place = index.find(index.fetchedId(requestId));
    if (place.kind === 'not-kept') return { kind: 'not-kept', reason: place.reason };
    const page = await keptPage(pageFileOf(runFile), place);
    if (page.kind === 'not-kept') return page;
    const { body, url, contentType, status, headers, answeredAtMs, isRendered } = page;
    const opened = openPage({ body, url, contentType }, index.meta.rules.options?.encoding);
    const text = opened.kind === 'failed' ? null : decodeBody(body, opened.encoding);
    return {
      kind: 'kept',
      url,
      status,
      headers: headerEntries(headers).map(([name, value]) => [name, readable(value)]),
      answeredAtMs,
      isRendered,
      source: text === null ? null : text.slice(0, mostCharacters),
      isCut: (text?.length ?? 0) > mostCharacters,
    };
  } finally {
    index.close();
  }
}

type Found =
  | ({ readonly kind: 'found' } & StoredPage)
  | Extract<KeptPageView, { kind: 'not-kept' }>;

/** The file can be deleted or damaged while its run remains. */
async function keptPage(file: string, place: Extract<KeptPlace, { kind: 'kept' }>): Promise<Found> {
  try {
    const page = await readRecord(await bytesAt(file, place), place.digest);
    return { kind: 'found', ...page };
  } catch (error) {
    const known = storageError(error, file);
    if (!(known instanceof TrawlError)) throw known;
    return { kind: 'not-kept', reason: known.message.replace(/\.$/, '') };
  }
}
