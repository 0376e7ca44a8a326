import type { NamedElement } from './named-element.ts';

/*
 * The effect of elements on the text around them without style sheets of the page: the style sheet that the
 * HTML standard suggests for browsers (section 15.3), as far as `innerText` depends on it.
 */

const words = (text: string) => new Set(text.split(' '));

/** Block boxes, and cells, options and the like, which a browser shows apart from each other. */
const blocks = words(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset ' +
    'figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing ' +
    'main menu nav ol optgroup option p plaintext pre search section select summary table tbody td ' +
    'tfoot th thead tr ul xmp math mi mn mo ms mtext text',
);

/** Content that is not text of the page: code, data, and substitutes for content that a browser cannot show. */
const neverShown = words(
  'area audio base basefont bgsound canvas datalist defs desc embed head iframe link meta metadata ' +
    'meter noembed noframes param progress rp script style symbol template textarea title video',
);

/** The names of the elements for which `standsApart` holds. */
export const apartNames: readonly string[] = ['br', ...blocks];

/** Whether the texts before, inside and behind an element are separate words. */
export function standsApart(name: string): boolean {
  return name === 'br' || blocks.has(name);
}

/** Whether a browser leaves out an element with all its contents. */
export function isNotShown(element: NamedElement): boolean {
  const { name } = element;
  if (neverShown.has(name)) return true;
  // Content that the browser's search can find is laid out, and so it is part of the text.
  const hidden = element.value('hidden');
  if (hidden !== undefined) return hidden.toLowerCase() !== 'until-found';
  if (name === 'dialog') return element.value('open') === undefined;
  // With `data` the object is shown, and its content only if it could not be loaded.
  return name === 'object' && element.value('data') !== undefined;
}

/** The minimum number of line ends around an element: a paragraph has a blank line. */
export function lineEndsAround(name: string): 0 | 1 | 2 {
  if (name === 'p') return 2;
  // The line ends and tabs of a table are between its rows and cells.
  return blocks.has(name) && !/^(?:td|th|tr|tbody|thead|tfoot)$/.test(name) ? 1 : 0;
}

/** Elements that keep blanks and line ends as they are written. */
export function keepsBlanks(name: string): boolean {
  return /^(?:pre|listing|plaintext|xmp|textarea)$/.test(name);
}
