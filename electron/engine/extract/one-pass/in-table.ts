import type { Construction } from './construction.ts';
import { is } from './element-rules.ts';
import { startHeadElement } from './in-head.ts';
import { mode } from './modes.ts';
import { scope } from './open-elements.ts';
import { again, type Next } from './rule.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';

/* Start tags in 13.2.6.4.9 "in table", and 13.2.6.4.11 to 13.2.6.4.15. */

const table = is.tableScope;
const section = is.tableScope | is.tableBody;

export function startInTable(page: Construction, id: number, tag: Tag): Next {
  const { open } = page;
  switch (id) {
    case tags.caption:
      open.clearBackTo(table);
      page.formatting.addMarker();
      page.insert(id, tag);
      page.mode = mode.inCaption;
      return 'markup';
    case tags.colgroup:
      open.clearBackTo(table);
      page.insert(id, tag);
      page.mode = mode.inColumnGroup;
      return 'markup';
    case tags.col:
      open.clearBackTo(table);
      page.insertImplied(tags.colgroup, tag.at);
      page.mode = mode.inColumnGroup;
      return again;
    case tags.tbody:
    case tags.tfoot:
    case tags.thead:
      open.clearBackTo(table);
      page.insert(id, tag);
      page.mode = mode.inTableBody;
      return 'markup';
    case tags.td:
    case tags.th:
    case tags.tr:
      open.clearBackTo(table);
      page.insertImplied(tags.tbody, tag.at);
      page.mode = mode.inTableBody;
      return again;
    case tags.table:
      if (!open.isInScope(tags.table, scope.table)) return 'markup';
      open.popUntil(tags.table);
      page.resetMode();
      return again;
    case tags.script:
    case tags.style:
    case tags.template:
      return startHeadElement(page, id, tag);
    case tags.input:
      if (tag.value('type')?.toLowerCase() !== 'hidden') page.handOver();
      page.insertVoid(id, tag);
      return 'markup';
    case tags.form:
      if (page.hasTemplate || page.form !== 0) return 'markup';
      page.form = page.formatting.newSerial();
      page.insertVoid(id, tag);
      return 'markup';
    default:
      // The element is moved out of the table.
      page.handOver();
      return 'markup';
  }
}

export function startInColumnGroup(page: Construction, id: number, tag: Tag): Next {
  if (id === tags.col) {
    page.insertVoid(id, tag);
    return 'markup';
  }
  if (id === tags.template) return startHeadElement(page, id, tag);
  if (!leaveColumnGroup(page)) return 'markup';
  return again;
}

/** False if there is no column group to leave: the tag is in a template. */
export function leaveColumnGroup(page: Construction): boolean {
  if (page.open.current !== tags.colgroup) return false;
  page.open.pop();
  page.mode = mode.inTable;
  return true;
}

export function startInTableBody(page: Construction, id: number, tag: Tag): Next {
  const { open } = page;
  switch (id) {
    case tags.tr:
      open.clearBackTo(section);
      page.insert(id, tag);
      page.mode = mode.inRow;
      return 'markup';
    case tags.td:
    case tags.th:
      open.clearBackTo(section);
      page.insertImplied(tags.tr, tag.at);
      page.mode = mode.inRow;
      return again;
    default:
      if (!page.isOneOf(id, is.tablePart)) return startInTable(page, id, tag);
      return leaveTableBody(page) ? again : 'markup';
  }
}

export function leaveTableBody(page: Construction): boolean {
  const { open } = page;
  if (!open.isOneInScope(is.tableBody, scope.table)) return false;
  open.clearBackTo(section);
  open.pop();
  page.mode = mode.inTable;
  return true;
}

export function startInRow(page: Construction, id: number, tag: Tag): Next {
  if (page.isOneOf(id, is.cell)) {
    clearBackToRow(page);
    page.insert(id, tag);
    page.mode = mode.inCell;
    page.formatting.addMarker();
    return 'markup';
  }
  if (id !== tags.tr && !page.isOneOf(id, is.tablePart)) return startInTable(page, id, tag);
  return leaveRow(page) ? again : 'markup';
}

function clearBackToRow(page: Construction): void {
  const { open } = page;
  while (open.current !== tags.tr && (open.properties(open.current) & is.tableScope) === 0) {
    open.pop();
  }
}

export function leaveRow(page: Construction): boolean {
  if (!page.open.isInScope(tags.tr, scope.table)) return false;
  clearBackToRow(page);
  page.open.pop();
  page.mode = mode.inTableBody;
  return true;
}

/** For the start tags that end a cell or a caption; null: other tags. */
export function startEndsTablePart(page: Construction, id: number): Next | null {
  if (id !== tags.tr && !page.isOneOf(id, is.tablePart | is.cell)) return null;
  return (page.mode === mode.inCell ? leaveCell(page) : leaveCaption(page)) ? again : 'markup';
}

export function leaveCell(page: Construction): boolean {
  const { open } = page;
  if (!open.isOneInScope(is.cell, scope.table)) return false;
  open.closeImplied(0);
  open.popUntilOneOf(is.cell);
  page.formatting.clearToMarker();
  page.mode = mode.inRow;
  return true;
}

export function leaveCaption(page: Construction): boolean {
  const { open } = page;
  if (!open.isInScope(tags.caption, scope.table)) return false;
  open.closeImplied(0);
  open.popUntil(tags.caption);
  page.formatting.clearToMarker();
  page.mode = mode.inTable;
  return true;
}
