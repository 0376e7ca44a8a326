import { type Element, isTag } from 'domhandler';
import type { ListField, PickedField } from '#shared/engine-protocol/pick.ts';
import type { Field } from '#shared/job/job.ts';
import { nextNode } from '../extract/walk.ts';
import { chooseField } from './choose-field.ts';
import { parentOf } from './element-path.ts';
import type { Finder } from './finder.ts';
import { type Neighbours, wayToFollower } from './neighbours.ts';
import type { Rows } from './row-selector.ts';
import type { OtherPlace } from './vote.ts';

const mostFields = 12;
const mostLeaves = 40;
const triedRows = 20;
const shownValues = 5;
const longestValue = 300;

/** One row, in which fields are looked for; `group` where it is made of several neighbours. */
export interface ModelRow {
  readonly row: Element;
  readonly group: Neighbours | null;
}

/** The fields of a list: that of the picked element first, then others that most rows have. */
export function listFields(
  finder: Finder,
  rows: Rows,
  model: ModelRow,
  picked: Element,
  names: readonly string[],
): readonly ListField[] {
  const others = [...rows.alike].filter((row) => row !== model.row).slice(0, triedRows);
  const places = others.map((scope): OtherPlace => ({ finder, scope }));
  const inUse = [...names];
  const found: { readonly field: ListField; readonly values: readonly string[] }[] = [];
  const offer = (element: Element, take: string | undefined, isPicked: boolean) => {
    const place = placeIn(model, element);
    if (place === null) return;
    const chosen = chooseField(finder, element, place.scope, inUse, places, {
      prefix: place.way,
      take,
    });
    const values = rows.all.map((row) => finder.value(chosen.field, row));
    const taken = found.map((one) => one.values);
    if (!isPicked && !isWorth(values, taken)) return;
    inUse.push(chosen.field.name);
    found.push({ field: withValues(chosen, values), values });
  };
  offer(picked, undefined, true);
  for (const { element, take } of leavesOf(model)) {
    if (found.length === mostFields) break;
    if (element !== picked || take !== undefined) offer(element, take, false);
  }
  return found.map(({ field }) => field);
}

function withValues(chosen: PickedField, values: readonly string[]): ListField {
  return {
    ...chosen,
    filled: values.filter((value) => value !== '').length,
    takes: chosen.takes.map((one) => ({ ...one, value: one.value.slice(0, longestValue) })),
    values: values.slice(0, shownValues).map((value) => value.slice(0, longestValue)),
  };
}

/** The element of the row that holds this one, and the way there from the row; null: it is outside. */
function placeIn({ row, group }: ModelRow, element: Element) {
  for (let at: Element | null = element; at !== null; at = parentOf(at)) {
    if (at === row) return { scope: at, way: '' };
    if (group?.followers.includes(at) === true) return { scope: at, way: wayToFollower(group, at) };
  }
  return null;
}

/** Half of the rows have it, with different values, and no other field has the same. */
export function isWorth(
  values: readonly string[],
  others: readonly (readonly string[])[],
): boolean {
  const filled = values.filter((value) => value !== '');
  if (filled.length * 2 < values.length) return false;
  if (values.length > 2 && new Set(values).size === 1) return false;
  return !others.some((other) => {
    const same = values.filter((value, row) => value === other[row]).length;
    return same >= values.length * 0.8;
  });
}

/** The smallest parts of a row that hold something: texts, pictures, links. */
function leavesOf({ row, group }: ModelRow): readonly { element: Element; take: Field['take'] }[] {
  const leaves: { element: Element; take: Field['take'] }[] = [];
  for (const part of [row, ...(group?.followers ?? [])]) {
    for (let node: Element['children'][number] | null = part, skip = false; node !== null; ) {
      if (leaves.length >= mostLeaves) return leaves;
      skip = false;
      if (isTag(node)) {
        const { name, attribs } = node;
        if (name === 'img') leaves.push({ element: node, take: undefined });
        if (name === 'time' && attribs['datetime'] !== undefined) {
          leaves.push({ element: node, take: 'attr:datetime' });
        }
        const isText = hasOwnText(node) && !/^(?:script|style|option|button|svg)$/.test(name);
        if (isText) leaves.push({ element: node, take: undefined });
        if (name === 'a' && attribs['href'] !== undefined) {
          leaves.push({ element: node, take: 'attr:href' });
        }
        skip = /^(?:script|style|svg|select|button)$/.test(name);
      }
      node = nextNode(node, part, skip);
    }
  }
  return leaves;
}

function hasOwnText(element: Element): boolean {
  return element.children.some((child) => child.type === 'text' && child.data.trim() !== '');
}
