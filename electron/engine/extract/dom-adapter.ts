import { type AnyNode, type Element, isTag } from 'domhandler';
import * as domutils from 'domutils';
import { lowerAscii } from '#shared/lower-ascii.ts';
import { collapse } from './collapse.ts';
import { shownText } from './shown-text.ts';
import { nextNode, textContent } from './walk.ts';

/** The page as css-select reads it: like cheerio's adapter, without the recursion of `:has` and `:contains`. */
export const domAdapter = {
  ...domutils,

  /** Selectors are in lower case here: `linearGradient` must be found in either spelling. */
  getName(element: Element): string {
    return isForeign(element) ? lowerAscii(element.name) : element.name;
  },

  getAttributeValue: attributeOf,

  hasAttrib(element: Element, name: string): boolean {
    return attributeOf(element, name) !== undefined;
  },

  existsOne(test: (element: never) => boolean, nodes: AnyNode | AnyNode[]): boolean {
    for (const root of Array.isArray(nodes) ? nodes : [nodes]) {
      for (let node: AnyNode | null = root; node !== null; node = nextNode(node, root)) {
        if (isTag(node) && test(node as never)) return true;
      }
    }
    return false;
  },

  /** The text for `:contains`, the same as in the preview; for `:empty`, the whole text of a text node. */
  getText(nodes: AnyNode | AnyNode[]): string {
    return (Array.isArray(nodes) ? nodes : [nodes]).map(textOf).join(' ');
  },
};

function textOf(node: AnyNode): string {
  if (node.type === 'text') return node.data;
  // Trees of XML have no namespaces, and no elements that are known to be hidden.
  const isXml = isTag(node) && node.namespace === undefined;
  return isXml ? collapse(textContent(node)) : shownText(node);
}

/**
 * An attribute of an element. In SVG and MathML the standard writes some names with capitals (`viewBox`),
 * however the page spells them: there they are found in lower case as well.
 */
export function attributeOf(element: Element, name: string): string | undefined {
  const { attribs } = element;
  if (Object.hasOwn(attribs, name)) return attribs[name];
  if (!isForeign(element)) return undefined;
  const lower = lowerAscii(name);
  const found = Object.keys(attribs).find((key) => lowerAscii(key) === lower);
  return found === undefined ? undefined : attribs[found];
}

/** Trees of XML have no namespaces: there every name is used unchanged. */
function isForeign({ namespace }: Element): boolean {
  return namespace !== undefined && namespace !== htmlNamespace;
}
const htmlNamespace = 'http://www.w3.org/1999/xhtml';
