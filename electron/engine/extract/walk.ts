import { type AnyNode, type Document, type Element, isTag } from 'domhandler';

/*
 * Walks over a page without recursion: pages nested thousands of levels deep exist, and the walks
 * of domutils end there in a RangeError, or slow down with the square of the depth.
 */

/** The scope of a selector: the whole page, or the match that gives a row. */
export type Scope = Document | Element;

/** The node behind `node` in document order, inside `root`; children come first unless `skip`. */
export function nextNode(node: AnyNode, root: AnyNode, skip = false): AnyNode | null {
  const child = skip || !('children' in node) ? undefined : node.children[0];
  if (child !== undefined) return child;
  let current: AnyNode | null = node;
  while (current !== null && current !== root) {
    if (current.next !== null) return current.next as AnyNode;
    current = current.parent as AnyNode | null;
  }
  return null;
}

export function findFirst(root: Scope, test: (element: Element) => boolean): Element | null {
  for (let node = nextNode(root, root); node !== null; node = nextNode(node, root)) {
    if (isTag(node) && test(node)) return node;
  }
  return null;
}

export function findAll(root: Scope, test: (element: Element) => boolean): Element[] {
  const found: Element[] = [];
  for (let node = nextNode(root, root); node !== null; node = nextNode(node, root)) {
    if (isTag(node) && test(node)) found.push(node);
  }
  return found;
}

/** The text content: every text inside, scripts and styles included, like cheerio's `text()`. */
export function textContent(root: AnyNode): string {
  let text = '';
  for (let node = nextNode(root, root); node !== null; node = nextNode(node, root)) {
    if (node.type === 'text') text += node.data;
  }
  return text;
}
