import type { Construction } from './construction.ts';
import { end, is } from './element-rules.ts';
import { endOrdinary } from './end-ordinary.ts';
import { endFormatting } from './in-body-formatting.ts';
import { endTemplate } from './in-head.ts';
import { mode } from './modes.ts';
import { scope } from './open-elements.ts';
import { tags } from './tags.ts';

/** 13.2.6.4.7, the rules for end tags "in body". True: the tag is processed again in the new mode. */
export function endInBody(page: Construction, id: number, at: number): boolean {
  const { open } = page;
  const rule = page.names.end[id] ?? end.ordinary;
  if (open.current === id && endsOnlyCurrent(rule)) {
    open.pop();
    return false;
  }
  switch (rule) {
    case end.template:
      endTemplate(page);
      return false;
    case end.body:
    case end.html:
      if (!open.isInScope(tags.body, scope.any)) return false;
      page.mode = mode.afterBody;
      return id === tags.html;
    case end.block:
      closeInScope(page, id, scope.any, 0);
      return false;
    case end.form:
      endForm(page);
      return false;
    case end.p:
      if (!open.isInScope(tags.p, scope.button)) page.insertImplied(tags.p, at);
      page.closeP();
      return false;
    case end.li:
      closeInScope(page, id, scope.listItem, id);
      return false;
    case end.definition:
      closeInScope(page, id, scope.any, id);
      return false;
    case end.heading:
      if (!open.isOneInScope(is.heading, scope.any)) return false;
      open.closeImplied(0);
      open.popUntilOneOf(is.heading);
      return false;
    case end.formatting:
      endFormatting(page, id);
      return false;
    case end.marker:
      if (closeInScope(page, id, scope.any, 0)) page.formatting.clearToMarker();
      return false;
    case end.br:
      page.reopen();
      page.insertImpliedVoid(tags.br, at);
      return false;
    default:
      endOrdinary(page, id);
      return false;
  }
}

/** The rules for these tags do nothing more if the element that they end is the current node. */
function endsOnlyCurrent(rule: number): boolean {
  return (
    rule === end.ordinary ||
    rule === end.block ||
    rule === end.p ||
    rule === end.li ||
    rule === end.definition ||
    rule === end.heading
  );
}

function closeInScope(page: Construction, id: number, ends: number, except: number): boolean {
  const { open } = page;
  if (!open.isInScope(id, ends)) return false;
  open.closeImplied(except);
  open.popUntil(id);
  return true;
}

/** Only the form itself leaves the stack: the elements inside it stay open. */
function endForm(page: Construction): void {
  const { open } = page;
  if (page.hasTemplate) {
    closeInScope(page, tags.form, scope.any, 0);
    return;
  }
  const { form } = page;
  page.form = 0;
  if (form === 0 || !open.isInScope(tags.form, scope.any)) return;
  open.closeImplied(0);
  for (let { depth } = open; depth > 0; depth--) {
    if (open.serialAt(depth) === form) {
      open.remove(depth);
      return;
    }
    open.steps += 1;
  }
}
