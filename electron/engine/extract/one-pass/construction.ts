import { isForeign } from './element-rules.ts';
import { type FormattingElement, FormattingElements } from './formatting-elements.ts';
import { type Mode, mode } from './modes.ts';
import { type OpenElements, scope, space } from './open-elements.ts';
import type { SourceText } from './source-text.ts';
import { Tag } from './tag.ts';
import type { TagNames } from './tag-names.ts';
import { tags } from './tags.ts';

/** Receives the elements and texts of a page, in the order of its tree. */
export interface ElementSink {
  readonly done: boolean;
  /** Texts are gathered; `gathersAt` is the depth of the innermost element for which they are. */
  readonly wantsText: boolean;
  readonly gathersAt: number;
  /** Values stay right if open elements are moved at a depth at which no open element is watched. */
  readonly allowsMoves: boolean;
  /** Whether the attributes of an element of this name are needed. */
  wants(id: number): boolean;
  /** Whether attributes that are added to `<html>` or `<body>` later make a difference. */
  seesAttributesOf(id: number): boolean;
  /** Reports an element at `depth`; `isOpen`: it has contents. Its tag is wanted. */
  onElement(id: number, tag: Tag, depth: number, isOpen: boolean): void;
  onText(text: string): void;
  /** A tag has been read up to `at`. `mayMove`: open elements could still be moved out of others. */
  onTagEnd(at: number, mayMove: () => boolean): void;
}

/** The maximum length of the list of formatting elements here: some rules search all of it. */
const maxFormatting = 200;

/**
 * Tree construction (13.2.6) without the tree: it keeps the elements that are open at each place of a page.
 * Where a rule moves what has been inserted before, or inserts elsewhere than at the end, the page needs a
 * tree.
 */
export class Construction {
  mode: Mode = mode.initial;
  readonly open: OpenElements;
  readonly formatting: FormattingElements;
  /** 13.2.4.1, "stack of template insertion modes". */
  readonly templateModes: Mode[] = [];
  /** The form element pointer (13.2.4.4), as a serial number; 0: none. */
  form = 0;
  /** `</head>` has been read; `<head>` stays open until the body begins, since elements may still be added. */
  headIsOver = false;
  /** Nodes that are inserted now are moved out of a table (foster parenting). */
  fosters = false;
  /** The page has a case that only a tree can resolve. */
  needsTree = false;
  readonly names: TagNames;
  readonly source: SourceText;
  readonly sink: ElementSink;
  doctype = '';
  /** The last tag was `<pre>` or the like: a line end directly after it is no text. */
  skipsLineEndAt = -1;
  readonly #implied: Tag;
  readonly #again: Tag;
  /** Reads a start tag of the page once more. */
  reread: (at: number, id: number, tag: Tag) => void = () => undefined;

  constructor(source: SourceText, names: TagNames, open: OpenElements, sink: ElementSink) {
    this.source = source;
    this.names = names;
    this.sink = sink;
    this.open = open;
    this.formatting = new FormattingElements(this.open);
    this.#implied = new Tag(source);
    this.#again = new Tag(source);
  }

  handOver(): void {
    this.needsTree = true;
  }

  /** 13.2.6.4.7, and the modes that take text in the same way. */
  textInBody(withNul: string): void {
    const text = withNul.includes('\0') ? withNul.replaceAll('\0', '') : withNul;
    if (text === '') return;
    if (this.mode !== mode.inSelect && this.mode !== mode.inSelectInTable) this.reopen();
    this.addText(text);
  }

  addText(text: string): void {
    if (this.templateModes.length === 0 && this.sink.wantsText) this.sink.onText(text);
  }

  insert(id: number, tag: Tag): void {
    this.insertWithSerial(id, tag, 0);
  }

  insertWithSerial(id: number, tag: Tag, serial: number): void {
    if (this.fosters) this.handOver();
    this.open.push(id, serial);
    this.#tell(id, tag, this.open.depth, true);
  }

  /** An element that has no contents. */
  insertVoid(id: number, tag: Tag): void {
    if (this.fosters) this.handOver();
    this.open.countEdge(id);
    this.#tell(id, tag, this.open.depth + 1, false);
  }

  insertForeign(id: number, tag: Tag, inSpace: number): void {
    if (tag.selfClosing) {
      this.open.countEdge(id);
      this.#tell(id, tag, this.open.depth + 1, false);
      return;
    }
    this.open.pushForeign(id, inSpace);
    this.#tell(id, tag, this.open.depth, true);
  }

  /** An element that has no tag of its own in the page. */
  insertImplied(id: number, at: number): void {
    this.#implied.clear(this.names.names[id] ?? '', at);
    this.insert(id, this.#implied);
  }

  insertImpliedVoid(id: number, at: number): void {
    this.#implied.clear(this.names.names[id] ?? '', at);
    this.insertVoid(id, this.#implied);
  }

  #tell(id: number, tag: Tag, depth: number, isOpen: boolean): void {
    // The contents of a template are no part of the page.
    if (this.templateModes.length > 0 || !this.sink.wants(id)) return;
    if (tag.isWanted) {
      this.sink.onElement(id, tag, depth, isOpen);
      return;
    }
    // An implied element around it has made its attributes necessary: the tag is read again.
    this.reread(tag.at, id, this.#again);
    this.sink.onElement(id, this.#again, depth, isOpen);
  }

  insertFormatting(id: number, tag: Tag): void {
    const { formatting } = this;
    const same = formatting.all(id);
    if (same.length >= 3) {
      // 13.2.4.3: of four with the same attributes the first is removed.
      const key = this.#attributesAt(tag.at, id);
      const equal = same.filter(({ at }) => this.#attributesAt(at, id) === key);
      const [first] = equal;
      if (equal.length >= 3 && first !== undefined) formatting.remove(first);
    }
    if (formatting.length > maxFormatting) this.handOver();
    const serial = formatting.newSerial();
    this.insertWithSerial(id, tag, serial);
    formatting.add({ id, at: tag.at, depth: this.open.depth, serial });
  }

  #attributesAt(at: number, id: number): string {
    this.reread(at, id, this.#again);
    return JSON.stringify([...this.#again.attributes()].sort());
  }

  /** 13.2.4.3, "reconstruct the active formatting elements". */
  reopen(): void {
    const { formatting, open } = this;
    if (!formatting.mustReopen) return;
    for (const entry of formatting.toReopen()) {
      entry.serial = formatting.newSerial();
      this.reread(entry.at, entry.id, this.#again);
      this.insertWithSerial(entry.id, this.#again, entry.serial);
      entry.depth = open.depth;
    }
  }

  /** A copy of a formatting element takes this depth; the elements that are open inside stay open. */
  openCopy(entry: FormattingElement, depth: number): void {
    entry.serial = this.formatting.newSerial();
    entry.depth = depth;
    this.open.replace(depth, entry.id, entry.serial);
    if (!this.sink.wants(entry.id)) return;
    this.reread(entry.at, entry.id, this.#again);
    this.#tell(entry.id, this.#again, depth, true);
  }

  /** 13.2.6.4.7, "close a p element", if one is open in button scope. */
  closeP(): void {
    const { open } = this;
    if (!open.isInScope(tags.p, scope.button)) return;
    open.closeImplied(tags.p);
    open.popUntil(tags.p);
  }

  /** A second `<html>` or `<body>` adds its attributes to the first. */
  mergeAttributes(id: number, tag: Tag): void {
    if (tag.hasAttributes && this.sink.seesAttributesOf(id)) this.handOver();
  }

  /** Whether elements of this name have one of these properties, bits of `is`. */
  isOneOf(id: number, bits: number): boolean {
    return ((this.names.properties[id] ?? 0) & bits) !== 0;
  }

  get hasTemplate(): boolean {
    return this.open.count(tags.template) > 0;
  }

  get isQuirky(): boolean {
    return this.source.isQuirky(this.doctype);
  }

  /** 13.2.6, "HTML integration point" and "MathML text integration point", for text. */
  get isIntegrationPoint(): boolean {
    const { open } = this;
    const bits = open.foreignProperties(open.depth);
    switch (open.currentSpace) {
      case space.svg:
        return (bits & isForeign.svgHtml) !== 0;
      case space.math:
        return (bits & isForeign.mathText) !== 0;
      default:
        return true;
    }
  }

  /** 13.2.4.1, "reset the insertion mode appropriately". */
  resetMode(): void {
    const { open } = this;
    for (let { depth } = open; depth > 0; depth--) {
      const found = this.#modeOf(open.idAt(depth), depth);
      if (found !== null) {
        this.mode = found;
        return;
      }
    }
  }

  #modeOf(id: number, depth: number): Mode | null {
    switch (id) {
      case tags.select:
        return this.#selectMode(depth);
      case tags.td:
      case tags.th:
        return mode.inCell;
      case tags.tr:
        return mode.inRow;
      case tags.tbody:
      case tags.thead:
      case tags.tfoot:
        return mode.inTableBody;
      case tags.caption:
        return mode.inCaption;
      case tags.colgroup:
        return mode.inColumnGroup;
      case tags.table:
        return mode.inTable;
      case tags.template:
        return this.templateModes.at(-1) ?? mode.inBody;
      case tags.head:
        return this.headIsOver ? mode.afterHead : mode.inHead;
      case tags.body:
        return mode.inBody;
      case tags.html:
        return mode.beforeHead;
      default:
        return null;
    }
  }

  #selectMode(depth: number): Mode {
    for (let around = depth - 1; around > 1; around--) {
      const id = this.open.idAt(around);
      if (id === tags.template) break;
      if (id === tags.table) return mode.inSelectInTable;
    }
    return mode.inSelect;
  }
}
