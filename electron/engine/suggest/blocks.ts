import type { Element } from 'domhandler';
import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Page } from '../extract/load-page.ts';
import { contextOf, type PageContext } from '../extract/page-context.ts';
import { compileSelector } from '../extract/selector.ts';
import { childrenOf } from '../selectors/element-path.ts';
import { ancestorsOf, isNavigation, looksOf, scoreOf } from './block-score.ts';
import { findCandidates } from './candidates.ts';
import { type Column, columnsOf } from './columns.ts';

const maxBlocks = 5;
/** A share of the best block's score: blocks below that are left out. */
const minScore = 0.2;
/** The number of matches of a selector that are examined closely. */
const sampledRows = 12;

export interface RepeatedBlock {
  readonly suggestion: Suggestion;
  /** The elements that would be rows. */
  readonly rows: readonly Element[];
}

interface Block {
  readonly css: string;
  readonly matches: readonly Element[];
  readonly columns: readonly Column[];
  readonly score: number;
}

/**
 * Structures that repeat on a page, such as the cards of a list: for each a selector whose every
 * match would be a row, and the columns that such a row offers. The best ones first.
 *
 * @param tables those whose rows are suggested already
 */
export function repeatedBlocks(
  page: Page,
  tables: ReadonlySet<Element> = new Set(),
): readonly RepeatedBlock[] {
  const columns = new ColumnsOfRows(page);
  const blocks = findCandidates(page)
    .filter(([, elements]) => {
      const rows = elements.slice(0, sampledRows);
      return !rows.some((row) => leadsElsewhere(row, tables)) && looksOf(rows) !== null;
    })
    .flatMap(([css, elements]) => blockOf(page, withoutHead(css, elements), columns) ?? [])
    .sort((a, b) => b.score - a.score);
  const chosen: Block[] = [];
  for (const block of blocks) {
    if (chosen.length === maxBlocks || block.score < (blocks[0]?.score ?? 0) * minScore) break;
    if (!chosen.some((better) => sameThings(better, block))) chosen.push(block);
  }
  return chosen.map(({ css, matches, columns }) => ({
    rows: matches,
    suggestion: {
      group: `Repeated block: ${css} (${matches.length})`,
      each: css,
      fields: columns.map(({ proposal }) => proposal),
    },
  }));
}

/** Whether an element is a part of what a site shows on every page, or of a table that is known by its head. */
function leadsElsewhere(element: Element, tables: ReadonlySet<Element>): boolean {
  return [element, ...ancestorsOf(element)].some((one) => tables.has(one) || isNavigation(one));
}

/** The rows of a table without those of its head, whose cells are names of columns. */
function withoutHead(css: string, elements: readonly Element[]): string {
  const isHead = (row: Element) => {
    const cells = childrenOf(row);
    return cells.length > 1 && cells.every(({ name }) => name === 'th');
  };
  return elements[0]?.name === 'tr' && elements.some(isHead) ? `${css}:has(> td)` : css;
}

function blockOf(page: Page, css: string, known: ColumnsOfRows): Block | null {
  const matches = compileSelector(css).all(page.root, page.kind === 'xml');
  const rows = matches.slice(0, sampledRows);
  const looks = looksOf(rows);
  if (looks === null || nest(rows)) return null;
  const columns = known.of(rows);
  if (columns.length < 2) return null;
  const weight = columns.reduce((sum, column) => sum + column.weight, 0);
  return { css, matches, columns, score: scoreOf(css, matches.length, rows, looks, weight) };
}

/** The columns of rows, found once for all selectors that match the same rows. */
class ColumnsOfRows {
  readonly #context: PageContext;
  readonly #known = new Map<
    Element | undefined,
    { readonly rows: readonly Element[]; readonly columns: readonly Column[] }[]
  >();

  constructor(page: Page) {
    this.#context = contextOf(page);
  }

  of(rows: readonly Element[]): readonly Column[] {
    const known = this.#known.get(rows[0]) ?? [];
    this.#known.set(rows[0], known);
    const same = known.find(
      (one) => one.rows.length === rows.length && one.rows.every((row, at) => row === rows[at]),
    );
    if (same !== undefined) return same.columns;
    const columns = columnsOf(this.#context, rows);
    known.push({ rows, columns });
    return columns;
  }
}

/**
 * Whether two blocks are the same things: half of one's matches are also matches of the other, or inside one.
 */
function sameThings(a: Block, b: Block): boolean {
  const halfIsIn = (block: Block, other: Block) => {
    const outer = new Set(other.matches);
    const inside = block.matches.filter((match) =>
      [match, ...ancestorsOf(match)].some((one) => outer.has(one)),
    );
    return inside.length >= block.matches.length / 2;
  };
  return halfIsIn(a, b) || halfIsIn(b, a);
}

/** Whether one of the elements is inside another one. */
function nest(elements: readonly Element[]): boolean {
  const all = new Set(elements);
  return elements.some((element) => ancestorsOf(element).some((one) => all.has(one)));
}
