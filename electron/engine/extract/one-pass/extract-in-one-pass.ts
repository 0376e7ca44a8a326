import type { RawPage } from '../../page/raw-page.ts';
import type { OnePassPlan } from './one-pass-plan.ts';
import { PageReader } from './page-reader.ts';
import { Scanner } from './scanner.ts';
import { SourceText } from './source-text.ts';

/** The rows of an HTML page: what a tree would give, without one; null where this page needs one. */
export function extractInOnePass(
  raw: RawPage,
  encoding: string,
  plan: OnePassPlan,
): string[][] | null {
  const source = new SourceText(raw.body, encoding);
  const reader = new PageReader(source, plan);
  new Scanner(source, plan.names, reader).run();
  return reader.rows({ url: raw.url, encoding });
}
