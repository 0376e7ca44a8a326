import type { ExtractOutcome } from '#engine/ports/extractor.ts';
import type { RawPage } from '../page/raw-page.ts';
import { recordOf } from '../pages/warc-record.ts';

/**
 * Packs a page that is to be kept, here, where its bytes are: packing takes longer than reading most pages.
 * Pages that could not be read are kept too: other fields may be able to.
 */
export function withRecord(page: RawPage, outcome: ExtractOutcome): ExtractOutcome {
  return page.keep === undefined ? outcome : { ...outcome, kept: recordOf(page, page.keep) };
}
