import { type Element, isTag } from 'domhandler';
import { nextNode } from '../extract/walk.ts';
import { ancestorsOf, childrenOf, parentOf } from './element-path.ts';
import { kindOfName } from './stable-names.ts';

const mostElements = 400;
const deepest = 6;

/** Formatting inside a text makes no other kind of thing. */
const formatting = /^(?:b|i|em|strong|u|s|small|sub|sup|br|wbr|mark|code|font|abbr)$/;

/** The ways of tag names inside an element: the same for two cards with different contents. */
export function formOf(element: Element): ReadonlySet<string> {
  const form = forms.get(element) ?? makeForm(element);
  forms.set(element, form);
  return form;
}

/** Trees do not change, and each element is compared with many. */
const forms = new WeakMap<Element, ReadonlySet<string>>();
const keys = new WeakMap<Element, string>();

function makeForm(element: Element): ReadonlySet<string> {
  const form = new Set<string>();
  const ways = new Map<Element, { readonly way: string; readonly level: number }>();
  ways.set(element, { way: '', level: 0 });
  let count = 0;
  for (let node = nextNode(element, element); node !== null; node = nextNode(node, element)) {
    if (!isTag(node) || formatting.test(node.name)) continue;
    const parent = parentOf(node);
    const around = parent === null ? undefined : ways.get(parent);
    if (around === undefined || around.level === deepest) continue;
    const way = `${around.way} ${node.name}`;
    ways.set(node, { way, level: around.level + 1 });
    form.add(way);
    count += 1;
    if (count === mostElements) break;
  }
  return form;
}

/** From 0, nothing in common, to 1. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 && other.size === 0) return 1;
  let shared = 0;
  for (const way of one) if (other.has(way)) shared += 1;
  return shared / (one.size + other.size - shared);
}

const alikeFrom = 0.5;

/** A test for elements that are of the same kind as `model`. */
export function alikeTo(model: Element): (element: Element) => boolean {
  const form = formOf(model);
  return (element) => element.name === model.name && likeness(form, formOf(element)) >= alikeFrom;
}

/** Name and lasting classes of an element; cells are told by their place in the row, too. */
export function keyOf(element: Element): string {
  const key = keys.get(element) ?? makeKey(element);
  keys.set(element, key);
  return key;
}

function makeKey(element: Element): string {
  const { name, attribs } = element;
  const classes = (attribs['class'] ?? '').split(/\s+/).flatMap((one) => {
    const known = kindOfName(one);
    if (known.kind === 'named' || known.kind === 'general') return [one];
    return known.kind === 'stem' ? [known.start] : [];
  });
  const siblings = name === 'td' || name === 'th' ? childrenOf(parentOf(element)) : [];
  return [name, ...classes.sort(), siblings.indexOf(element)].join('.');
}

/** The names on the way from `outer` to an element inside it. */
export function wayTo(element: Element, outer: Element): string {
  if (element === outer) return '';
  return [element, ...ancestorsOf(element, outer)].map(keyOf).reverse().join(' > ');
}

/** Whether the element is the only one of its kind inside `outer`. */
export function isOnlyOne(element: Element, outer: Element): boolean {
  if (element === outer) return true;
  const way = wayTo(element, outer);
  for (let node = nextNode(outer, outer); node !== null; node = nextNode(node, outer)) {
    if (
      isTag(node) &&
      node !== element &&
      node.name === element.name &&
      wayTo(node, outer) === way
    ) {
      return false;
    }
  }
  return true;
}
