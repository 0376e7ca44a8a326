import { Tokenizer } from 'htmlparser2';
import { silentTokens } from '../../page/silent-tokens.ts';

/*
 * Character references are decoded by htmlparser2's own Tokenizer, so that they come out as in a tree,
 * whatever its rules on missing semicolons are. Only texts with a "&" that are wanted come here.
 */

/** Text between two tags. */
export function decodeText(text: string): string {
  // A "<" that begins no tag is text by itself; behind it the Tokenizer would look for a name.
  return text.includes('&') ? tokenized(text) : text;
}

/** The contents of a `<title>`, where "<" is text. */
export function decodeTitle(text: string): string {
  return text.includes('&') ? tokenized(`<title>${text}</title>`) : text;
}

/** An attribute's value, with its quotation marks if it has some. */
export function decodeValue(text: string, quoted: string): string {
  return text.includes('&') ? tokenized(`<a b=${quoted}>`) : text;
}

function tokenized(source: string): string {
  let decoded = '';
  const slice = (start: number, end: number) => {
    decoded += source.slice(start, end);
  };
  const codePoint = (cp: number) => {
    decoded += String.fromCodePoint(cp);
  };
  const tokenizer = new Tokenizer(
    {},
    {
      ...silentTokens,
      ontext: slice,
      ontextentity: codePoint,
      onattribdata: slice,
      onattribentity: codePoint,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  return decoded;
}
