import type { Construction } from './construction.ts';
import { is, start } from './element-rules.ts';
import { endTemplate, startHeadElement } from './in-head.ts';
import { type Mode, mode } from './modes.ts';
import { again, type Next } from './rule.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';

/** 13.2.6.4.18, "in template": the first elements determine the mode for its contents. */
export function startInTemplate(page: Construction, id: number, tag: Tag): Next {
  if (page.names.start[id] === start.asInHead) return startHeadElement(page, id, tag);
  const next = modeInTemplate(page, id);
  page.templateModes[page.templateModes.length - 1] = next;
  page.mode = next;
  return again;
}

export function endInTemplate(page: Construction, id: number): boolean {
  if (id === tags.template) endTemplate(page);
  return false;
}

function modeInTemplate(page: Construction, id: number): Mode {
  if (id === tags.col) return mode.inColumnGroup;
  if (id === tags.tr) return mode.inTableBody;
  if (page.isOneOf(id, is.cell)) return mode.inRow;
  return page.isOneOf(id, is.tablePart) ? mode.inTable : mode.inBody;
}
