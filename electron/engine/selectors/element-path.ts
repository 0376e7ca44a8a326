import { type Element, isTag } from 'domhandler';
import type { ElementPath, PickedElement } from '#shared/engine-protocol/pick.ts';
import { lowerAscii } from '#shared/lower-ascii.ts';
import type { Page } from '../extract/load-page.ts';
import type { Scope } from '../extract/walk.ts';

/** The element was not found, or is another one than was meant; the message is for the person. */
export class PickError extends Error {}

/** @throws PickError where the path leads nowhere, or to an element of another name */
export function elementAt(page: Page, { path, tag }: PickedElement): Element {
  let element = page.root.children.find(isTag);
  for (const index of path) element = element && childAt(element, index);
  if (element === undefined) {
    throw new PickError(
      'The place that was picked is not in the page that Trawl keeps. Load the page again.',
    );
  }
  if (lowerAscii(element.name) !== lowerAscii(tag)) {
    throw new PickError(
      `At the place that was picked, the page that Trawl keeps has <${element.name}> and not <${lowerAscii(tag).slice(0, 40)}>. Load the page again.`,
    );
  }
  return element;
}

function childAt(element: Element, index: number): Element | undefined {
  let at = 0;
  for (const child of element.children) {
    if (!isTag(child)) continue;
    if (at === index) return child;
    at += 1;
  }
  return undefined;
}

export function pathOf(element: Element): ElementPath {
  const path: number[] = [];
  let current = element;
  for (let parent = parentOf(current); parent !== null; parent = parentOf(current)) {
    path.push(parent.children.filter(isTag).indexOf(current));
    current = parent;
  }
  return path.reverse();
}

export function childrenOf(element: Element | null): readonly Element[] {
  return element?.children.filter(isTag) ?? [];
}

export function parentOf(element: Element): Element | null {
  return element.parent !== null && isTag(element.parent) ? element.parent : null;
}

/** The elements around this one, the nearest first, up to `scope` without it; null: all of them. */
export function ancestorsOf(element: Element, scope: Scope | null): readonly Element[] {
  const found: Element[] = [];
  let parent = parentOf(element);
  while (parent !== null && parent !== scope) {
    found.push(parent);
    parent = parentOf(parent);
  }
  return found;
}
