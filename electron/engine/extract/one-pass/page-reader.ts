import { baseFrom, type LinkBase } from '../../page/resolve-link.ts';
import { isNotShown } from '../shown-elements.ts';
import { Captures } from './captures.ts';
import type { ElementSink } from './construction.ts';
import { Matcher } from './matcher.ts';
import type { OnePassPlan } from './one-pass-plan.ts';
import type { OpenElements } from './open-elements.ts';
import { Rows } from './rows.ts';
import type { SourceText } from './source-text.ts';
import type { Tag } from './tag.ts';

/** Reads the fields of a job from the elements and texts of a page. */
export class PageReader implements ElementSink {
  done = false;
  wantsText = false;
  readonly #source: SourceText;
  readonly #plan: OnePassPlan;
  readonly #elements: OpenElements;
  readonly #matcher: Matcher;
  readonly #captures: Captures;
  readonly #rows: Rows;
  /** The number of fields that could still change; never 0 if there can be more rows. */
  #undecided: number;
  readonly #isDecided: boolean[] = [];
  /** There are selectors that depend on the elements around a match. */
  readonly #looksAround: boolean;
  #baseHref: string | undefined = undefined;
  /** Depths of the open elements that hold text without showing it, the innermost last. */
  readonly #hidden: number[] = [];
  /** The count of `edges` when the last text was gathered. */
  #edges = 0;

  constructor(source: SourceText, plan: OnePassPlan, elements: OpenElements) {
    this.#source = source;
    this.#plan = plan;
    this.#elements = elements;
    this.#matcher = new Matcher(plan);
    this.#captures = new Captures();
    this.#rows = new Rows(plan, this.#captures);
    this.#undecided = plan.fields.length;
    this.#looksAround = plan.steps.some(({ parent }) => parent !== null);
    if (plan.targets.each === null) this.#beginWithPage();
    else this.#undecided += 1;
  }

  #beginWithPage(): void {
    this.#rows.open(0, null);
    for (const [index, { selector }] of this.#plan.fields.entries()) {
      if (selector === null) this.#decide(index);
    }
    this.#watch();
  }

  /** The rows, once all elements have ended; null if this page needs a tree. */
  rows({ url, encoding }: LinkBase): string[][] | null {
    if (this.#rows.needsTree) return null;
    this.#captures.close(0);
    const { base } = this.#plan.targets;
    return this.#rows.values({
      url: base === null ? url : baseFrom(this.#baseHref, url),
      encoding,
    });
  }

  get gathersAt(): number {
    return this.#captures.watched;
  }

  get allowsMoves(): boolean {
    return this.#plan.allowsMoves;
  }

  seesAttributesOf(id: number): boolean {
    return this.#plan.seesAttributes[id] ?? false;
  }

  /** Whether such an element is shown depends on its attributes. */
  wants(id: number): boolean {
    return this.wantsText || this.#matcher.wants(id, this.#rows.isOpen);
  }

  onText(text: string): void {
    this.#separate(this.#elements.edges);
    this.#captures.add(text, this.#hiddenAt);
  }

  get #hiddenAt(): number {
    return this.#hidden.at(-1) ?? 0;
  }

  /** Words are separate if an edge lies between them. */
  #separate(edges: number): void {
    if (edges !== this.#edges) this.#captures.add(' ', this.#hiddenAt);
    this.#edges = edges;
  }

  /** Records an element whose text is not shown, and whose edges separate nothing. */
  #hide(id: number, tag: Tag, depth: number, isOpen: boolean): void {
    if (isClosed(tag)) this.#needTree();
    if (!isNotShown(tag)) return;
    this.#separate(this.#elements.edges - (this.#plan.names.standsApart[id] ?? 0));
    this.#edges = this.#elements.edges;
    if (!isOpen) return;
    this.#hidden.push(depth);
    this.#watch();
  }

  #needTree(): void {
    this.#rows.needsTree = true;
    this.done = true;
  }

  onElement(id: number, tag: Tag, depth: number, isOpen: boolean): void {
    if (this.wantsText) this.#hide(id, tag, depth, isOpen);
    if (!this.#matcher.wants(id, this.#rows.isOpen)) return;
    const { targets, everywhere, inRows } = this.#plan;
    const matcher = this.#matcher;
    matcher.match(id, tag, depth, everywhere);
    const isRow = targets.each !== null && (matcher.starts[targets.each] ?? 0) > 0;
    if (targets.each !== null && (isRow || this.#rows.isOpen)) {
      matcher.match(id, tag, depth, inRows);
    }
    if (matcher.hits.length > 0) {
      for (const target of matcher.hits) this.#onHit(target, tag, depth);
      if (isRow) this.#rows.open(depth, tag);
      if (this.#captures.watched === depth && isClosed(tag)) this.#needTree();
      if (this.#rows.needsTree) this.done = true;
    }
    const found = matcher.hits.length > 0;
    matcher.next(depth, isOpen);
    if (!isOpen && found) this.onClose(depth);
    else if (found || matcher.watched === depth) this.#watch();
  }

  #onHit(target: number, tag: Tag, depth: number): void {
    const { targets, fields } = this.#plan;
    if (this.#isDecided[target] || target === targets.each) return;
    if (target === targets.base) {
      this.#baseHref = tag.value('href') ?? '';
      this.#decide(target);
      return;
    }
    const start = this.#matcher.starts[target] ?? 0;
    this.#rows.add(target, start, tag, depth);
    const field = fields[target];
    if (field === undefined || targets.each !== null || field.take.kind === 'count') return;
    if (field.take.kind === 'exists' || field.separator === null) this.#decide(target);
  }

  #decide(target: number): void {
    this.#isDecided[target] = true;
    if (target < this.#plan.fields.length) this.#undecided -= 1;
    this.#matcher.decided(target);
  }

  onClose(depth: number): void {
    this.#captures.close(depth);
    if (this.#hiddenAt === depth) {
      this.#hidden.pop();
      this.#edges = this.#elements.edges;
    }
    this.#rows.close(depth);
    this.#matcher.forget(depth);
    this.#watch();
  }

  #watch(): void {
    const row = this.#rows.innermost;
    this.wantsText = this.#captures.isOpen;
    this.#matcher.row = row;
    this.#elements.watched = Math.max(
      row,
      this.#captures.watched,
      this.#matcher.watched,
      this.#hiddenAt,
    );
  }

  /** The reading ends once nothing behind `at` can change the result. */
  onTagEnd(at: number, mayMove: () => boolean): void {
    if (this.#undecided > 0 || this.#captures.isOpen || this.done) return;
    // A match inside an element is none if it is moved out of it.
    if (this.#looksAround && mayMove()) return;
    // Links are relative to the first `<base>`, which may come after them.
    const waits = this.#baseHref === undefined && this.#rows.hasRelativeLinks;
    this.done = !this.#source.mayChangeRoot(at) && !(waits && this.#source.mayHaveBase(at));
  }
}

/** Only its summary is shown, and only a tree can tell which one that is. */
function isClosed(tag: Tag): boolean {
  return tag.name === 'details' && !tag.has('open');
}
