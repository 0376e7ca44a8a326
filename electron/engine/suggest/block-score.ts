import { type Element, isTag } from 'domhandler';
import { textContent } from '../extract/walk.ts';

/** How much the texts of a block's rows differ (0 to 1), and their length. */
export interface Looks {
  readonly different: number;
  readonly length: number;
}

/** Null if the rows are too much alike, or have almost no text. */
export function looksOf(rows: readonly Element[]): Looks | null {
  const texts = rows.map((row) => textContent(row).replace(/\s+/g, ' ').trim());
  const different = new Set(texts.filter((text) => text !== '')).size / rows.length;
  const length = median(texts.map((text) => text.length));
  return different < 0.6 || length < 8 ? null : { different, length };
}

/** The likelihood that a person wants this block; only the comparison of two scores has a meaning. */
export function scoreOf(
  css: string,
  matches: number,
  rows: readonly Element[],
  { different, length }: Looks,
  columnWeight: number,
): number {
  const amount = Math.min(Math.log2(matches + 1), 6) * Math.min(Math.log2(length + 1), 9);
  // If several selectors find the same elements: one that ends in a class is preferred, and a shorter one.
  const handiness = (/\.[^ ]*$/.test(css) ? 1.1 : 1) * (1 - css.length / 500);
  const place = rows[0] === undefined ? 1 : placeOf(rows[0]);
  return Math.min(columnWeight, 12) * amount * different * regularity(rows) * place * handiness;
}

/** Rows of a table should have the same number of cells; in other blocks parts may be missing. */
function regularity(rows: readonly Element[]): number {
  if (rows[0]?.name !== 'tr') return 1;
  const widths = rows.map((row) => row.children.filter(isTag).length);
  const usual = median(widths);
  const share = widths.filter((width) => width === usual).length / rows.length;
  return usual < 2 ? 0.1 : share ** 2;
}

/** Menus, footers and breadcrumbs say what they are by their names; a class `menu` may be that of a restaurant. */
export function isNavigation({ name, attribs }: Element): boolean {
  if (name === 'nav' || name === 'footer') return true;
  if (name === 'html' || name === 'body' || name === 'main') return false;
  if (/^(?:navigation|menu|menubar|contentinfo)$/i.test(attribs['role'] ?? '')) return true;
  const words = `${attribs['id'] ?? ''} ${attribs['class'] ?? ''}`.toLowerCase().split(/\s+/);
  return words.some((word) => navigationNames.test(word));
}

const navigationNames =
  /^(?:(?:site|page|main|global|top|bottom)[-_]?)?(?:nav|navbar|navigation|footer|breadcrumbs?)(?:[-_](?:list|items?|links?|menu|wrapper|inner))?$|^sub-?menu$|^(?:main|nav|site|top)-?menu$|^menu-item$/;

/** Menus and footers repeat too, but are seldom the wanted block. */
function placeOf(element: Element): number {
  for (const { name, attribs } of [element, ...ancestorsOf(element)]) {
    if (/^(?:nav|footer|header|aside)$/.test(name)) return 0.3;
    const label = `${attribs['id'] ?? ''} ${attribs['class'] ?? ''} ${attribs['role'] ?? ''}`;
    if (/\b(?:nav|menu|footer|sidebar|breadcrumbs?|navigation)\b/i.test(label)) return 0.4;
    if (name === 'main') return 1.2;
  }
  return 1;
}

export function ancestorsOf(element: Element): readonly Element[] {
  const ancestors: Element[] = [];
  let node = element.parent;
  while (node !== null && isTag(node)) {
    ancestors.push(node);
    node = node.parent;
  }
  return ancestors;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
