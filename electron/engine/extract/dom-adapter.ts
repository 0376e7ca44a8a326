import { type AnyNode, isTag } from 'domhandler';
import * as domutils from 'domutils';
import { nextNode } from './walk.ts';

/** How css-select sees a page: as cheerio has it, without the recursion of `:has` and `:contains`. */
export const domAdapter = {
  ...domutils,

  existsOne(test: (element: never) => boolean, nodes: AnyNode | AnyNode[]): boolean {
    for (const root of Array.isArray(nodes) ? nodes : [nodes]) {
      for (let node: AnyNode | null = root; node !== null; node = nextNode(node, root)) {
        if (isTag(node) && test(node as never)) return true;
      }
    }
    return false;
  },

  /** The text for `:contains`: a `<br>` counts as a line break, `<template>` contents do not count. */
  getText(nodes: AnyNode | AnyNode[]): string {
    let text = '';
    for (const root of Array.isArray(nodes) ? nodes : [nodes]) {
      let skip = false;
      for (let node: AnyNode | null = root; node !== null; node = nextNode(node, root, skip)) {
        const lineBreak = isTag(node) && node.name === 'br';
        skip = lineBreak || node.type === 'root';
        if (lineBreak) text += '\n';
        else if (node.type === 'text') text += node.data;
      }
    }
    return text;
  },
};
