import { decodeBody } from './charset.ts';
import { findWord } from './find-word.ts';
import type { RawPage } from './raw-page.ts';
import { eachStartTag } from './start-tags.ts';

const word = 'password';
const find = findWord(word);

/**
 * Whether a page of HTML has a field for a password (`<input type=password>`). Most pages do not hold the
 * word, and are told by their bytes.
 */
export function hasPasswordField({ body }: Pick<RawPage, 'body'>, encoding: string): boolean {
  // In UTF-16, letters are no single bytes that could be searched for.
  if (!encoding.startsWith('utf-16') && find(body, 0) < 0) return false;
  let found = false;
  eachStartTag(decodeBody(body, encoding), (name, attributes) => {
    if (name === 'input' && attributes.get('type')?.toLowerCase() === word) found = true;
  });
  return found;
}
