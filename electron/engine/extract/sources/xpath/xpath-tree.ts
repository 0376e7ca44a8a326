import type { AnyNode, Document, Element } from 'domhandler';
import { isTag } from 'domhandler';

/** A node as XPath sees it. Attributes are nodes there, and a name with a prefix has a namespace. */
export interface XNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly localName: string;
  readonly prefix: string | null;
  readonly namespaceURI: string | null;
  /** The element of an attribute; null for the document. */
  readonly parent: XNode | null;
  /** The node of the page; for an attribute its element. */
  readonly node: AnyNode;
  /** The text of a text, a comment or an attribute. */
  readonly value: string;
  readonly place: number;
  /** Made when they are first asked for. */
  children: readonly XNode[] | null;
  attributes: readonly XNode[] | null;
}

export const nodeTypes = { element: 1, attribute: 2, text: 3, comment: 8, document: 9 } as const;

/**
 * The namespace that a prefix stands for. Pages rarely declare what they use, and expressions cannot: a prefix
 * means the same prefix in the page, so that `dc:creator` finds `<dc:creator>`, and names without one are in no
 * namespace, in XHTML and SVG too.
 */
export function namespaceOf(prefix: string): string | null {
  return prefix === '' ? null : `prefix:${prefix}`;
}

/** The tree of a page as XPath sees it. Nodes are made as they are asked for, each of them once. */
export class XPathTree {
  readonly #known = new Map<AnyNode, XNode>();

  constructor(root: Document) {
    this.#add(root, null, 0);
  }

  of(node: AnyNode): XNode {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    if (node.parent !== null) this.getChildNodes(this.of(node.parent));
    const made = this.#known.get(node);
    if (made === undefined) throw new Error('This node is no part of the page.');
    return made;
  }

  // The names of the methods are those of fontoxpath's IDomFacade.

  getAllAttributes(node: XNode): readonly XNode[] {
    if (node.nodeType !== nodeTypes.element) return [];
    node.attributes ??= Object.entries((node.node as Element).attribs).map(([name, value], at) =>
      xNode(nodeTypes.attribute, name, value, node.node, node, at),
    );
    return node.attributes;
  }

  getAttribute(node: XNode, name: string): string | null {
    if (node.nodeType !== nodeTypes.element) return null;
    const { attribs } = node.node as Element;
    return Object.hasOwn(attribs, name) ? (attribs[name] ?? null) : null;
  }

  getChildNodes(node: XNode): readonly XNode[] {
    node.children ??=
      node.nodeType === nodeTypes.attribute
        ? []
        : childrenOf(node.node).map((child, at) => this.#add(child, node, at));
    return node.children;
  }

  getData(node: XNode): string {
    return node.value;
  }

  getFirstChild(node: XNode): XNode | null {
    return this.getChildNodes(node)[0] ?? null;
  }

  getLastChild(node: XNode): XNode | null {
    return this.getChildNodes(node).at(-1) ?? null;
  }

  getNextSibling(node: XNode): XNode | null {
    return this.#sibling(node, 1);
  }

  getPreviousSibling(node: XNode): XNode | null {
    return this.#sibling(node, -1);
  }

  getParentNode(node: XNode): XNode | null {
    return node.parent;
  }

  #sibling(node: XNode, by: number): XNode | null {
    if (node.parent === null || node.nodeType === nodeTypes.attribute) return null;
    return this.getChildNodes(node.parent)[node.place + by] ?? null;
  }

  #add(node: AnyNode, parent: XNode | null, place: number): XNode {
    const added = isTag(node)
      ? xNode(nodeTypes.element, node.name, '', node, parent, place)
      : node.type === 'text' || node.type === 'comment'
        ? xNode(nodeTypes[node.type], `#${node.type}`, node.data, node, parent, place)
        : xNode(nodeTypes.document, '#document', '', node, parent, place);
    this.#known.set(node, added);
    return added;
  }
}

function xNode(
  nodeType: number,
  name: string,
  value: string,
  node: AnyNode,
  parent: XNode | null,
  place: number,
): XNode {
  const colon = name.indexOf(':');
  const prefix = colon < 1 ? null : name.slice(0, colon);
  return {
    nodeType,
    nodeName: name,
    localName: colon < 1 ? name : name.slice(colon + 1),
    prefix,
    namespaceURI: namespaceOf(prefix ?? ''),
    parent,
    node,
    value,
    place,
    children: null,
    attributes: null,
  };
}

/** Without document types and the like; the text of CDATA counts as text. */
function childrenOf(node: AnyNode): readonly AnyNode[] {
  if (!('children' in node)) return [];
  return node.children.flatMap((child): readonly AnyNode[] => {
    if (child.type === 'cdata') return child.children;
    return isTag(child) || child.type === 'text' || child.type === 'comment' ? [child] : [];
  });
}
