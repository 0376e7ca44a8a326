import { type AnyNode, type Element, isTag } from 'domhandler';
import { collapse } from './collapse.ts';
import { isNotShown, keepsBlanks, lineEndsAround, standsApart } from './shown-elements.ts';
import { ShownLines } from './shown-lines.ts';
import { nextNode } from './walk.ts';

/**
 * The text of an element that a browser shows without style sheets, on one line: words of different blocks,
 * cells, options and lines are separate; scripts, styles, templates, `hidden` content and the like are left
 * out. The element itself counts as shown, so that the text of a script can be taken.
 */
export function shownText(root: AnyNode): string {
  let text = '';
  walkShown(root, {
    onText: (data) => {
      text += data;
    },
    onEdge: ({ name }) => {
      if (standsApart(name)) text += ' ';
    },
  });
  return collapse(text);
}

/** The same text with line ends as in a browser; see `ShownLines`. */
export function shownLines(root: AnyNode): string {
  const lines = new ShownLines();
  let preformatted = depthOfPre(root);
  walkShown(root, {
    onText: (data) => (preformatted > 0 ? lines.addAsWritten(data) : lines.add(data)),
    onEdge: (element, edge) => {
      if (keepsBlanks(element.name)) preformatted += edge === 'start' ? 1 : -1;
      if (element.name !== 'br') lines.endAtLeast(lineEndsAround(element.name));
      else if (edge === 'start') lines.end();
      if (edge === 'start') return;
      if (isCell(element) && isCell(nextElement(element))) lines.endCell();
      if (element.name === 'tr' && isFollowedByRows(element)) lines.end();
    },
  });
  return lines.toString();
}

interface ShownEvents {
  onText(data: string): void;
  onEdge(element: Element, edge: 'start' | 'end'): void;
}

/** Reports all nodes that are shown below `root`, in document order. */
function walkShown(root: AnyNode, { onText, onEdge }: ShownEvents): void {
  const open: Element[] = [];
  /** The one child that a closed `<details>` shows. */
  const summaries = new Map<AnyNode, AnyNode | undefined>();
  if (isClosed(root)) summaries.set(root, summaryOf(root));
  const isLeftOut = (node: AnyNode) => {
    const { parent } = node;
    if (parent !== null && summaries.has(parent) && summaries.get(parent) !== node) return true;
    return isTag(node) && isNotShown(asNamed(node));
  };

  let isSkipped = false;
  for (let node = nextNode(root, root); node !== null; node = nextNode(node, root, isSkipped)) {
    for (let last = open.at(-1); last !== undefined && last !== node.parent; last = open.at(-1)) {
      onEdge(last, 'end');
      open.pop();
    }
    isSkipped = isLeftOut(node);
    if (isSkipped) continue;
    if (node.type === 'text') onText(node.data);
    if (!isTag(node)) continue;
    onEdge(node, 'start');
    open.push(node);
    if (isClosed(node)) summaries.set(node, summaryOf(node));
  }
  for (const element of open.reverse()) onEdge(element, 'end');
}

function asNamed({ name, attribs }: Element) {
  const value = (key: string) => (Object.hasOwn(attribs, key) ? attribs[key] : undefined);
  return { name, value };
}

function isClosed(node: AnyNode): node is Element {
  return isTag(node) && node.name === 'details' && !Object.hasOwn(node.attribs, 'open');
}

function summaryOf(details: Element): AnyNode | undefined {
  return details.children.find((child) => isTag(child) && child.name === 'summary');
}

/** The number of elements from `root` outwards, it included, that keep blanks as they are written. */
function depthOfPre(root: AnyNode): number {
  let depth = 0;
  for (let node: AnyNode | null = root; node !== null; node = node.parent as AnyNode | null) {
    if (isTag(node) && keepsBlanks(node.name)) depth++;
  }
  return depth;
}

function isCell(element: Element | null): boolean {
  return element !== null && (element.name === 'td' || element.name === 'th');
}

function nextElement(element: AnyNode): Element | null {
  let next = element.next as AnyNode | null;
  while (next !== null && !isTag(next)) next = next.next as AnyNode | null;
  return next;
}

/** Whether another row of its table follows: beside it, or in the next part of the table. */
function isFollowedByRows(row: Element): boolean {
  const after = nextElement(row) ?? (row.parent === null ? null : nextElement(row.parent));
  return after !== null && /^(?:tr|tbody|thead|tfoot)$/.test(after.name);
}
