import { decodeBody } from './charset.ts';
import type { RawPage } from './raw-page.ts';
import { eachStartTag } from './start-tags.ts';

/** The start tag of `<html>` stands at the very beginning; no more is looked at than this. */
const lookedAtBytes = 8192;

/**
 * The language of a page of HTML as its `<html lang>` names it, unchecked; null if it names none. It costs no
 * pass over the page: only the text before the head is read.
 */
export function pageLanguage({ body }: Pick<RawPage, 'body'>, encoding: string): string | null {
  const start = decodeBody(body.subarray(0, lookedAtBytes), encoding);
  // Browsers of old were sent an `<html>` of their own in comments, which the tokenizer leaves out.
  const end = /<(?:head|body|title|meta)[\s>]/i.exec(start)?.index ?? start.length;
  let language: string | null = null;
  let isFirst = true;
  eachStartTag(start.slice(0, end), (name, attributes) => {
    if (name !== 'html') return;
    // A second tag adds only the attributes that the first one does not have (HTML standard, "in body").
    if (isFirst || language === null) language = attributes.get('lang')?.trim() || null;
    isFirst = false;
  });
  return language;
}
