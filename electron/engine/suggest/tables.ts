import type { Element } from 'domhandler';
import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Field } from '#shared/job/job.ts';
import type { Page } from '../extract/load-page.ts';
import { comparable, readTable, type Table } from '../extract/sources/table/read-table.ts';
import { findAll } from '../extract/walk.ts';
import { chooseField } from '../selectors/choose-field.ts';
import { PickError } from '../selectors/element-path.ts';
import { Finder } from '../selectors/finder.ts';
import { columnName } from './names.ts';
import { proposalOf } from './propose.ts';

const mostTables = 5;
const mostColumns = 30;
const fewestRows = 2;
const sampledRows = 12;
const longestHead = 200;

export interface SuggestedTable {
  readonly suggestion: Suggestion;
  readonly element: Element;
  readonly rows: readonly Element[];
}

/** Tables whose columns have names: each row below the head would be a row, and each named column a field. */
export function tablesOf(page: Page): readonly SuggestedTable[] {
  const finder = new Finder(page);
  const found: SuggestedTable[] = [];
  for (const element of findAll(page.root, ({ name }) => name === 'table')) {
    if (found.length === mostTables) break;
    // A table around another one is there for the layout.
    if (findAll(element, ({ name }) => name === 'table').length > 0) continue;
    const table = readTable(element, () => false);
    const fields = fieldsOf(table);
    if (table.rows.length < fewestRows || fields.length < 2) continue;
    const css = selectorOf(finder, element);
    if (css !== null) found.push(suggested(finder, element, table, css, fields));
  }
  return found;
}

function suggested(
  finder: Finder,
  element: Element,
  { rows }: Table,
  css: string,
  fields: readonly Field[],
): SuggestedTable {
  const each = { table: css };
  const sample = finder.rows({ each, fields }).slice(0, sampledRows);
  const proposals = fields.flatMap(
    (field) =>
      proposalOf(
        field,
        sample.map((row) => finder.valueIn(field, row)),
      ) ?? [],
  );
  return {
    suggestion: { group: `Table: ${css} (${rows.length})`, each, fields: proposals },
    element,
    rows: rows.map((row) => row.element),
  };
}

/** The columns that have a name of their own. */
function fieldsOf({ heads }: Table): readonly Field[] {
  const names = new Set<string>();
  const words = new Set<string>();
  return heads.slice(0, mostColumns).flatMap((head, at): Field[] => {
    const known = comparable(head);
    if (known === '' || words.has(known) || head.length > longestHead) return [];
    words.add(known);
    const wanted = columnName(head).slice(0, 40) || `column_${at + 1}`;
    let name = wanted;
    for (let count = 2; names.has(name); count += 1) name = `${wanted}_${count}`;
    names.add(name);
    return [{ name, table: head }];
  });
}

/** The selector that lasts longest and finds this table alone; null for none. */
function selectorOf(finder: Finder, element: Element): string | null {
  const { root } = finder.page;
  try {
    const { css = 'table' } = chooseField(finder, element, root, [], []).field;
    // The heading above a table is often that of one page; a name of the table is that of all.
    const candidates = css.includes(':text-is(') ? ['table', css] : [css, 'table'];
    return candidates.find((one) => isAlone(finder.all(one, root), element)) ?? null;
  } catch (error) {
    if (error instanceof PickError) return null;
    throw error;
  }
}

function isAlone(found: readonly Element[], element: Element): boolean {
  return found.length === 1 && found[0] === element;
}
