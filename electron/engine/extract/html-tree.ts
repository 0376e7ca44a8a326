import type { Document, Element, ParentNode } from 'domhandler';
import { parse, serialize, type TreeAdapter } from 'parse5';
import { adapter, type Htmlparser2TreeAdapterMap } from 'parse5-htmlparser2-tree-adapter';
import { maxLevels, TooDeepError } from './tree-levels.ts';

/** The tree of a page, by the HTML standard with scripting off: `<noscript>` holds elements. */
export function parseHtml(source: string): Document {
  let levels = 0;
  const treeAdapter: TreeAdapter<Htmlparser2TreeAdapterMap> = {
    ...htmlAdapter,
    onItemPush() {
      levels += 1;
      if (levels > maxLevels) throw new TooDeepError();
    },
    onItemPop() {
      levels -= 1;
    },
  };
  return parse(source, { treeAdapter, scriptingEnabled: false });
}

/** The HTML inside a node, by the standard's "serializing HTML fragments" (section 13.3). */
export function innerHtml(node: ParentNode): string {
  return serialize(node, { treeAdapter: htmlAdapter, scriptingEnabled: false });
}

/**
 * The contents of a `<template>` are a document of their own, apart from the page's: selectors and
 * texts of the page do not reach them.
 */
const templateContents = new WeakMap<Element, Document>();

const htmlAdapter: TreeAdapter<Htmlparser2TreeAdapterMap> = {
  ...adapter,
  /** Attributes are found by their whole names, so that `xlink:href` is no `href`. */
  createElement(name, namespace, attributes) {
    const named = attributes.map((attribute) =>
      attribute.prefix
        ? { name: `${attribute.prefix}:${attribute.name}`, value: attribute.value }
        : attribute,
    );
    return adapter.createElement(name, namespace, named);
  },
  setTemplateContent(template, content) {
    templateContents.set(template, content);
  },
  getTemplateContent(template) {
    const content = templateContents.get(template);
    if (content === undefined) throw new Error('This <template> came from another tree.');
    return content;
  },
};
