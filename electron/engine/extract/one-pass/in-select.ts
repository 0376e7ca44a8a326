import type { Construction } from './construction.ts';
import { is } from './element-rules.ts';
import { endTemplate, startHeadElement } from './in-head.ts';
import { mode } from './modes.ts';
import { scope } from './open-elements.ts';
import { again, type Next } from './rule.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';

/* The modes "in select" and "in select in table", as in parse5. */

export function startInSelect(page: Construction, id: number, tag: Tag): Next {
  const { open } = page;
  switch (id) {
    case tags.option:
      if (open.current === tags.option) open.pop();
      page.insert(id, tag);
      return 'markup';
    case tags.optgroup:
      if (open.current === tags.option) open.pop();
      if (open.current === tags.optgroup) open.pop();
      page.insert(id, tag);
      return 'markup';
    case tags.hr:
      if (open.current === tags.option) open.pop();
      if (open.current === tags.optgroup) open.pop();
      page.insertVoid(id, tag);
      return 'markup';
    case tags.html:
      if (!page.hasTemplate) page.mergeAttributes(id, tag);
      return 'markup';
    case tags.script:
    case tags.template:
      return startHeadElement(page, id, tag);
    case tags.select:
      leaveSelect(page);
      return 'markup';
    case tags.input:
    case tags.keygen:
    case tags.textarea:
      leaveSelect(page);
      return again;
    default:
      // All other tags are ignored; but those of a table end a list inside one.
      if (page.mode === mode.inSelect || !isOfTable(page, id)) return 'markup';
      leaveSelect(page);
      return again;
  }
}

export function endInSelect(page: Construction, id: number): boolean {
  const { open } = page;
  switch (id) {
    case tags.option:
      if (open.current === tags.option) open.pop();
      return false;
    case tags.optgroup:
      if (open.current === tags.option && open.idAt(open.depth - 1) === tags.optgroup) open.pop();
      if (open.current === tags.optgroup) open.pop();
      return false;
    case tags.select:
      leaveSelect(page);
      return false;
    case tags.template:
      endTemplate(page);
      return false;
    default:
      if (page.mode === mode.inSelect || !isOfTable(page, id)) return false;
      if (!open.isInScope(id, scope.table)) return false;
      leaveSelect(page);
      return true;
  }
}

function leaveSelect(page: Construction): void {
  page.open.popUntil(tags.select);
  page.resetMode();
}

function isOfTable(page: Construction, id: number): boolean {
  if (id === tags.caption || id === tags.table || id === tags.tr) return true;
  return page.isOneOf(id, is.cell | is.tableBody);
}
