import { type Element, isTag } from 'domhandler';
import { shownText } from '../extract/shown-text.ts';
import { findAll, type Scope } from '../extract/walk.ts';
import { ancestorsOf, parentOf } from '../selectors/element-path.ts';
import { wordsOf } from '../selectors/stable-names.ts';

/** The parts of a page that are seen on every page of its site, or that are about other things. */
const aroundNames = new Set(['nav', 'footer', 'aside', 'form', 'del', 's', 'strike', 'template']);
const aroundWords = new Set(
  (
    'nav menu footer sidebar breadcrumb breadcrumbs cart basket checkout related similar recommended ' +
    'recommendation recommendations upsell crosssell sponsored newsletter cookie comments comment ' +
    'old was strike before list rrp uvp msrp'
  ).split(' '),
);
/** A name of more words says something else: `list` in `product-list-price`. */
const mostWords = 4;

/** The words of an element's names: its classes, id and test id. */
export function nameWords({ attribs }: Element): readonly string[] {
  const names = [
    attribs['class'],
    attribs['id'],
    attribs['data-testid'],
    attribs['data-test'],
    attribs['itemprop'],
  ];
  return names.flatMap((name) => (name === undefined ? [] : wordsOf(name.slice(0, 500))));
}

/** Tells which elements belong to the thing that a page is about. */
export class Surroundings {
  readonly #repeated: ReadonlySet<Element>;
  /** Whether an element is one that leads away from it, or is inside such a one. */
  readonly #known = new Map<Element, boolean>();

  /** @param repeated the rows of the page's lists: each is a thing of its own */
  constructor(repeated: ReadonlySet<Element>) {
    this.#repeated = repeated;
  }

  holds(element: Element): boolean {
    const path: Element[] = [];
    let at: Element | null = element;
    let holds = true;
    while (at !== null) {
      const known = this.#known.get(at);
      if (known !== undefined) {
        holds = known;
        break;
      }
      path.push(at);
      if (at.name === 'body' || at.name === 'main') break;
      if (this.#leadsAway(at)) {
        holds = false;
        break;
      }
      at = parentOf(at);
    }
    for (const one of path) this.#known.set(one, holds);
    return holds;
  }

  #leadsAway(element: Element): boolean {
    if (aroundNames.has(element.name) || this.#repeated.has(element)) return true;
    const words = nameWords(element);
    return words.length <= mostWords && words.some((word) => aroundWords.has(word));
  }
}

/** Elements with a text of their own that a person sees, and no more than a few characters. */
export function shortTexts(
  root: Scope,
  longest: number,
): readonly { readonly element: Element; readonly text: string }[] {
  return findAll(root, (element) => hasOwnText(element)).flatMap((element) => {
    const text = shownText(element);
    return text === '' || text.length > longest ? [] : [{ element, text }];
  });
}

function hasOwnText({ name, children }: Element): boolean {
  if (name === 'script' || name === 'style' || name === 'title' || name === 'option') return false;
  return children.some((child) => child.type === 'text' && child.data.trim() !== '');
}

/** The element, or the one around it, as long as that holds nothing else. */
export function whole(element: Element, text: string): Element {
  let widest = element;
  for (const around of ancestorsOf(element, null)) {
    if (around.children.filter(isTag).length > 3 || shownText(around) !== text) break;
    widest = around;
  }
  return widest;
}
