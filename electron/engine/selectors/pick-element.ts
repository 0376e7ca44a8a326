import { type Element, isTag } from 'domhandler';
import type { ElementPick, PickedElement } from '#shared/engine-protocol/pick.ts';
import { type Each, isNoEach } from '#shared/job/v2/source.ts';
import type { Page } from '../extract/load-page.ts';
import { chooseField } from './choose-field.ts';
import { ancestorsOf, elementAt, PickError } from './element-path.ts';
import { Finder } from './finder.ts';
import { previousElement } from './label-of.ts';
import { pickList } from './pick-list.ts';
import type { OtherPlace } from './vote.ts';
import { tagOf } from './write-css.ts';

export interface ElementTask {
  readonly element: PickedElement;
  readonly each?: Each | undefined;
  readonly names: readonly string[];
}

/** The rows of the page on which a field inside rows is tried; more would say nothing new. */
const triedRows = 20;

/**
 * The field for an element that a person has picked.
 *
 * @param beside other pages of the same kind
 * @throws PickError
 */
export function pickElement(page: Page, task: ElementTask, beside: readonly Page[]): ElementPick {
  const finder = new Finder(page);
  const element = elementAt(page, task.element);
  const { each, names } = task;
  if (isNoEach(each)) {
    const others = beside.map(
      (other): OtherPlace => ({ finder: new Finder(other), scope: other.root }),
    );
    const picked = chooseField(finder, element, page.root, names, others);
    const found = pickList(page, { first: task.element, names });
    return { picked, list: found.kind === 'list' ? found.list : null };
  }
  if (typeof each === 'object' && 'json' in each) {
    throw new PickError(
      'The rows of this job come from JSON, so that nothing in the page stands inside them. Clear “One row per” to pick here.',
    );
  }
  const rows = finder
    .rows({ each, fields: [] })
    .flatMap(({ scope }) => (isTag(scope) ? scope : []));
  const { row, scope, way } = rowAround(element, new Set(rows));
  const others = rows.filter((other) => other !== row).slice(0, triedRows);
  const places = others.map((other): OtherPlace => ({ finder, scope: other }));
  return {
    picked: chooseField(finder, element, scope, names, places, { prefix: way }),
    list: null,
  };
}

/** Rows of several neighbours have few. */
const farthestNeighbour = 3;

/**
 * The row that an element belongs to: around it, or a few elements before one that is around it. `way` leads from
 * the row to `scope`, the part that holds the element.
 *
 * @throws PickError where the element belongs to no row
 */
function rowAround(element: Element, rows: ReadonlySet<Element>) {
  const around = [element, ...ancestorsOf(element, null)];
  const inside = around.find((at) => rows.has(at));
  if (inside !== undefined) return { row: inside, scope: inside, way: '' };
  for (const scope of around) {
    let way = '';
    let at: Element | null = scope;
    for (let steps = 0; at !== null && steps < farthestNeighbour; steps += 1) {
      way = `+ ${tagOf(at)} ${way}`.trim();
      at = previousElement(at);
      if (at !== null && rows.has(at)) return { row: at, scope, way };
    }
  }
  throw new PickError(
    rows.size === 0
      ? 'The rows of this job are not in this page, so that nothing can be picked inside them.'
      : 'This stands outside the rows. Pick something inside one of them, or clear “One row per”.',
  );
}
