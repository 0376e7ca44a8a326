import type { Construction } from './construction.ts';
import { is } from './element-rules.ts';
import type { FormattingElement } from './formatting-elements.ts';

/*
 * The part of the adoption agency algorithm (13.2.6.4.7) that moves elements: `</b>` of "<b><i><p>a</b>"
 * moves the block `<p>` out of `<b>` and `<i>`, into a copy of `<i>`, and its contents into a copy of `<b>`.
 * This can be followed without a tree as long as no value depends on what surrounds these elements.
 */

/** The depth of the outermost block open inside a formatting element, the "furthest block"; 0: none. */
export function furthestBlock({ open }: Construction, entry: FormattingElement): number {
  for (let depth = entry.depth + 1; depth <= open.depth; depth++) {
    if (open.isSpecial(depth)) return depth;
    open.steps += 1;
  }
  return 0;
}

/**
 * Whether an end tag, or the start tag of another link, could still move an open block: one is open inside a
 * formatting element.
 */
export function mayMoveBlocks(page: Construction): boolean {
  const outermost = page.formatting.firstOpen();
  return outermost !== null && furthestBlock(page, outermost) > 0;
}

/** Moves the block at this depth; false if only a tree can tell the result. */
export function moveBlock(page: Construction, entry: FormattingElement, block: number): boolean {
  const { formatting, open } = page;
  if (!canFollow(page, entry.depth, block)) return false;
  const kept = formattingBetween(page, entry, block);
  const blockId = open.idAt(block);
  const blockSerial = open.serialAt(block);
  const copy = { ...entry, depth: block };
  formatting.insertBehind(kept[0] ?? entry, copy);
  formatting.remove(entry);
  // An element that leaves the stack keeps its place there, so that everything inside keeps its depth.
  for (let depth = entry.depth; depth <= block; depth++) open.replace(depth, 0, 0);
  open.replace(block - 1, blockId, blockSerial);
  page.openCopy(copy, block);
  for (const [index, one] of kept.entries()) page.openCopy(one, block - 2 - index);
  open.steps += block - entry.depth;
  return true;
}

/**
 * The formatting elements between the two, the innermost first. All other elements between them leave the
 * stack.
 */
function formattingBetween(
  { formatting, open }: Construction,
  entry: FormattingElement,
  block: number,
): readonly FormattingElement[] {
  const kept: FormattingElement[] = [];
  let count = 0;
  for (let depth = block - 1; depth > entry.depth; depth--) {
    if (open.idAt(depth) === 0) continue;
    count += 1;
    const one = formatting.withSerial(open.serialAt(depth));
    if (one === null) continue;
    if (count <= 3) kept.push(one);
    else formatting.remove(one);
  }
  return kept;
}

function canFollow(page: Construction, from: number, block: number): boolean {
  const { open, sink } = page;
  if (page.fosters || !sink.allowsMoves || open.watched >= from) return false;
  // Elements that leave the stack end earlier, which can separate words.
  if (sink.wantsText && block - from > 1) return false;
  if ((open.properties(open.idAt(from - 1)) & is.tableContext) !== 0) return false;
  for (let depth = from; depth <= block; depth++) if (open.idAt(depth) < 0) return false;
  return true;
}
