import type { Construction } from './construction.ts';
import { endOrdinary } from './end-ordinary.ts';
import { scope } from './open-elements.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';

/* 13.2.6.4.7, for formatting elements: `<a>`, `<b>` and the like, which go on behind misplaced end tags. */

export function startA(page: Construction, id: number, tag: Tag): void {
  const { formatting, open } = page;
  const before = formatting.last(id);
  if (before !== null) {
    endFormatting(page, id);
    if (page.needsTree) return;
    if (formatting.isOpen(before)) open.remove(before.depth);
    formatting.remove(before);
  }
  page.reopen();
  page.insertFormatting(id, tag);
}

export function startNobr(page: Construction, id: number, tag: Tag): void {
  page.reopen();
  if (page.open.isInScope(tags.nobr, scope.any)) {
    endFormatting(page, id);
    page.reopen();
  }
  page.insertFormatting(id, tag);
}

/**
 * The adoption agency algorithm, where it moves nothing: the element that ends has no block open inside
 * it. Otherwise the block would be moved out of it, which only a tree can do.
 */
export function endFormatting(page: Construction, id: number): void {
  const { formatting, open } = page;
  const entry = formatting.last(id);
  if (entry === null) {
    endOrdinary(page, id);
    return;
  }
  if (!formatting.isOpen(entry)) {
    formatting.remove(entry);
    return;
  }
  if (entry.depth === open.depth) {
    open.pop();
    formatting.remove(entry);
    return;
  }
  if (!open.isInScope(id, scope.any)) return;
  for (let { depth } = open; depth > entry.depth; depth--) {
    if (open.isSpecial(depth)) {
      page.handOver();
      return;
    }
  }
  open.popTo(entry.depth);
  formatting.remove(entry);
}
