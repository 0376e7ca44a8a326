import { type CheerioAPI, load } from 'cheerio';
import { type AnyNode, type ChildNode, type Document, isTag } from 'domhandler';
import { serialize } from 'parse5';
import { adapter } from 'parse5-htmlparser2-tree-adapter';
import { isNotShown, standsApart } from '../../electron/engine/extract/shown-elements.ts';

/*
 * Pages read by cheerio, with which the engine's values are compared. Two differences from browsers are
 * corrected: `xlink:href` is a separate attribute beside `href`, and the content of a `<template>` is not
 * part of the page.
 */

const contents = new WeakMap<object, Document>();

const treeAdapter: typeof adapter = {
  ...adapter,
  createElement(name, namespace, attributes) {
    const named = attributes.map(({ prefix, name, value }) => ({
      name: prefix ? `${prefix}:${name}` : name,
      value,
    }));
    return adapter.createElement(name, namespace, named);
  },
  setTemplateContent: (template, content) => contents.set(template, content),
  getTemplateContent: (template) => contents.get(template) ?? adapter.createDocument(),
};

const asBrowsers = { scriptingEnabled: false, treeAdapter };

/** A page, read with scripting off. */
export function cheerioPage(html: string): CheerioAPI {
  return load(html, asBrowsers);
}

/** The HTML inside an element; cheerio's own `html()` writes `<noscript>` as if scripts ran. */
export function htmlInside(node: AnyNode | undefined): string {
  return node !== undefined && isTag(node) ? serialize(node, asBrowsers) : '';
}

/** The shown text of a node, composed of the shown text of its children; see `shown-text.ts`. */
export function textShown(node: AnyNode | undefined): string {
  return node === undefined ? '' : collapsed(shownIn(node));
}

export function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function shownIn(node: AnyNode): string {
  if (!('children' in node)) return node.type === 'text' ? node.data : '';
  const isClosed = isTag(node) && node.name === 'details' && !('open' in node.attribs);
  const summary = node.children.find((child) => isTag(child) && child.name === 'summary');
  const shown = isClosed ? node.children.filter((child) => child === summary) : node.children;
  return shown.map(shownOf).join('');
}

function shownOf(node: ChildNode): string {
  if (!isTag(node)) return shownIn(node);
  if (isNotShown({ name: node.name, value: (key) => node.attribs[key] })) return '';
  return standsApart(node.name) ? ` ${shownIn(node)} ` : shownIn(node);
}
