import type { Construction } from './construction.ts';
import { mode } from './modes.ts';
import { tags } from './tags.ts';

/**
 * Text at places that do not take every text: the rules for characters of the modes before, between and
 * behind the contents of the body (13.2.6.4.1 to 13.2.6.4.6, 13.2.6.4.9 to 13.2.6.4.14, 13.2.6.4.17 and on).
 */
export function textOutsideBody(page: Construction, text: string): void {
  const rest = text.search(/[^\t\n\f ]/);
  const blank = rest < 0 ? text : text.slice(0, rest);
  const other = rest < 0 ? '' : text.slice(rest);
  if (blank !== '') addBlank(page, blank);
  if (other === '') return;
  if (
    page.mode === mode.inColumnGroup ||
    (page.mode > mode.afterHead && page.mode < mode.afterBody)
  ) {
    // The text is moved out of the table, or ignored.
    page.handOver();
    return;
  }
  beginBody(page, page.source.bytes.length);
  page.textInBody(other);
}

function addBlank(page: Construction, blank: string): void {
  switch (page.mode) {
    case mode.initial:
    case mode.beforeHtml:
    case mode.beforeHead:
      return;
    case mode.afterHead:
      // The text belongs to `<html>`, though `<head>` is still open here.
      if (page.sink.gathersAt > 1) page.handOver();
      page.addText(blank);
      return;
    case mode.afterBody:
    case mode.afterAfterBody:
      page.textInBody(blank);
      return;
    default:
      page.addText(blank);
  }
}

/** Moves on to the contents of the body, and inserts all elements before them that are missing. */
export function beginBody(page: Construction, at: number): void {
  const { open } = page;
  if (page.mode <= mode.beforeHtml) page.insertImplied(tags.html, at);
  if (page.mode <= mode.beforeHead) page.insertImplied(tags.head, at);
  if (page.mode <= mode.afterHead) {
    // The elements that are open inside `<head>` end with it.
    open.popTo(2);
    page.headIsOver = true;
    page.insertImplied(tags.body, at);
  }
  page.mode = mode.inBody;
}
