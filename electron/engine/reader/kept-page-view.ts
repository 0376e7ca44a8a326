import type { PageSource } from '#shared/engine-protocol/preview.ts';
import type { KeptPageView } from '#shared/engine-protocol/results.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { decodeBody } from '../page/charset.ts';
import { headerEntries, readable } from '../page/header-lines.ts';
import { openPage } from '../page/raw-page.ts';
import { shownPage } from '../page/shown-page.ts';
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
  const { page, encoding } = await find(runFile, requestId);
  if (page.kind === 'not-kept') return page;
  const { url, status, headers, answeredAtMs, isRendered } = page;
  const opened = openPage(page, encoding);
  const text = opened.kind === 'failed' ? null : decodeBody(page.body, opened.encoding);
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
}

/**
 * The same page for the page view.
 *
 * @throws TrawlError NOT_FOUND if it is not kept, BAD_INPUT if it is no HTML
 */
export async function readKeptSource(runFile: string, requestId: number): Promise<PageSource> {
  const { page, encoding } = await find(runFile, requestId);
  if (page.kind === 'not-kept') {
    throw new TrawlError('NOT_FOUND', `This page is not kept: ${page.reason}.`);
  }
  return { url: page.url, html: shownPage(page, encoding), isKept: true };
}

interface FoundPage {
  readonly page: Found;
  /** The one that the job named. */
  readonly encoding: string | undefined;
}

async function find(runFile: string, requestId: number): Promise<FoundPage> {
  const index = new KeptPageIndex(runFile);
  try {
    const { readsFrom, rules } = index.meta;
    if (readsFrom !== null) return await find(runFileBeside(runFile, readsFrom), requestId);
    const place = index.find(index.fetchedId(requestId));
    const page = place.kind === 'kept' ? await keptPage(pageFileOf(runFile), place) : place;
    return { page, encoding: rules.options?.encoding };
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
