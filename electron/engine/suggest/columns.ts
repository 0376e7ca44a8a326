import { type Element, isTag } from 'domhandler';
import { defaultSeparator } from '#shared/job/defaults.ts';
import type { Field } from '#shared/job/job.ts';
import type { Page } from '../extract/load-page.ts';
import type { PageContext } from '../extract/page-context.ts';
import { nextNode, textContent } from '../extract/walk.ts';
import { isPrice } from '../selectors/value-shape.ts';
import { columnName, stableClasses } from './names.ts';
import { type Proposal, proposalOf, valuesOf } from './propose.ts';

export interface Column {
  readonly proposal: Proposal;
  /** How much the presence of this column speaks for the block. */
  readonly weight: number;
}

/** A column is offered when this share of the rows has it. */
const share = 0.5;
const maxColumns = 12;

/** The columns that the rows of a repeated block offer; `rows` are a sample of the block's matches. */
export function columnsOf(context: PageContext, rows: readonly Element[]): readonly Column[] {
  const { page } = context;
  const columns: Column[] = [];
  const taken: (readonly string[])[] = [];
  const names = new Set<string>();

  const offer = (candidates: readonly Field[], weight: number): boolean => {
    for (const field of candidates) {
      if (columns.length === maxColumns) return false;
      const values = valuesOf(context, field, rows);
      if (!isWorth(page, values, field) || taken.some((other) => isLike(values, other))) continue;
      const proposal = proposalOf({ ...field, name: unused(names, field.name) }, values);
      if (proposal === null) continue;
      taken.push(values);
      names.add(proposal.field.name);
      columns.push({ proposal, weight });
      return true;
    }
    return false;
  };

  if (page.kind === 'xml') {
    for (const fields of childFields(rows)) offer(fields, 2);
    return columns;
  }
  const leaves = leafSelectors(rows);
  const isTableRow = rows[0]?.name === 'tr';
  if (isTableRow) for (const field of cells(rows)) offer([field], 1);
  const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
  const hasHeading = offer(
    headings.map((css) => ({ name: 'title', css })),
    3,
  );
  if (!hasHeading && !isTableRow)
    offer([{ name: 'title', css: 'a[href]' }, selfIfLink('title', rows)].flat(), 1);
  const headingLinks = headings.map((tag) => `${tag} a[href]`);
  const links = [...headingLinks, 'a[href]'].map((css) => ({
    name: 'link',
    css,
    take: 'attr:href',
    type: 'url' as const,
  }));
  offer([...selfIfLink('link', rows, 'attr:href'), ...links], 2);
  offer(
    [
      // `src` of a picture that a script loads late is read from the attribute that holds its address.
      { name: 'image', css: 'img', take: 'attr:src', type: 'picture' },
      { name: 'image', css: 'source', take: 'attr:srcset' },
    ],
    2,
  );
  offer(
    leaves.filter((leaf) => leaf.isPrice).map(({ css }) => ({ name: 'price', css })),
    3,
  );
  offer(
    [
      { name: 'date', css: 'time[datetime]', take: 'attr:datetime', type: 'date' },
      { name: 'date', css: 'time' },
    ],
    2,
  );
  for (const { css, name, many } of leaves) {
    offer([...(many ? [{ name, css, all: true }] : []), { name, css }], 1);
  }
  return columns;
}

/** Whether enough rows have the column, and its values differ. */
function isWorth(page: Page, values: readonly string[], field: Field): boolean {
  const leadsNowhere = (value: string) =>
    /^(?:data|javascript):/.test(value) || value.split('#', 1)[0] === page.url;
  const filled = values.filter((value) => value !== '' && !leadsNowhere(value));
  if (filled.length < values.length * share) return false;
  if (values.length > 2 && new Set(values).size === 1) return false;
  return field.all !== true || !filled.some((value) => value.split(defaultSeparator).includes(''));
}

/** Whether it has the same values as another column in nearly every row. */
function isLike(values: readonly string[], other: readonly string[]): boolean {
  const same = values.filter((value, row) => value === other[row]).length;
  return same >= values.length * 0.8;
}

function unused(names: ReadonlySet<string>, name: string): string {
  let free = name;
  for (let count = 2; names.has(free); count++) free = `${name}_${count}`;
  return free;
}

/** XML: every child by its name, its text or (as links in Atom have it) its `href`. */
function childFields(rows: readonly Element[]): readonly (readonly Field[])[] {
  const tags = new Set(rows.flatMap((row) => row.children.filter(isTag).map(({ name }) => name)));
  return [...tags].map((tag) => {
    const css = `> ${tag.replaceAll(/[^\w-]/g, '\\$&')}`;
    return [
      { name: tag, css },
      { name: tag, css, take: 'attr:href' },
    ];
  });
}

function selfIfLink(name: string, rows: readonly Element[], take?: string): Field[] {
  const isLink = rows.every((row) => row.name === 'a' && 'href' in row.attribs);
  if (!isLink) return [];
  return [take === undefined ? { name } : { name, take }];
}

/** Cells of a table by their place, named as the table's head names them. */
function cells(rows: readonly Element[]): Field[] {
  const widest = Math.max(...rows.map((row) => row.children.filter(isCell).length));
  const heads = headOf(rows[0]);
  return Array.from({ length: Math.min(widest, maxColumns) }, (_, index) => ({
    name: columnName(heads[index] ?? '').slice(0, 40) || `column_${index + 1}`,
    css: `:is(td, th):nth-child(${index + 1})`,
  }));
}

function isCell(node: Element['children'][number]): node is Element {
  return isTag(node) && (node.name === 'td' || node.name === 'th');
}

function headOf(row: Element | undefined): readonly string[] {
  let table = row?.parent ?? null;
  while (table !== null && !(isTag(table) && table.name === 'table')) table = table.parent;
  if (table === null) return [];
  for (let node = nextNode(table, table); node !== null; node = nextNode(node, table)) {
    if (!isTag(node) || node.name !== 'tr') continue;
    const found = node.children.filter(isCell);
    return found.length > 1 && found.every(({ name }) => name === 'th')
      ? found.map((cell) => textContent(cell))
      : [];
  }
  return [];
}

interface Leaf {
  readonly css: string;
  readonly name: string;
  readonly isPrice: boolean;
  /** Several elements in a row, such as tags. */
  readonly many: boolean;
}

const plainTags = new Set(['p', 'small', 'strong', 'em', 'b', 'cite', 'figcaption', 'dt', 'dd']);

/** Elements with a text of their own, by the shortest selector for them, the most frequent first. */
function leafSelectors(rows: readonly Element[]): readonly Leaf[] {
  const found = new Map<
    string,
    { name: string; rows: Set<Element>; count: number; prices: number }
  >();
  for (const row of rows) {
    for (let node = nextNode(row, row); node !== null; node = nextNode(node, row)) {
      if (!isTag(node) || !hasOwnText(node)) continue;
      const classes = stableClasses(node).map((name) => ({ css: `.${name}`, name }));
      const plain = plainTags.has(node.name) ? [{ css: node.name, name: node.name }] : [];
      for (const { css, name } of classes.length > 0 ? classes : plain) {
        const leaf = found.get(css) ?? {
          name: columnName(name),
          rows: new Set(),
          count: 0,
          prices: 0,
        };
        leaf.rows.add(row);
        leaf.count += 1;
        if (isPrice(textContent(node))) leaf.prices += 1;
        found.set(css, leaf);
      }
    }
  }
  return [...found]
    .filter(([, leaf]) => leaf.rows.size >= rows.length * share)
    .sort(([, a], [, b]) => b.rows.size - a.rows.size)
    .map(([css, leaf]) => ({
      css,
      name: leaf.name,
      isPrice: leaf.prices >= leaf.rows.size * share,
      many: leaf.count >= leaf.rows.size * 1.5,
    }));
}

function hasOwnText(element: Element): boolean {
  if (element.name === 'script' || element.name === 'style') return false;
  return element.children.some((child) => child.type === 'text' && child.data.trim() !== '');
}
