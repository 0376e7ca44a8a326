import { compileRules } from '../extract/compile-rules.ts';
import { extractAtOnce } from '../extract/extract-page.ts';
import { createExtractPool } from '../extract/extract-pool.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import { pathOf } from '../extract/one-pass/path-of.ts';
import { withRecordBeside } from '../extract/with-record.ts';
import type { RawPage } from '../page/raw-page.ts';
import type { ExtractedPage, ExtractOutcome, Extractor } from '../ports/extractor.ts';

export type PageExtractor = (page: RawPage) => Promise<ExtractedPage>;

/**
 * Reads the pages of a worker: at once if that cannot hang, which holds for nearly every job; otherwise in
 * a thread of its own, which can be ended, so that a page that hangs blocks nothing else.
 */
export function createPageExtractor(rules: ExtractRules, deadlineMs: number): PageExtractor {
  // Expressions of other languages are read in the thread alone, and loaded there alone.
  const { next } = rules;
  const isOther = next !== undefined && ('xpath' in next || 'json' in next);
  const compiled = pathOf(rules).path === 'one-pass' && !isOther ? compileRules(rules) : null;
  let apart: Extractor | null = null;
  const readApart = (page: RawPage): Promise<ExtractOutcome> => {
    apart ??= createExtractPool({ rules, size: 1, deadlineMs });
    return apart.extract(page);
  };
  return async (page) => {
    const beganMs = performance.now();
    const read = compiled && extractAtOnce(page, compiled);
    const outcome = await (read === null ? readApart(page) : withRecordBeside(page, read));
    return { outcome, extractMs: performance.now() - beganMs };
  };
}
