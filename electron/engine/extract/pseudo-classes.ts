import { SelectorType, type Selector as Token } from 'css-what';
import { type AnyNode, type Element, isTag, type ParentNode } from 'domhandler';
import { collapse } from './collapse.ts';
import { attributeOf, domAdapter } from './dom-adapter.ts';
import { findFirst } from './walk.ts';

type Test = (element: Element) => boolean;

/** Tests by the name of a pseudo-class, as css-select accepts them in addition to its own. */
export type PseudoClasses = Record<string, (element: Element, argument?: string | null) => boolean>;

/**
 * Prepares a selector's tokens for css-select: `:nth-child(2 of .a)`, which it does not support, becomes a
 * custom pseudo-class, and the argument of `:contains` is written like the text that it is compared with.
 *
 * @param compile makes a test of the selector behind "of".
 * @throws Error for an invalid position.
 */
export function preparePseudoClasses(
  tokens: readonly Token[][],
  compile: (css: string) => Test,
): { readonly tokens: Token[][]; readonly pseudos: PseudoClasses } {
  const pseudos: PseudoClasses = { lang: hasLanguage, 'text-is': hasText };
  const prepared = (token: Token): Token => {
    if (token.type !== SelectorType.Pseudo) return token;
    const { name, data } = token;
    if (Array.isArray(data)) return { ...token, data: data.map((part) => part.map(prepared)) };
    if (data === null) return token;
    if (name === 'contains' || name === 'icontains') return { ...token, data: collapse(data) };
    const [, position, css] = /^\s*(.*?)\s+of\s+(.+)$/is.exec(data) ?? [];
    if (!/^nth-(?:last-)?child$/.test(name) || position === undefined || css === undefined) {
      return token;
    }
    const own = `${name}-of-${Object.keys(pseudos).length}`;
    pseudos[own] = nthOf(position, name === 'nth-last-child', compile(css));
    return { ...token, name: own, data: null };
  };
  return { tokens: tokens.map((part) => part.map(prepared)), pseudos };
}

/**
 * `:text-is("Weight")`: the whole text of the element, as the preview shows it. It tells a label from longer
 * ones ("Shipping weight"), which `:contains` does not. The name is Playwright's.
 */
function hasText(element: Element, argument?: string | null): boolean {
  const asked = collapse((argument ?? '').trim().replace(/^(["'])(.*)\1$/s, '$2'));
  return domAdapter.getText(element) === asked;
}

/** `:nth-child(An+B of S)` of Selectors 4: the position among those siblings that match S. */
function nthOf(position: string, fromEnd: boolean, matches: Test): Test {
  const isPosition = positionTest(position);
  // Each position is computed once, so that the time for a long list is not the square of its length.
  const positions = new WeakMap<ParentNode, ReadonlyMap<AnyNode, number>>();
  return (element) => {
    if (!matches(element)) return false;
    const parent = element.parent;
    if (parent === null) return isPosition(1);
    let known = positions.get(parent);
    if (known === undefined) {
      const found = parent.children.filter(
        (child): child is Element => isTag(child) && matches(child),
      );
      if (fromEnd) found.reverse();
      known = new Map(found.map((sibling, index) => [sibling, index + 1]));
      positions.set(parent, known);
    }
    return isPosition(known.get(element) ?? 0);
  };
}

/** An+B (CSS Syntax, section 6). */
function positionTest(written: string): (position: number) => boolean {
  const named = { odd: '2n+1', even: '2n' }[written.toLowerCase()] ?? written;
  const [whole, step, sign, offset, single] =
    /^(?:([+-]?\d*)n(?:\s*([+-])\s*(\d+))?|([+-]?\d+))$/i.exec(named) ?? [];
  if (whole === undefined) throw new Error(`n-th rule couldn't be parsed ('${written}')`);
  if (single !== undefined) return (position) => position === Number(single);
  const a = /\d/.test(step ?? '') ? Number(step) : Number(`${step}1`);
  const b = offset === undefined ? 0 : Number(`${sign}${offset}`);
  return (position) =>
    a === 0 ? position === b : (position - b) % a === 0 && (position - b) / a >= 0;
}

/**
 * `:lang()` of Selectors 4: the language is that of the nearest `lang`, else of the page's
 * `Content-Language` pragma (HTML standard, section 3.2.6.2); it is compared by extended filtering
 * (RFC 4647, section 3.3.2), so that `en` matches `en-GB`.
 */
function hasLanguage(element: Element, argument?: string | null): boolean {
  const language = languageOf(element).toLowerCase();
  return (argument ?? '').split(',').some((range) =>
    matchesRange(
      language,
      range
        .trim()
        .replace(/^(["'])(.*)\1$/, '$2')
        .toLowerCase(),
    ),
  );
}

function languageOf(element: Element): string {
  let top: AnyNode = element;
  for (let node: AnyNode | null = element; node !== null; node = node.parent as AnyNode | null) {
    top = node;
    if (!isTag(node)) continue;
    const language = attributeOf(node, 'xml:lang') ?? attributeOf(node, 'lang');
    if (language !== undefined) return language;
  }
  const pragma =
    'children' in top && top.type === 'root'
      ? findFirst(top, (meta) => meta.name === 'meta' && isLanguagePragma(meta))
      : null;
  return pragma?.attribs['content']?.trim() ?? '';
}

function isLanguagePragma({ attribs }: Element): boolean {
  return attribs['http-equiv']?.toLowerCase() === 'content-language';
}

function matchesRange(language: string, range: string): boolean {
  if (range === '' || language === '') return range === language;
  const [first, ...subtags] = range.split('-');
  const [primary, ...rest] = language.split('-');
  if (first !== '*' && first !== primary) return false;
  for (const subtag of subtags) {
    if (subtag === '*') continue;
    while (rest.length > 0 && rest[0] !== subtag) {
      // A subtag of one character begins another part of the tag.
      if (rest[0]?.length === 1) return false;
      rest.shift();
    }
    if (rest.shift() === undefined) return false;
  }
  return true;
}
