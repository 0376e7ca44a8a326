import type { Construction } from './construction.ts';
import { start } from './element-rules.ts';
import { startHeadElement } from './in-head.ts';
import { type Mode, mode } from './modes.ts';
import { again, type Next } from './rule.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';

/** 13.2.6.4.18, "in template": the first elements decide what it holds. */
export function startInTemplate(page: Construction, id: number, tag: Tag): Next {
  if (page.names.start[id] === start.asInHead) return startHeadElement(page, id, tag);
  const next = modeInTemplate(id);
  page.templateModes[page.templateModes.length - 1] = next;
  page.mode = next;
  return again;
}

function modeInTemplate(id: number): Mode {
  switch (id) {
    case tags.caption:
    case tags.colgroup:
    case tags.tbody:
    case tags.tfoot:
    case tags.thead:
      return mode.inTable;
    case tags.col:
      return mode.inColumnGroup;
    case tags.tr:
      return mode.inTableBody;
    case tags.td:
    case tags.th:
      return mode.inRow;
    default:
      return mode.inBody;
  }
}
