import { Tokenizer } from 'htmlparser2';
import { silentTokens } from './silent-tokens.ts';

/** Elements whose contents htmlparser2 reads as tags, and browsers as text or as no part of the page. */
const apart: ReadonlySet<string> = new Set([
  'iframe',
  'noembed',
  'noframes',
  'plaintext',
  'template',
  'xmp',
]);

/**
 * Calls back for every start tag of a page, at any place, in `<noscript>` too, since no script runs here.
 * Comments, scripts, texts and templates hold none. Names are in lower case, values decoded.
 */
export function eachStartTag(
  html: string,
  onTag: (name: string, attributes: ReadonlyMap<string, string>) => void,
): void {
  let name = '';
  let attributes = new Map<string, string>();
  let attribute = '';
  let value = '';
  /** The element whose contents do not count, and the number of open elements of its kind. */
  let apartIn = { name: '', depth: 0 };

  const opened = (): void => {
    if (apartIn.depth > 0) {
      if (name === apartIn.name && name === 'template') apartIn.depth += 1;
      return;
    }
    if (apart.has(name)) apartIn = { name, depth: 1 };
    onTag(name, attributes);
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...silentTokens,
      onopentagname(start, end) {
        name = html.slice(start, end).toLowerCase();
        attributes = new Map();
      },
      onattribname(start, end) {
        attribute = html.slice(start, end).toLowerCase();
        value = '';
      },
      onattribdata(start, end) {
        value += html.slice(start, end);
      },
      onattribentity(codepoint) {
        value += String.fromCodePoint(codepoint);
      },
      onattribend() {
        // If two attributes have the same name, the first counts.
        if (!attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: opened,
      onselfclosingtag: opened,
      onclosetag(start, end) {
        const closed = html.slice(start, end).toLowerCase();
        if (closed === apartIn.name && apartIn.depth > 0) apartIn.depth -= 1;
      },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}
