import { JsonError, readWholeJson } from '../extract/sources/json/read-json.ts';
import { decodeBody, sniffEncoding } from '../page/charset.ts';
import { openPage, type RawPage } from '../page/raw-page.ts';
import { PickError } from '../selectors/element-path.ts';
import { JsonDocument } from '../selectors/json/json-place.ts';

/** Whether a page is shown as a tree: it says that it is JSON, or begins like it; servers often call it HTML. */
export function looksLikeJson(raw: RawPage): boolean {
  const opened = openPage(raw);
  if (opened.kind !== 'html' && opened.kind !== 'text') return false;
  if (/^[^;]*\bjson\b/i.test(raw.contentType ?? '')) return true;
  const [begin, end] = [raw.body.subarray(0, 200), raw.body.subarray(-200)].map((bytes) =>
    decodeBody(bytes, opened.encoding).trim(),
  );
  return /^(?:\{\s*["}]|\[\s*["[{\]\d])/.test(begin ?? '') && /[}\]]$/.test(end ?? '');
}

/** The page that was read last: a tree asks for its members again and again. */
let kept: { readonly id: string; readonly document: JsonDocument } | null = null;

/** @throws PickError where the page is no JSON; TooDeepError */
export function jsonDocument(raw: RawPage, encoding: string | undefined, id: string): JsonDocument {
  if (kept?.id === id) return kept.document;
  kept = null;
  const text = decodeBody(raw.body, sniffEncoding(raw.body, raw.contentType, encoding));
  try {
    const document = new JsonDocument(readWholeJson(text));
    kept = { id, document };
    return document;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PickError(
      `This page says that it is JSON, and cannot be read as such from character ${error.at + 1} on.`,
    );
  }
}
