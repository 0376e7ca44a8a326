import { mayMoveBlocks } from './adoption.ts';
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
import { endInTemplate, startInTemplate } from './in-template.ts';
import { type Mode, mode } from './modes.ts';
import type { OpenElements } from './open-elements.ts';
import { again, type Next } from './rule.ts';
import type { SourceText } from './source-text.ts';
import type { Tag } from './tag.ts';
import type { TagNames } from './tag-names.ts';
import { tags } from './tags.ts';
import { beginBody, textOutsideBody } from './text-outside-body.ts';
import type { Contents, TokenSink } from './tokenizer.ts';

/** The dispatcher of tree construction (13.2.6): passes each token to the rules of the insertion mode. */
export class Insertion implements TokenSink {
  readonly page: Construction;
  done = false;
  readonly #sink: ElementSink;
  readonly #source: SourceText;
  readonly #maxSteps: number;
  readonly #mayMove = (): boolean => mayMoveBlocks(this.page);

  constructor(source: SourceText, names: TagNames, open: OpenElements, sink: ElementSink) {
    this.page = new Construction(source, names, open, sink);
    this.#sink = sink;
    this.#source = source;
    // A limit far above the needs of real pages: in hostile ones the searches in the stack take the square of
    // their length.
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
    this.#sink.onTagEnd(at, this.#mayMove);
    this.done = page.needsTree || this.#sink.done;
  }

  onText(start: number, end: number, kind: TextKind): void {
    const { page } = this;
    if (!this.#sink.wantsText) {
      // No rule depends on such a text, and on blanks only if elements are to be opened again.
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

/** Most tags by far are in the body, whose rules are called directly. */
function startByMode(page: Construction, id: number, tag: Tag): Next {
  return page.mode === mode.inBody
    ? startInBody(page, id, tag)
    : rules[page.mode].start(page, id, tag);
}

/** True: a rule has changed the mode, and the tag is processed again by the rules of the new one. */
function endByMode(page: Construction, id: number, at: number): boolean {
  return page.mode === mode.inBody ? endInBody(page, id, at) : rules[page.mode].end(page, id, at);
}

/** Processes a tag by the rules of an insertion mode. */
interface ModeRules {
  start(page: Construction, id: number, tag: Tag): Next;
  end(page: Construction, id: number, at: number): boolean;
}

const beforeBody: ModeRules = { start: startBeforeBody, end: endBeforeBody };
const inSelect: ModeRules = { start: startInSelect, end: endInSelect };
const startInTablePart: ModeRules['start'] = (page, id, tag) =>
  startEndsTablePart(page, id) ?? startInBody(page, id, tag);

const rules: Readonly<Record<Mode, ModeRules>> = {
  [mode.initial]: beforeBody,
  [mode.beforeHtml]: beforeBody,
  [mode.beforeHead]: beforeBody,
  [mode.inHead]: beforeBody,
  [mode.inHeadNoscript]: beforeBody,
  [mode.afterHead]: beforeBody,
  [mode.inBody]: { start: startInBody, end: endInBody },
  [mode.inTable]: { start: startInTable, end: endInTable },
  [mode.inColumnGroup]: { start: startInColumnGroup, end: endInColumnGroup },
  [mode.inTableBody]: { start: startInTableBody, end: endInTableBody },
  [mode.inRow]: { start: startInRow, end: endInRow },
  [mode.inCell]: { start: startInTablePart, end: endInCell },
  [mode.inCaption]: { start: startInTablePart, end: endInCaption },
  [mode.inSelect]: inSelect,
  [mode.inSelectInTable]: inSelect,
  [mode.inTemplate]: { start: startInTemplate, end: endInTemplate },
  [mode.afterBody]: { start: startAfterBody, end: endAfterBody },
  [mode.afterAfterBody]: { start: startAfterBody, end: endAfterAfterBody },
};

/** 13.2.6.4.19 and 13.2.6.4.22: content behind the body is still put into it. */
function startAfterBody(page: Construction, id: number, tag: Tag): Next {
  if (id !== tags.html) page.mode = mode.inBody;
  return startInBody(page, id, tag);
}

function endAfterBody(page: Construction, id: number): boolean {
  page.mode = id === tags.html ? mode.afterAfterBody : mode.inBody;
  return id !== tags.html;
}

function endAfterAfterBody(page: Construction): boolean {
  page.mode = mode.inBody;
  return true;
}
