import type { Construction } from './construction.ts';

/** 13.2.6.4.7, "any other end tag". */
export function endOrdinary(page: Construction, id: number): void {
  const { open } = page;
  if (open.count(id) === 0 && open.foreign === 0) return;
  for (let { depth } = open; depth > 1; depth--) {
    if (open.idAt(depth) === id) {
      open.closeImplied(id);
      open.popTo(depth);
      return;
    }
    if (open.idAt(depth) === -id) {
      // parse5 ends an element of SVG here, which the standard does not: the page is left to the tree, so
      // that both readings agree.
      page.handOver();
      return;
    }
    if (open.isSpecial(depth)) return;
    open.steps += 1;
  }
}
