import { type AnyNode, type Element, isTag } from 'domhandler';
import { collapse } from '../extract/collapse.ts';
import { shownText } from '../extract/shown-text.ts';
import { findAll, type Scope, textContent } from '../extract/walk.ts';
import { parentOf } from './element-path.ts';
import type { Evidence } from './evidence.ts';
import { wordsOf } from './stable-names.ts';
import { shapeOf } from './value-shape.ts';
import { cssString, tagOf } from './write-css.ts';

/** The label that a page shows beside an element, as selectors that find the element by it. */
export function labelsOf(element: Element, scope: Scope): readonly Evidence[] {
  if (element === scope) return [];
  const beside = besideLabel(element, scope);
  const inText = textBefore(element);
  return [...(beside === null ? [] : [beside]), ...(inText === null ? [] : [inText])];
}

/** An element before this one whose whole text is a label: `<dt>`, `<th>`, a heading, `Price:`. */
function besideLabel(element: Element, scope: Scope): Evidence | null {
  let between = '';
  let before = previousElement(element);
  // The second `<dd>` of a `<dt>`.
  while (element.name === 'dd' && before?.name === 'dd') {
    between += ' + dd';
    before = previousElement(before);
  }
  if (before === null) return null;
  const label = shownText(before);
  if (!isLabel(label)) return null;
  const trust = trustIn(before, element, label, scope);
  if (trust === null) return null;
  return {
    kind: 'label',
    css: `${tagOf(before)}:text-is(${cssString(label)})${between} + ${tagOf(element)}`,
    trust,
    name: label.replace(/\s*[:：]$/, ''),
    says: `It stands beside "${label}".`,
  };
}

function trustIn(
  before: Element,
  element: Element,
  label: string,
  scope: Scope,
): Evidence['trust'] | null {
  if (element.name === 'dd') return before.name === 'dt' ? 'strong' : null;
  if (element.name === 'td') {
    if (before.name === 'th') return 'strong';
    // In a row of two cells the first names the second; in longer rows it is a value like the others.
    return before.name === 'td' && cellsAround(element) === 2 ? 'strong' : null;
  }
  // Where the value is missing, the next of the same name would stand in its place.
  const isFirstOfSome = nextElement(element)?.name === element.name;
  if (/[:：]$/.test(label)) return isFirstOfSome ? 'medium' : 'strong';
  const isHeading = /^h[2-6]$/.test(before.name);
  if (isFirstOfSome) return isHeading ? 'weak' : null;
  if (before.name === 'label' || before.name === 'legend') return 'strong';
  // A heading may be the name of this one thing; so may the first of two texts in a row.
  const isOfThing = scope.type !== 'root' || /\d/.test(label) || isInTitle(label, scope);
  if (isHeading) return isOfThing ? 'medium' : 'strong';
  const parent = parentOf(element);
  const isPair = parent !== null && parent.children.filter(isTag).length === 2;
  if (!isPair || before.name === 'a') return null;
  return hasPairsBeside(parent) && !isOfThing ? 'strong' : 'medium';
}

/** Whether the title of the page, or its heading, has words of the label. */
function isInTitle(label: string, scope: Scope): boolean {
  const titles = findAll(scope, ({ name }) => name === 'h1' || name === 'title').slice(0, 5);
  const words = new Set(titles.flatMap((title) => wordsOf(textContent(title).slice(0, 500))));
  return wordsOf(label).some((word) => word.length > 3 && words.has(word));
}

/** Rows of labels and values: the parent's neighbours are pairs of the same elements. */
function hasPairsBeside(parent: Element): boolean {
  const form = (pair: Element) =>
    pair.children
      .filter(isTag)
      .map(({ name }) => name)
      .join(' ');
  const neighbours = [previousElement(parent), nextElement(parent)];
  return neighbours.some(
    (other) => other !== null && other.name === parent.name && form(other) === form(parent),
  );
}

function cellsAround(cell: Element): number {
  return parentOf(cell)?.children.filter(isTag).length ?? 0;
}

/** A label that is no element: `<p>Availability: <b>in stock</b></p>`. */
function textBefore(element: Element): Evidence | null {
  const parent = parentOf(element);
  if (parent === null) return null;
  let text = '';
  for (const child of parent.children) {
    if (child === element) break;
    if (isTag(child)) return null;
    if (child.type === 'text') text += child.data;
  }
  const label = collapse(text);
  if (!/.[:：]$/.test(label) || !isLabel(label)) return null;
  return {
    kind: 'label',
    css: `${tagOf(parent)}:contains(${cssString(label)}) > ${tagOf(element)}`,
    trust: nextElement(element)?.name === element.name ? 'medium' : 'strong',
    name: label.replace(/\s*[:：]$/, ''),
    says: `It stands behind "${label}".`,
  };
}

/** Short, made of words, and no value itself. */
function isLabel(text: string): boolean {
  if (text.length < 2 || text.length > 40 || !/\p{L}{2}/u.test(text)) return false;
  // css-what unescapes the text of a pseudo-class twice, so that none with a backslash can be written.
  if (/[.!?;,]$|\\/.test(text)) return false;
  return shapeOf(text) === 'words';
}

export function previousElement(element: Element): Element | null {
  let node = element.prev as AnyNode | null;
  while (node !== null && !isTag(node)) node = node.prev as AnyNode | null;
  return node;
}

export function nextElement(element: Element): Element | null {
  let node = element.next as AnyNode | null;
  while (node !== null && !isTag(node)) node = node.next as AnyNode | null;
  return node;
}
