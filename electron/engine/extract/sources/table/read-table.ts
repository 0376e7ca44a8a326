import { type Element, isTag } from 'domhandler';
import { attributeOf } from '../../dom-adapter.ts';
import { shownText } from '../../shown-text.ts';

/** A table in which a cell that spans several rows or columns stands in each of them. */
export interface Table {
  /** The words at the head of each column; of several rows of heads all, from top to bottom. */
  readonly heads: readonly string[];
  /** The rows below the head. */
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly element: Element;
  /** The cell in each column; undefined where the row is shorter. */
  readonly cells: readonly (Element | undefined)[];
  readonly table: Table;
}

/** The limits of the HTML standard (section 4.9.11). */
const mostColumns = 1000;
const mostRows = 65_534;

/**
 * Reads a table by the HTML standard's "forming a table" (section 4.9.12), as far as it says which cell stands in
 * which row and column.
 *
 * @param isWanted whether a text is one of the heads that the job names: by that, the first row of a table without
 *   `<th>` and `<thead>` is known to be its head
 */
export function readTable(table: Element, isWanted: (head: string) => boolean): Table {
  const grid = gridOf(table);
  const heads = headRows(grid, isWanted);
  const width = grid.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const texts = Array.from({ length: width }, (_, column) => headOf(heads, column));
  const rows: TableRow[] = [];
  const read: Table = { heads: texts, rows };
  for (const { element, cells } of grid.slice(heads.length)) {
    if (cells.length === 0 || repeatsHead(cells, texts)) continue;
    rows.push({ element, cells, table: read });
  }
  return read;
}

/** The column whose head has these words; null where none has, or several have them among others. */
export function columnOf({ heads }: Table, words: string): number | null {
  const wanted = comparable(words);
  if (wanted === '') return null;
  const same = heads.findIndex((head) => comparable(head) === wanted);
  if (same >= 0) return same;
  const among = heads.flatMap((head, at) =>
    ` ${comparable(head)} `.includes(` ${wanted} `) ? [at] : [],
  );
  return among.length === 1 ? (among[0] ?? null) : null;
}

export function comparable(words: string): string {
  return words.replace(/\s+/g, ' ').trim().toLowerCase();
}

interface GridRow {
  readonly element: Element;
  readonly cells: readonly (Element | undefined)[];
  readonly inHead: boolean;
}

/** A cell that reaches down into the next `left` rows of its group, by its column. */
type Reaching = { readonly cell: Element; readonly left: number }[];

function gridOf(table: Element): GridRow[] {
  const rows: GridRow[] = [];
  let reaching: Reaching = [];
  for (const part of childrenNamed(table, 'thead', 'tbody', 'tfoot', 'tr')) {
    if (part.name !== 'tr') reaching = [];
    for (const element of part.name === 'tr' ? [part] : childrenNamed(part, 'tr')) {
      const row = rowOf(element, reaching);
      reaching = row.reaching;
      rows.push({ element, cells: row.cells, inHead: part.name === 'thead' });
    }
    if (part.name !== 'tr') reaching = [];
  }
  return rows;
}

function rowOf(row: Element, reaching: Reaching) {
  const cells: (Element | undefined)[] = [];
  const next: Reaching = [];
  const put = (cell: Element, column: number, left: number): void => {
    cells[column] = cell;
    if (left > 0) next[column] = { cell, left };
  };
  reaching.forEach(({ cell, left }, column) => {
    put(cell, column, left - 1);
  });
  let column = 0;
  for (const cell of childrenNamed(row, 'td', 'th')) {
    while (cells[column] !== undefined) column += 1;
    const end = column + Math.min(spanOf(cell, 'colspan') || 1, mostColumns);
    const height = spanOf(cell, 'rowspan');
    // 0 rows: all to the end of the group.
    const left = height === 0 ? mostRows : Math.min(height, mostRows) - 1;
    for (let at = column; at < end && cells[at] === undefined; at++) put(cell, at, left);
  }
  return { cells: Array.from(cells), reaching: next };
}

function headRows(rows: readonly GridRow[], isWanted: (head: string) => boolean): GridRow[] {
  const isHead = ({ inHead, cells }: GridRow): boolean =>
    inHead || (cells.length > 0 && cells.every((cell) => cell?.name === 'th'));
  const end = rows.findIndex((row) => !isHead(row));
  const heads = end < 0 ? [...rows] : rows.slice(0, end);
  const [first] = rows;
  if (heads.length > 0 || first === undefined) return heads;
  const isNamed = first.cells.some((cell) => cell !== undefined && isWanted(shownText(cell)));
  return isNamed ? [first] : [];
}

/** The different words of a column's heads, from top to bottom. */
function headOf(heads: readonly GridRow[], column: number): string {
  const texts = heads.flatMap(({ cells }) => {
    const cell = cells[column];
    return cell === undefined ? [] : [shownText(cell)];
  });
  return [...new Set(texts)].filter((text) => text !== '').join(' ');
}

/** A row in the middle of a long table that says its heads again. */
function repeatsHead(cells: GridRow['cells'], heads: readonly string[]): boolean {
  return cells.every((cell, at) => cell?.name === 'th' && shownText(cell) === heads[at]);
}

function childrenNamed(parent: Element, ...names: readonly string[]): Element[] {
  return parent.children.filter(isTag).filter(({ name }) => names.includes(name));
}

/** 1 for what is no number. */
function spanOf(cell: Element, name: 'colspan' | 'rowspan'): number {
  const digits = /^\s*\+?(\d+)/.exec(attributeOf(cell, name) ?? '')?.[1];
  return digits === undefined ? 1 : Number(digits);
}
