import type { Construction } from './construction.ts';
import { is } from './element-rules.ts';
import { endInBody } from './end-in-body.ts';
import { endTemplate } from './in-head.ts';
import { leaveCaption, leaveCell, leaveColumnGroup, leaveRow, leaveTableBody } from './in-table.ts';
import { mode } from './modes.ts';
import { scope } from './open-elements.ts';
import { tags } from './tags.ts';

/*
 * End tags in 13.2.6.4.9 "in table", and 13.2.6.4.11 to 13.2.6.4.15. True: the tag is processed again in the
 * new mode.
 */

export function endInTable(page: Construction, id: number, at: number): boolean {
  switch (id) {
    case tags.table:
      if (!page.open.isInScope(tags.table, scope.table)) return false;
      page.open.popUntil(tags.table);
      page.resetMode();
      return false;
    case tags.template:
      endTemplate(page);
      return false;
    default: {
      if (isTablePart(page, id)) return false;
      page.fosters = true;
      const goesOn = endInBody(page, id, at);
      page.fosters = false;
      return goesOn;
    }
  }
}

/** End tags that are ignored if they do not end an open element. */
function isTablePart(page: Construction, id: number): boolean {
  if (id === tags.body || id === tags.html || id === tags.tr) return true;
  return page.isOneOf(id, is.cell | is.tablePart);
}

export function endInColumnGroup(page: Construction, id: number): boolean {
  if (id === tags.template) {
    endTemplate(page);
    return false;
  }
  if (id === tags.col) return false;
  return leaveColumnGroup(page) && id !== tags.colgroup;
}

export function endInTableBody(page: Construction, id: number, at: number): boolean {
  if (id === tags.table) return leaveTableBody(page);
  if (page.isOneOf(id, is.tableBody)) {
    if (page.open.isInScope(id, scope.table)) leaveTableBody(page);
    return false;
  }
  return endInTable(page, id, at);
}

export function endInRow(page: Construction, id: number, at: number): boolean {
  if (id === tags.tr) {
    leaveRow(page);
    return false;
  }
  if (id === tags.table) return leaveRow(page);
  if (page.isOneOf(id, is.tableBody)) {
    return page.open.isInScope(id, scope.table) && leaveRow(page);
  }
  return endInTable(page, id, at);
}

export function endInCell(page: Construction, id: number, at: number): boolean {
  const { open } = page;
  if (page.isOneOf(id, is.cell)) {
    if (!open.isInScope(id, scope.table)) return false;
    open.closeImplied(0);
    open.popUntil(id);
    page.formatting.clearToMarker();
    page.mode = mode.inRow;
    return false;
  }
  if (endsTablePart(page, id)) return open.isInScope(id, scope.table) && leaveCell(page);
  return isTablePart(page, id) ? false : endInBody(page, id, at);
}

export function endInCaption(page: Construction, id: number, at: number): boolean {
  if (id === tags.caption) {
    leaveCaption(page);
    return false;
  }
  if (id === tags.table) return leaveCaption(page);
  return isTablePart(page, id) ? false : endInBody(page, id, at);
}

/** `</table>`, and those of rows and sections. */
function endsTablePart(page: Construction, id: number): boolean {
  if (id === tags.table || id === tags.tr) return true;
  return page.isOneOf(id, is.tableBody);
}
