import { type Element, isTag } from 'domhandler';
import { shownText } from '../extract/shown-text.ts';
import { findAll } from '../extract/walk.ts';
import { childrenOf } from '../selectors/element-path.ts';
import { fieldName } from '../selectors/field-name.ts';
import { labelsOf } from '../selectors/label-of.ts';
import { type Proposal, proposalOf } from './propose.ts';
import type { Surroundings } from './seen.ts';
import type { Visible } from './visible.ts';

const mostPairs = 40;
/** Tables of more rows hold data, and no properties of one thing. */
const mostRows = 60;
/** A single pair of cells is laid out, and no table of properties. */
const fewestRows = 2;

/** Labels and their values: tables of specifications, and the pairs of `<dl>`. */
export function pairs(visible: Visible, around: Surroundings): readonly Proposal[] {
  const { finder, page } = visible;
  const found: Proposal[] = [];
  const names: string[] = [];
  for (const value of valuesOfPairs(visible, around).slice(0, mostPairs)) {
    const label = labelsOf(value, page.root).find(({ trust }) => trust === 'strong');
    if (label === undefined || finder.all(label.css, page.root)[0] !== value) continue;
    const sample = finder.value({ css: label.css }, page.root);
    if (sample === '') continue;
    const name = fieldName([label.name], value, sample, names);
    names.push(name);
    found.push(...[proposalOf({ name, css: label.css }, [sample])].filter((one) => one !== null));
  }
  return found;
}

function valuesOfPairs({ page }: Visible, around: Surroundings): readonly Element[] {
  const holders = findAll(page.root, ({ name }) => name === 'dl' || name === 'table');
  return holders
    .filter((holder) => around.holds(holder))
    .flatMap((holder) => (holder.name === 'dl' ? definitions(holder) : secondCells(holder)));
}

/** The first `<dd>` of each `<dt>`. */
const definitions = (list: Element): readonly Element[] =>
  findAll(list, ({ name }) => name === 'dd').filter((value) => {
    let before = value.prev;
    while (before !== null && !isTag(before)) before = before.prev;
    return before?.name === 'dt';
  });

/** The second cells of a table whose rows are all a label and a value, below no head. */
function secondCells(table: Element): readonly Element[] {
  const rows = findAll(table, ({ name }) => name === 'tr').map((row) => childrenOf(row));
  const two = rows.filter((cells) => cells.length === 2);
  const isHead = two[0]?.every(({ name }) => name === 'th') ?? false;
  if (isHead || two.length < fewestRows || rows.length > mostRows || two.length < rows.length * 0.7)
    return [];
  const labels = two.map(([label]) => (label === undefined ? '' : shownText(label)));
  if (new Set(labels).size < labels.length) return [];
  return two.flatMap(([, value]) => (value?.name === 'td' ? [value] : []));
}
