import type { ExtractOutcome } from '#engine/ports/extractor.ts';
import type { RawPage } from '../page/raw-page.ts';
import { recordBeside, recordOf } from '../pages/warc-record.ts';

/**
 * Packs a page that is to be kept, here, where its bytes are: packing takes longer than reading most pages.
 * Pages that could not be read are kept too: other fields may be able to.
 */
export function withRecord(page: RawPage, outcome: ExtractOutcome): ExtractOutcome {
  return page.keep === undefined ? outcome : { ...outcome, kept: recordOf(page, page.keep) };
}

/** The same where the loop has other work: a page that takes long to pack is packed beside it. */
export async function withRecordBeside(
  page: RawPage,
  outcome: ExtractOutcome,
): Promise<ExtractOutcome> {
  if (page.keep === undefined || page.body.byteLength < packedAtOnceBytes) {
    return withRecord(page, outcome);
  }
  return { ...outcome, kept: await recordBeside(page, page.keep) };
}

/** Packed in less than half a millisecond. */
const packedAtOnceBytes = 32_768;
