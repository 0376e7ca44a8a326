import { type Element, isTag } from 'domhandler';
import { assertNever } from '#shared/assert-never.ts';
import type { PageContext } from '../page-context.ts';
import { findAll, type Scope } from '../walk.ts';
import { partOfAnswer } from './answer.ts';
import type { CompiledSource } from './compile-source.ts';
import { jsonText } from './json/write-json.ts';
import type { RowSource } from './rows-of.ts';
import { columnOf, comparable } from './table/read-table.ts';
import { nodeTypes, type XNode } from './xpath/xpath-tree.ts';

/** What a source has found: an element (or the page), an attribute of one, or a value by itself. */
export type Match =
  | { readonly kind: 'node'; readonly node: Scope }
  | { readonly kind: 'attribute'; readonly element: Element; readonly name: string }
  | { readonly kind: 'value'; readonly text: string };

/** All that a source finds for a row, in order. */
export function matchesOf(
  context: PageContext,
  source: CompiledSource,
  row: RowSource,
): readonly Match[] {
  const { page, finds } = context;
  switch (source.kind) {
    case 'xpath':
      return source.xpath.all(finds.tree, finds.tree.of(row.scope)).map((found) => matchOf(found));
    case 'json': {
      const { place, path } = source;
      const nodes =
        place === null && row.json !== null ? [row.json] : finds.json(place ?? { kind: 'page' });
      return nodes.flatMap((node) => path.all(node)).map((node) => value(jsonText(node)));
    }
    case 'table':
      return cellsOf(context, source.words, row).map((node) => ({ kind: 'node', node }));
    case 'answer': {
      const text = partOfAnswer(page, source.part);
      return text === null ? [] : [value(text)];
    }
    default:
      return assertNever(source);
  }
}

const value = (text: string): Match => ({ kind: 'value', text });

/** The cell of the row; without rows of a table those of the first table here that has such a column. */
function cellsOf({ finds }: PageContext, words: string, row: RowSource): readonly Element[] {
  if (row.cells !== null) {
    const column = columnOf(row.cells.table, words);
    const cell = column === null ? undefined : row.cells.cells[column];
    return cell === undefined ? [] : [cell];
  }
  const heads = new Set([comparable(words)]);
  const inside = findAll(row.scope, ({ name }) => name === 'table');
  const own = isTag(row.scope) && row.scope.name === 'table' ? [row.scope] : [];
  for (const element of [...own, ...inside]) {
    const table = finds.table(element, heads);
    const column = columnOf(table, words);
    if (column !== null) return table.rows.flatMap(({ cells }) => cells[column] ?? []);
  }
  return [];
}

function matchOf(found: unknown): Match {
  if (!isNode(found)) return value(atomText(found));
  const { node, nodeType, nodeName } = found;
  if (nodeType === nodeTypes.attribute) {
    return { kind: 'attribute', element: node as Element, name: nodeName };
  }
  if (nodeType === nodeTypes.element || nodeType === nodeTypes.document) {
    return { kind: 'node', node: node as Scope };
  }
  return value(found.value);
}

function isNode(found: unknown): found is XNode {
  return typeof found === 'object' && found !== null && 'nodeType' in found && 'node' in found;
}

/** A value of XPath as text: a date as in ISO 8601, a map or an array as JSON. */
function atomText(found: unknown): string {
  if (found instanceof Date) return found.toISOString();
  return typeof found === 'object' ? JSON.stringify(found) : String(found);
}
