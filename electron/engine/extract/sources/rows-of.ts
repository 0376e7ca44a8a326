import { type Element, isTag } from 'domhandler';
import { assertNever } from '#shared/assert-never.ts';
import type { PageContext } from '../page-context.ts';
import type { Scope } from '../walk.ts';
import type { CompiledEach } from './compile-source.ts';
import type { JsonNode } from './json/read-json.ts';
import type { TableRow } from './table/read-table.ts';
import type { XNode } from './xpath/xpath-tree.ts';

/** What a row is made of. */
export interface RowSource {
  /** Where selectors are looked up: an element, or the page. */
  readonly scope: Scope;
  /** The match of a JSONPath. */
  readonly json: JsonNode | null;
  /** The row of a table. */
  readonly cells: TableRow | null;
}

export function inScope(scope: Scope): RowSource {
  return { scope, json: null, cells: null };
}

/** One row for each match of `each`; without it the whole page is one. */
export function rowsOf(context: PageContext, each: CompiledEach | null): readonly RowSource[] {
  const { page, finds } = context;
  const isXml = page.kind === 'xml';
  switch (each?.kind) {
    case undefined:
      return [inScope(page.root)];
    case 'css':
      return each.selector.all(page.root, isXml).map(inScope);
    case 'xpath':
      return each.xpath.all(finds.tree, finds.tree.of(page.root)).flatMap((found) => {
        const element = elementOf(found);
        return element === null ? [] : [inScope(element)];
      });
    case 'json':
      return finds
        .json(each.place)
        .flatMap((node) => each.path.all(node))
        .map((json) => ({ scope: page.root, json, cells: null }));
    case 'table':
      return each.selector
        .all(page.root, isXml)
        .flatMap((table) => finds.table(table, each.heads).rows)
        .map((cells) => ({ scope: cells.element, json: null, cells }));
    default:
      return assertNever(each);
  }
}

/** The element of a match of an XPath; an attribute or a text is no place to look into. */
function elementOf(found: unknown): Element | null {
  const node = (found as XNode | null)?.node;
  const isElement = (found as XNode | null)?.nodeType === 1;
  return isElement && node !== undefined && isTag(node) ? node : null;
}
