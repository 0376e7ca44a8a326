import type { Construction } from './construction.ts';
import { is, start } from './element-rules.ts';
import { startA, startNobr } from './in-body-formatting.ts';
import { startHeadElement } from './in-head.ts';
import { mode } from './modes.ts';
import { scope, space } from './open-elements.ts';
import type { Next } from './rule.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';

/** 13.2.6.4.7, the rules for start tags "in body". */
export function startInBody(page: Construction, id: number, tag: Tag): Next {
  const { open } = page;
  switch (page.names.start[id] ?? start.ordinary) {
    case start.ordinary:
      page.reopen();
      page.insert(id, tag);
      return 'markup';
    case start.html:
      if (!page.hasTemplate) page.mergeAttributes(id, tag);
      return 'markup';
    case start.asInHead:
      return startHeadElement(page, id, tag);
    case start.body:
      if (open.idAt(2) === tags.body && !page.hasTemplate) page.mergeAttributes(id, tag);
      return 'markup';
    case start.frameset:
      page.handOver();
      return 'markup';
    case start.block:
      page.closeP();
      page.insert(id, tag);
      return 'markup';
    case start.heading:
      page.closeP();
      if ((open.properties(open.current) & is.heading) !== 0) open.pop();
      page.insert(id, tag);
      return 'markup';
    case start.pre:
      page.closeP();
      page.insert(id, tag);
      page.skipsLineEndAt = tag.end;
      return 'markup';
    case start.form:
      startForm(page, id, tag);
      return 'markup';
    case start.li:
      closeItem(page, tags.li, tags.li);
      page.closeP();
      page.insert(id, tag);
      return 'markup';
    case start.definition:
      closeItem(page, tags.dd, tags.dt);
      page.closeP();
      page.insert(id, tag);
      return 'markup';
    case start.plaintext:
      page.closeP();
      page.insert(id, tag);
      return 'plaintext';
    case start.button:
      if (open.isInScope(tags.button, scope.any)) {
        open.closeImplied(0);
        open.popUntil(tags.button);
      }
      page.reopen();
      page.insert(id, tag);
      return 'markup';
    case start.a:
      startA(page, id, tag);
      return 'markup';
    case start.formatting:
      page.reopen();
      page.insertFormatting(id, tag);
      return 'markup';
    case start.nobr:
      startNobr(page, id, tag);
      return 'markup';
    case start.marker:
      page.reopen();
      page.insert(id, tag);
      page.formatting.addMarker();
      return 'markup';
    case start.table:
      if (open.isInScope(tags.p, scope.button) && !page.isQuirky) page.closeP();
      page.insert(id, tag);
      page.mode = mode.inTable;
      return 'markup';
    case start.voidInLine:
    case start.input:
      page.reopen();
      page.insertVoid(id, tag);
      return 'markup';
    case start.voidPlain:
      page.insertVoid(id, tag);
      return 'markup';
    case start.hr:
      page.closeP();
      page.insertVoid(id, tag);
      return 'markup';
    case start.image:
      page.reopen();
      tag.name = 'img';
      page.insertVoid(tags.img, tag);
      return 'markup';
    case start.textarea:
      page.insert(id, tag);
      page.skipsLineEndAt = tag.end;
      return 'rcdata';
    case start.xmp:
      page.closeP();
      page.reopen();
      page.insert(id, tag);
      return 'raw';
    case start.rawText:
      page.insert(id, tag);
      return 'raw';
    case start.select:
      page.reopen();
      page.insert(id, tag);
      page.mode =
        page.mode === mode.inCaption || page.mode === mode.inCell
          ? mode.inSelectInTable
          : mode.inSelect;
      return 'markup';
    case start.option:
      if (open.current === tags.option) open.pop();
      page.reopen();
      page.insert(id, tag);
      return 'markup';
    case start.ruby:
      if (open.isInScope(tags.ruby, scope.any)) open.closeImplied(0);
      page.insert(id, tag);
      return 'markup';
    case start.rubyText:
      if (open.isInScope(tags.ruby, scope.any)) open.closeImplied(tags.rtc);
      page.insert(id, tag);
      return 'markup';
    case start.math:
      page.reopen();
      page.insertForeign(id, tag, space.math);
      return 'markup';
    case start.svg:
      page.reopen();
      page.insertForeign(id, tag, space.svg);
      return 'markup';
    default:
      return 'markup';
  }
}

function startForm(page: Construction, id: number, tag: Tag): void {
  if (page.form !== 0 && !page.hasTemplate) return;
  page.closeP();
  const serial = page.formatting.newSerial();
  page.insertWithSerial(id, tag, serial);
  if (!page.hasTemplate) page.form = serial;
}

/** An `<li>` ends the one before, and so do `<dd>` and `<dt>`. */
function closeItem(page: Construction, one: number, other: number): void {
  const { open } = page;
  if (open.count(one) === 0 && open.count(other) === 0) return;
  for (let { depth } = open; depth > 0; depth--) {
    const id = open.idAt(depth);
    if (id === one || id === other) {
      open.closeImplied(id);
      open.popUntil(id);
      return;
    }
    if (open.isSpecial(depth) && !isTransparent(open.idAt(depth))) return;
    open.steps += 1;
  }
}

function isTransparent(id: number): boolean {
  return id === tags.address || id === tags.div || id === tags.p;
}
