import type { RawPage } from '../../page/raw-page.ts';
import { Insertion } from './insertion.ts';
import type { OnePassPlan } from './one-pass-plan.ts';
import { OpenElements } from './open-elements.ts';
import { PageReader } from './page-reader.ts';
import { SourceText } from './source-text.ts';
import { Tokenizer } from './tokenizer.ts';

export interface OnePassReading {
  /** The outcome that a tree would give; null: the page needs one. */
  readonly rows: string[][] | null;
  /** The rest of the page was left unread. */
  readonly stopped: boolean;
}

/** Reads an HTML page without a tree. */
export function readInOnePass(raw: RawPage, encoding: string, plan: OnePassPlan): OnePassReading {
  const source = new SourceText(raw.body, encoding);
  const open: OpenElements = new OpenElements(plan.names, (depth) => reader.onClose(depth));
  const reader = new PageReader(source, plan, open);
  const insertion = new Insertion(source, plan.names, open, reader);
  const tokenizer = new Tokenizer(source, plan.names, insertion);
  insertion.page.reread = (at, id, tag) => tokenizer.reread(at, id, tag);
  tokenizer.run();
  const stopped = reader.done;
  if (!stopped && !insertion.page.needsTree) insertion.end();
  const rows = insertion.page.needsTree ? null : reader.rows({ url: raw.url, encoding });
  return { rows, stopped };
}

/** The rows of an HTML page; null if it needs a tree. */
export function extractInOnePass(
  raw: RawPage,
  encoding: string,
  plan: OnePassPlan,
): string[][] | null {
  return readInOnePass(raw, encoding, plan).rows;
}
