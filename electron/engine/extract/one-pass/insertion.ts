import { assertNever } from '#shared/assert-never.ts';
import { isBlank } from './characters.ts';
import { Construction, type ElementSink } from './construction.ts';

import { decodeText, type TextKind } from './decode.ts';
import { is } from './element-rules.ts';
import { endInBody } from './end-in-body.ts';
import {
  endInCaption,
  endInCell,
  endInColumnGroup,
  endInRow,
  endInTable,
  endInTableBody,
} from './end-in-table.ts';
import { startInBody } from './in-body.ts';
import { endInForeign, startInForeign, startsHtml } from './in-foreign.ts';
import { endBeforeBody, endTemplate, startBeforeBody } from './in-head.ts';
import { endInSelect, startInSelect } from './in-select.ts';
import {
  startEndsTablePart,
  startInColumnGroup,
  startInRow,
  startInTable,
  startInTableBody,
} from './in-table.ts';
import { startInTemplate } from './in-template.ts';
import { mode } from './modes.ts';
import type { OpenElements } from './open-elements.ts';
import { again, type Next } from './rule.ts';
import type { SourceText } from './source-text.ts';
import type { Tag } from './tag.ts';
import type { TagNames } from './tag-names.ts';
import { tags } from './tags.ts';
import { beginBody, textOutsideBody } from './text-outside-body.ts';
import type { Contents, TokenSink } from './tokenizer.ts';

/** The dispatcher of tree construction (13.2.6): gives each token to the rules of the insertion mode. */
export class Insertion implements TokenSink {
  readonly page: Construction;
  done = false;
  readonly #sink: ElementSink;
  readonly #source: SourceText;
  readonly #maxSteps: number;

  constructor(source: SourceText, names: TagNames, open: OpenElements, sink: ElementSink) {
    this.page = new Construction(source, names, open, sink);
    this.#sink = sink;
    this.#source = source;
    // Far more than pages need: hostile ones make the searches in the stack take the square of their length.
    this.#maxSteps = 1_000_000 + 64 * source.bytes.length;
  }

  get wantsText(): boolean {
    const { page } = this;
    return this.#sink.wantsText || page.mode < mode.inBody || page.formatting.mustReopen;
  }

  get isInForeign(): boolean {
    return this.page.open.current < 0;
  }

  wantsAttributes(id: number): boolean {
    const { names } = this.page;
    if (((names.properties[id] ?? 0) & is.hasAttributeRules) !== 0) return true;
    return this.#sink.wants(id === tags.image ? tags.img : id);
  }

  onDoctype(start: number, end: number): void {
    const { page } = this;
    if (page.mode !== mode.initial) return;
    page.doctype = this.#source.slice(start, end);
    page.mode = mode.beforeHtml;
  }

  onStartTag(id: number, tag: Tag): Contents {
    const { page } = this;
    let next: Next = again;
    if (page.open.current < 0 && !startsHtml(page, id)) next = startInForeign(page, id, tag);
    while (next === again) next = startByMode(page, id, tag);
    this.#onTagEnd(tag.end);
    return next;
  }

  onEndTag(id: number, at: number): void {
    const { page } = this;
    let goesOn = page.open.current >= 0 || endInForeign(page, id);
    while (goesOn) goesOn = endByMode(page, id, at);
    this.#onTagEnd(at);
  }

  /** 13.2.6.4.8, "text". */
  onContentsEnd(at: number): void {
    this.page.open.pop();
    this.#onTagEnd(at);
  }

  #onTagEnd(at: number): void {
    const { page } = this;
    if (page.open.steps > this.#maxSteps) page.handOver();
    this.#sink.onTagEnd(at);
    this.done = page.needsTree || this.#sink.done;
  }

  onText(start: number, end: number, kind: TextKind): void {
    const { page } = this;
    if (!this.#sink.wantsText) {
      // No rule looks at such a text, and at blanks only where elements are to be opened again.
      if (kind === 'rcdata' || kind === 'raw') return;
      if (!page.formatting.mustReopen && isBlank(this.#source.bytes, start, end)) return;
    }
    let text = decodeText(this.#source.slice(start, end), kind);
    if (start === page.skipsLineEndAt && text.startsWith('\n')) text = text.slice(1);
    if (page.open.current < 0 && !page.isIntegrationPoint) {
      page.addText(text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);
    } else if (kind === 'rcdata' || kind === 'raw') {
      page.addText(text);
    } else if (page.mode < mode.inBody) {
      textOutsideBody(page, text);
    } else {
      page.textInBody(text);
    }
    this.done = page.needsTree || this.#sink.done;
  }

  /** The page has ended, and all that is open with it. Even an empty page has a body. */
  end(): void {
    const { page } = this;
    while (page.hasTemplate) endTemplate(page);
    if (page.mode <= mode.afterHead) beginBody(page, this.#source.bytes.length);
    page.open.popTo(1);
  }
}

function startByMode(page: Construction, id: number, tag: Tag): Next {
  return page.mode === mode.inBody ? startInBody(page, id, tag) : startElsewhere(page, id, tag);
}

function startElsewhere(page: Construction, id: number, tag: Tag): Next {
  switch (page.mode) {
    case mode.initial:
    case mode.beforeHtml:
    case mode.beforeHead:
    case mode.inHead:
    case mode.inHeadNoscript:
    case mode.afterHead:
      return startBeforeBody(page, id, tag);
    case mode.inBody:
      return startInBody(page, id, tag);
    case mode.inTable:
      return startInTable(page, id, tag);
    case mode.inColumnGroup:
      return startInColumnGroup(page, id, tag);
    case mode.inTableBody:
      return startInTableBody(page, id, tag);
    case mode.inRow:
      return startInRow(page, id, tag);
    case mode.inCell:
    case mode.inCaption:
      return startEndsTablePart(page, id) ?? startInBody(page, id, tag);
    case mode.inSelect:
    case mode.inSelectInTable:
      return startInSelect(page, id, tag);
    case mode.inTemplate:
      return startInTemplate(page, id, tag);
    case mode.afterBody:
    case mode.afterAfterBody:
      if (id !== tags.html) page.mode = mode.inBody;
      return startInBody(page, id, tag);
    default:
      return assertNever(page.mode);
  }
}

/** True: a rule has changed the mode, and the tag is for the rules of the new one. */
function endByMode(page: Construction, id: number, at: number): boolean {
  return page.mode === mode.inBody ? endInBody(page, id, at) : endElsewhere(page, id, at);
}

function endElsewhere(page: Construction, id: number, at: number): boolean {
  switch (page.mode) {
    case mode.initial:
    case mode.beforeHtml:
    case mode.beforeHead:
    case mode.inHead:
    case mode.inHeadNoscript:
    case mode.afterHead:
      return endBeforeBody(page, id, at);
    case mode.inBody:
      return endInBody(page, id, at);
    case mode.inTable:
      return endInTable(page, id, at);
    case mode.inColumnGroup:
      return endInColumnGroup(page, id);
    case mode.inTableBody:
      return endInTableBody(page, id, at);
    case mode.inRow:
      return endInRow(page, id, at);
    case mode.inCell:
      return endInCell(page, id, at);
    case mode.inCaption:
      return endInCaption(page, id, at);
    case mode.inSelect:
    case mode.inSelectInTable:
      return endInSelect(page, id);
    case mode.inTemplate:
      if (id === tags.template) endTemplate(page);
      return false;
    case mode.afterBody:
      if (id !== tags.html) page.mode = mode.inBody;
      else page.mode = mode.afterAfterBody;
      return id !== tags.html;
    case mode.afterAfterBody:
      page.mode = mode.inBody;
      return true;
    default:
      return assertNever(page.mode);
  }
}
