import { TrawlError } from '#shared/errors/trawl-error.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import { owned } from '../page/owned.ts';
import { pageFileOf } from '../pages/page-file.ts';
import type { FetchedPage } from '../ports/fetcher.ts';
import type { WantedPage } from '../ports/kept-page.ts';
import { pageOf } from '../store/kept-page.ts';
import { KeptPageIndex, type KeptPlace } from '../store/kept-page-index.ts';
import { runFileBeside } from '../store/run-names.ts';
import { storageError } from '../store/storage-error.ts';
import { bytesAt } from './bytes-at.ts';

/**
 * The page of an address as a run has kept it, or the run whose pages this one reads again. Null where it has
 * not: the run is deleted, its list is still being read, the record is damaged.
 */
export async function findKeptPage(
  runFile: string,
  wanted: WantedPage,
): Promise<FetchedPage | null> {
  try {
    const index = new KeptPageIndex(runFile);
    let place: KeptPlace;
    try {
      const { readsFrom, rules } = index.meta;
      if (readsFrom !== null) return await findKeptPage(runFileBeside(runFile, readsFrom), wanted);
      if ((resolveOptions(rules.options).render !== 'never') !== wanted.renders) return null;
      place = index.findAddress(wanted.key);
    } finally {
      index.close();
    }
    if (place.kind === 'not-kept') return null;
    const page = await pageOf(place, await bytesAt(pageFileOf(runFile), place));
    return { ...page, body: owned(page.body) };
  } catch (error) {
    // The site can be asked instead.
    if (storageError(error, runFile) instanceof TrawlError) return null;
    throw error;
  }
}
