import { furthestBlock, moveBlock } from './adoption.ts';
import type { Construction } from './construction.ts';
import { endOrdinary } from './end-ordinary.ts';
import { scope } from './open-elements.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';

/* 13.2.6.4.7, for formatting elements: `<a>`, `<b>` and the like, which continue after misplaced end tags. */

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

/** The adoption agency algorithm: ends the last formatting element of this name. */
export function endFormatting(page: Construction, id: number): void {
  const { formatting, open } = page;
  for (let round = 0; round < maxRounds; round++) {
    const entry = formatting.last(id);
    if (entry === null) {
      endOrdinary(page, id);
      return;
    }
    if (!formatting.isOpen(entry)) {
      formatting.remove(entry);
      return;
    }
    if (entry.depth < open.depth && !open.isInScope(id, scope.any)) return;
    const block = furthestBlock(page, entry);
    if (block === 0) {
      open.popTo(entry.depth);
      formatting.remove(entry);
      return;
    }
    if (!moveBlock(page, entry, block)) {
      page.handOver();
      return;
    }
  }
}

/** The algorithm's limit for blocks inside blocks. */
const maxRounds = 8;
