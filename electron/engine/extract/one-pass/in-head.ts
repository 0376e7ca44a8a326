import type { Construction } from './construction.ts';
import { start } from './element-rules.ts';
import { mode } from './modes.ts';
import { again, type Next } from './rule.ts';
import type { Tag } from './tag.ts';
import { tags } from './tags.ts';
import { beginBody } from './text-outside-body.ts';

/* 13.2.6.4.1 to 13.2.6.4.6: up to the beginning of the body. */

/** 13.2.6.4.4, for the elements that may be in `<head>`, at any place of the page. */
export function startHeadElement(page: Construction, id: number, tag: Tag): Next {
  switch (id) {
    case tags.title:
      page.insert(id, tag);
      return 'rcdata';
    case tags.noframes:
    case tags.style:
      page.insert(id, tag);
      return 'raw';
    case tags.script:
      page.insert(id, tag);
      return 'script';
    case tags.template:
      page.insert(id, tag);
      page.formatting.addMarker();
      page.templateModes.push(mode.inTemplate);
      page.mode = mode.inTemplate;
      return 'markup';
    default:
      page.insertVoid(id, tag);
      return 'markup';
  }
}

export function endTemplate(page: Construction): void {
  const { open } = page;
  if (!page.hasTemplate) return;
  open.popUntil(tags.template);
  page.formatting.clearToMarker();
  page.templateModes.pop();
  page.resetMode();
}

const isHeadElement = (page: Construction, id: number) => page.names.start[id] === start.asInHead;

export function startBeforeBody(page: Construction, id: number, tag: Tag): Next {
  if (page.mode <= mode.beforeHtml) {
    page.mode = mode.beforeHead;
    if (id === tags.html) {
      page.insert(id, tag);
      return 'markup';
    }
    page.insertImplied(tags.html, tag.at);
  }
  if (id === tags.html) {
    page.mergeAttributes(id, tag);
    return 'markup';
  }
  if (page.mode === mode.beforeHead) {
    page.mode = mode.inHead;
    if (id === tags.head) {
      page.insert(id, tag);
      return 'markup';
    }
    page.insertImplied(tags.head, tag.at);
  }
  if (id === tags.head) return 'markup';
  return startAroundHead(page, id, tag);
}

function startAroundHead(page: Construction, id: number, tag: Tag): Next {
  if (page.mode === mode.inHeadNoscript) {
    if (id === tags.noscript) return 'markup';
    if (mayBeInNoscript(page, id)) return startHeadElement(page, id, tag);
    page.open.pop();
    page.mode = mode.inHead;
  }
  if (isHeadElement(page, id)) {
    // Behind `</head>` it is still inserted into `<head>`, in front of the text that has come since.
    if (page.mode === mode.afterHead && page.sink.wantsText) page.handOver();
    return startHeadElement(page, id, tag);
  }
  if (page.mode === mode.inHead && id === tags.noscript) {
    page.insert(id, tag);
    page.mode = mode.inHeadNoscript;
    return 'markup';
  }
  if (id === tags.frameset) {
    page.handOver();
    return 'markup';
  }
  if (id !== tags.body) {
    beginBody(page, tag.at);
    return again;
  }
  page.open.pop();
  page.headIsOver = true;
  page.insert(id, tag);
  page.mode = mode.inBody;
  return 'markup';
}

/** 13.2.6.4.5: those elements of `<head>` that have no role for scripts. */
function mayBeInNoscript(page: Construction, id: number): boolean {
  if (!isHeadElement(page, id)) return false;
  const name = page.names.names[id] ?? '';
  return !['base', 'script', 'template', 'title'].includes(name);
}

/** True: the end tag is processed again in the new mode. */
export function endBeforeBody(page: Construction, id: number, at: number): boolean {
  if (id === tags.template && page.mode > mode.beforeHead) {
    if (page.mode !== mode.inHeadNoscript) endTemplate(page);
    return false;
  }
  if (id === tags.noscript && page.mode === mode.inHeadNoscript) {
    page.open.pop();
    page.mode = mode.inHead;
    return false;
  }
  if (id === tags.head && page.mode <= mode.inHead) {
    if (page.mode <= mode.beforeHtml) page.insertImplied(tags.html, at);
    if (page.mode <= mode.beforeHead) page.insertImplied(tags.head, at);
    page.mode = mode.afterHead;
    page.headIsOver = true;
    return false;
  }
  if (page.mode === mode.inHeadNoscript && id !== tags.br) return false;
  if (id !== tags.body && id !== tags.html && id !== tags.br) return false;
  beginBody(page, at);
  return true;
}
