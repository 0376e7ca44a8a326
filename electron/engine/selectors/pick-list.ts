import type { Element } from 'domhandler';
import type { ListPick, PickedElement, PickedList } from '#shared/engine-protocol/pick.ts';
import type { Page } from '../extract/load-page.ts';
import { candidatesFor } from './candidates.ts';
import { ancestorsOf, childrenOf, elementAt, parentOf, pathOf } from './element-path.ts';
import { evidenceOf } from './evidence.ts';
import { Finder } from './finder.ts';
import { labelsOf } from './label-of.ts';
import { alikeTo, isOnlyOne } from './likeness.ts';
import { listFields } from './list-fields.ts';
import { type Neighbours, neighboursOf, wayToFollower } from './neighbours.ts';
import { type Rows, rowsLike } from './row-selector.ts';

export interface ListTask {
  readonly first: PickedElement;
  readonly second?: PickedElement | undefined;
  readonly names: readonly string[];
}

const mostPaths = 500;
const mostDifferent = 100;
/** With one pick, fewer of a kind are no list. */
const fewestAlike = 3;

/**
 * The list that one or two picked elements are part of. From two it follows what a row is: the elements on the
 * way to them that stand side by side.
 *
 * @throws PickError
 */
export function pickList(page: Page, { first, second, names }: ListTask): ListPick {
  const finder = new Finder(page);
  const one = elementAt(page, first);
  const other = second === undefined ? undefined : elementAt(page, second);
  const found = other === undefined ? rowAround(finder, one) : rowsAround(finder, one, other);
  if ('why' in found) return { kind: 'none', why: found.why };
  const group = neighboursOf(found.rows[0]);
  const heads = group === null ? found.rows : headsOf(found.rows);
  const rows = rowsLike(finder, heads);
  if (rows === null) return { kind: 'none', why: 'No selector finds the items and nothing else.' };
  return { kind: 'list', list: listOf(finder, rows, { row: heads[0], group }, one, other, names) };
}

type Found = { readonly rows: readonly [Element, ...Element[]] } | { readonly why: string };

/** From one element: the largest thing around it that repeats, and that holds only one of its kind. */
function rowAround(finder: Finder, element: Element): Found {
  const around = [element, ...ancestorsOf(element, finder.page.root)];
  const rows = around.filter((row) => isRow(row) && repeats(row) && isToldIn(finder, element, row));
  const row = rows.at(-1);
  return row === undefined ? { why: 'Nothing like this stands beside it.' } : { rows: [row] };
}

function repeats(row: Element): boolean {
  const siblings = childrenOf(parentOf(row));
  return siblings.length >= fewestAlike && siblings.filter(alikeTo(row)).length >= fewestAlike;
}

/** Words of a text and parts of the page as a whole are no rows. */
function isRow({ name, parent }: Element): boolean {
  if (
    /^(?:html|head|body|b|i|em|strong|u|s|small|sub|sup|br|option|script|style|meta|link)$/.test(
      name,
    )
  ) {
    return false;
  }
  return !(parent !== null && 'name' in parent && parent.name === 'p');
}

/** Whether a field for the element can be told from others in the row. */
function isToldIn(finder: Finder, element: Element, row: Element): boolean {
  if (isOnlyOne(element, row)) return true;
  return [...evidenceOf(element), ...labelsOf(element, row)].some(
    ({ css, trust }) => trust === 'strong' && finder.all(css, row).length === 1,
  );
}

/** From two elements: the parts of their nearest common ancestor that lead to them, or parts of these. */
function rowsAround(finder: Finder, one: Element, other: Element): Found {
  const [ways, others] = [wayDown(one, other), wayDown(other, one)];
  if (ways.length === 0 || others.length === 0) {
    return { why: 'One of the two is inside the other. Pick the same thing in two items.' };
  }
  const depth = Math.min(ways.length, others.length);
  for (let level = 0; level < depth; level += 1) {
    const [row, otherRow] = [ways[level], others[level]];
    if (row === undefined || otherRow === undefined || row.name !== otherRow.name) break;
    const isWhole = isToldIn(finder, one, row) && isToldIn(finder, other, otherRow);
    if (isWhole && isSamePart(finder, one, row, other, otherRow)) return { rows: [row, otherRow] };
  }
  return {
    why: 'These two are not the same part of two items. Pick the same thing in both, such as two prices.',
  };
}

/** The elements from the child of the nearest common ancestor down to `element`. */
function wayDown(element: Element, other: Element): readonly Element[] {
  const around = new Set([other, ...ancestorsOf(other, null)]);
  const way = [element, ...ancestorsOf(element, null)];
  const common = way.findIndex((at) => around.has(at));
  return way.slice(0, common < 0 ? way.length : common).reverse();
}

/** One selector finds both, each in its row. */
function isSamePart(
  finder: Finder,
  one: Element,
  row: Element,
  other: Element,
  otherRow: Element,
): boolean {
  if (one === row || other === otherRow) return one === row && other === otherRow;
  return candidatesFor(finder, one, row).some(({ css }) => finder.all(css, otherRow)[0] === other);
}

function headsOf(rows: readonly [Element, ...Element[]]): readonly [Element, ...Element[]] {
  const heads = rows.map((row) => neighboursOf(row)?.head ?? row);
  const [first = rows[0], ...rest] = heads;
  return [first, ...rest];
}

function listOf(
  finder: Finder,
  rows: Rows,
  model: { readonly row: Element; readonly group: Neighbours | null },
  one: Element,
  other: Element | undefined,
  names: readonly string[],
): PickedList {
  const different = rows.all.filter((row) => !rows.alike.has(row));
  const isSure = rows.isSaid && (other !== undefined || different.length === 0);
  return {
    each: rows.each,
    rows: rows.all.length,
    alike: rows.alike.size,
    different: different.slice(0, mostDifferent).map(pathOf),
    paths: rows.all.slice(0, mostPaths).map(pathOf),
    fields: listFields(finder, rows, model, one, names),
    confidence: isSure ? 'sure' : 'unsure',
    reason: reasonOf(rows, different.length, model.group),
  };
}

function reasonOf(
  { all, alike, isSaid }: Rows,
  different: number,
  group: Neighbours | null,
): string {
  const last = group?.followers.at(-1);
  const parts = [
    different === 0
      ? `All ${all.length} look alike.`
      : `${alike.size} of ${all.length} look alike; ${different === 1 ? 'one looks' : `${different} look`} different.`,
    ...(group === null || last === undefined
      ? []
      : [
          `A row is <${group.head.name}> with what stands behind it, up to "${wayToFollower(group, last)}".`,
        ]),
    ...(isSaid ? [] : ['The rows are found by their place alone.']),
  ];
  return parts.join(' ');
}
