import { type Element, isTag } from 'domhandler';
import type { Page } from '../extract/load-page.ts';
import { nextNode } from '../extract/walk.ts';
import { stableClasses, stableId } from './names.ts';

/** A selector with the elements that it was made from. It may match more than these. */
export type Candidate = readonly [css: string, elements: readonly Element[]];

const minElements = 3;
const maxCandidates = 300;

/** Selectors for elements that repeat, the most frequent ones first. */
export function findCandidates(page: Page): readonly Candidate[] {
  const found = new Map<string, Element[]>();
  for (let node = nextNode(page.root, page.root); node !== null; node = nextNode(node, page.root)) {
    if (!isTag(node) || !isPlain(node.name)) continue;
    for (const css of page.kind === 'xml' ? [node.name] : selectorsOf(node)) {
      const elements = found.get(css);
      if (elements === undefined) found.set(css, [node]);
      else elements.push(node);
    }
  }
  return [...found]
    .filter(([, elements]) => elements.length >= minElements)
    .sort(([a, x], [b, y]) => y.length - x.length || a.length - b.length)
    .slice(0, maxCandidates);
}

/** A name that a selector can use without escaping. */
const isPlain = (name: string) => /^[a-z][a-z0-9-]*$/i.test(name);

/** Elements that are never a thing of their own. */
const never = new Set(
  (
    'html head body script noscript style link meta br hr img svg path use g source option input ' +
    'button i b em strong small sup sub p td th'
  ).split(' '),
);

/** Elements that can be a thing of their own, even without a class. */
const withoutClass = new Set(['li', 'tr', 'article', 'section', 'div', 'a', 'dt', 'figure']);

function selectorsOf(element: Element): readonly string[] {
  const { name } = element;
  if (never.has(name)) return [];
  const parents = parentSelectors(parentOf(element));
  const byClass = stableClasses(element).map((className) => `${name}.${className}`);
  const byTag = withoutClass.has(name) ? [name] : [];
  return [
    ...byClass,
    ...(name === 'article' || name === 'tr' ? [name] : []),
    ...parents.flatMap((parent) => [...byClass, ...byTag].map((css) => `${parent} > ${css}`)),
  ];
}

/** Selectors for the parent. Links inside a paragraph are no list. */
function parentSelectors(parent: Element | null): readonly string[] {
  if (parent === null || !isPlain(parent.name) || parent.name === 'p') return [];
  const own = ownSelectors(parent);
  if (own.length > 0) return own;
  // A list without a selector of its own is found through the element around it, if that has one.
  const outer = parentOf(parent);
  if (outer === null || !isPlain(outer.name)) return [];
  const isPlace = outer.name === 'main' || outer.name === 'article';
  const [place = isPlace ? outer.name : undefined] = ownSelectors(outer);
  return place === undefined ? [] : [`${place} > ${parent.name}`];
}

function ownSelectors(element: Element): readonly string[] {
  const id = stableId(element);
  if (id !== null) return [`#${id}`];
  return stableClasses(element)
    .slice(0, 2)
    .map((className) => `${element.name}.${className}`);
}

function parentOf(element: Element): Element | null {
  return element.parent !== null && isTag(element.parent) ? element.parent : null;
}
