import { parse } from 'css-what';
import type { Element } from 'domhandler';
import { obstacleIn } from '../extract/one-pass/obstacle.ts';
import { ancestorsOf, childrenOf, parentOf } from './element-path.ts';
import { evidenceOf } from './evidence.ts';
import type { Finder } from './finder.ts';
import { alikeTo } from './likeness.ts';
import { tagOf } from './write-css.ts';

/** A selector whose matches are rows. */
export interface Rows {
  readonly each: string;
  readonly all: readonly Element[];
  readonly alike: ReadonlySet<Element>;
  /** The page says what a row is; otherwise it is told by its place. */
  readonly isSaid: boolean;
}

interface TriedRows extends Rows {
  /** Matches that do not stand beside what was picked. */
  readonly extra: number;
}

/** The share of the matches that may look different from what was picked. */
const mostDifferent = 0.34;

/** The best selector that finds the picked `rows` and those like them; null where there is none. */
export function rowsLike(finder: Finder, rows: readonly [Element, ...Element[]]): Rows | null {
  const [model] = rows;
  const isAlike = alikeTo(model);
  const siblings = rows.flatMap((row) => childrenOf(parentOf(row)).filter(isAlike));
  const tried: TriedRows[] = [];
  for (const tier of selectorsFor(finder, model)) {
    for (const { css, isSaid } of tier) {
      const all = finder.all(css, finder.page.root);
      if (rows.some((row) => !all.includes(row)) || all.length < 2) continue;
      const alike = new Set(all.filter(isAlike));
      const covered = siblings.filter((sibling) => alike.has(sibling)).length;
      if (covered < siblings.length * 0.9) continue;
      if (all.length - alike.size > all.length * mostDifferent) continue;
      tried.push({ each: css, all, alike, isSaid, extra: all.length - new Set(siblings).size });
    }
    if (tried.some(({ all, alike, isSaid }) => isSaid && all.length === alike.size)) break;
  }
  const different = ({ all, alike }: Rows) => all.length - alike.size;
  const needsTree = ({ each }: Rows) => Number(obstacleIn(parse(each), false) !== null);
  return (
    tried.sort(
      (a, b) =>
        Number(b.isSaid) - Number(a.isSaid) ||
        different(a) - different(b) ||
        // What the page says holds for rows elsewhere in it, too; a place does not.
        (a.isSaid ? b.alike.size - a.alike.size : a.extra - b.extra) ||
        needsTree(a) - needsTree(b) ||
        a.each.length - b.each.length,
    )[0] ?? null
  );
}

/** In the order in which they are worth a try. */
function selectorsFor(
  finder: Finder,
  row: Element,
): readonly (readonly { readonly css: string; readonly isSaid: boolean }[])[] {
  const said = evidenceOf(row).filter(
    ({ kind, trust }) => trust !== 'weak' && kind !== 'id' && kind !== 'aria' && kind !== 'tag',
  );
  const own = said.flatMap(({ css }) => [css, `${tagOf(row)}${css}`]);
  const around = ancestorsOf(row, finder.page.root);
  const anchors = around.flatMap((at, level) => {
    const mark = evidenceOf(at).find(({ kind, trust }) => trust === 'strong' && kind !== 'aria');
    const isPlace = /^(?:main|article|table|ul|ol|dl|tbody|nav)$/.test(at.name);
    const css = mark?.css ?? (isPlace ? at.name : undefined);
    return css === undefined ? [] : [{ css, level, isMarked: mark !== undefined }];
  });
  if (anchors.length === 0) {
    anchors.push({ css: 'body', level: around.length - 2, isMarked: false });
  }
  const byPlace = anchors.slice(0, 4).flatMap(({ css, level, isMarked }) => {
    const between = around.slice(0, level).map(tagOf).reverse();
    const path = [css, ...between].join(' > ');
    const ends = row.name === 'tr' ? ['tr', 'tr:has(> td)'] : [tagOf(row)];
    return ends.flatMap((end) => [
      { css: `${css} ${end}`, isSaid: isMarked && between.length === 0 },
      { css: `${path} > ${end}`, isSaid: isMarked && between.length <= 1 },
    ]);
  });
  const anchored = anchors
    .slice(0, 4)
    .filter(({ isMarked, css }) => isMarked || css === 'main')
    .flatMap(({ css }) => own.map((one) => ({ css: `${css} ${one}`, isSaid: true })));
  return [own.map((css) => ({ css, isSaid: true })), anchored, byPlace];
}
