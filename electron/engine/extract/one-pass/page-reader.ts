import { baseFrom, type LinkBase } from '../../page/resolve-link.ts';
import { isNotShown } from '../shown-elements.ts';
import { Captures } from './captures.ts';
import { decodeText, decodeTitle } from './decode-entities.ts';
import { Matcher } from './matcher.ts';
import type { OnePassPlan } from './one-pass-plan.ts';
import { OpenElements } from './open-elements.ts';
import { Rows } from './rows.ts';
import type { ScannerEvents } from './scanner.ts';
import type { SourceText } from './source-text.ts';
import type { Tag } from './tag.ts';

/** Takes the fields of a job out of what a scanner finds in a page. */
export class PageReader implements ScannerEvents {
  done = false;
  wantsText = false;
  readonly #source: SourceText;
  readonly #plan: OnePassPlan;
  readonly #elements: OpenElements;
  readonly #matcher: Matcher;
  readonly #captures: Captures;
  readonly #rows: Rows;
  /** How many fields could still change; never 0 where there can be more rows. */
  #undecided: number;
  readonly #isDecided: boolean[] = [];
  #baseHref: string | undefined = undefined;
  /** Where the tag that is read now begins. */
  #at = 0;
  /** The tag that is read now may match a selector. */
  #isMatched = false;
  /** How deep the elements stand that hold text without showing it, of those around what is read. */
  readonly #hidden: number[] = [];
  /** The count of `edges` when the last text was gathered. */
  #edges = 0;
  readonly #p: number;
  readonly #br: number;

  constructor(source: SourceText, plan: OnePassPlan) {
    this.#source = source;
    this.#plan = plan;
    this.#matcher = new Matcher(plan);
    this.#elements = new OpenElements(plan.names, (depth) => this.#onClose(depth));
    this.#captures = new Captures(source);
    this.#rows = new Rows(plan, this.#captures);
    this.#p = plan.names.id('p');
    this.#br = plan.names.id('br');
    this.#undecided = plan.fields.length;
    if (plan.targets.each === null) this.#beginWithPage();
    else this.#undecided += 1;
  }

  #beginWithPage(): void {
    this.#rows.open(0, null, false);
    for (const [index, { selector }] of this.#plan.fields.entries()) {
      if (selector === null) this.#decide(index);
    }
    this.#watch();
  }

  /** The rows, once the page is read; null where this page needs a tree. */
  rows({ url, encoding }: LinkBase): string[][] | null {
    if (this.#rows.needsTree) return null;
    this.#at = this.#source.bytes.length;
    this.#elements.closeAll();
    this.#captures.close(0, this.#at);
    const { base } = this.#plan.targets;
    return this.#rows.values({
      url: base === null ? url : baseFrom(this.#baseHref, url),
      encoding,
    });
  }

  onText(start: number, end: number, kind: 'text' | 'raw' | 'title'): void {
    const text = this.#source.slice(start, end);
    this.#separate(this.#elements.edges);
    this.#captures.add(
      kind === 'raw' ? text : kind === 'text' ? decodeText(text) : decodeTitle(text),
      this.#hiddenAt,
    );
  }

  onLastUnit(): void {
    if (this.wantsText) this.#captures.add(this.#source.lastUnit(), this.#hiddenAt);
  }

  onTagName(id: number, at: number): boolean {
    this.#at = at;
    this.#elements.begin(id);
    // Whether an element is shown depends on its attributes.
    this.#isMatched = this.#matcher.wants(id, this.#rows.isOpen);
    return this.#isMatched || this.wantsText;
  }

  onTag(id: number, tag: Tag, wanted: boolean): void {
    if (wanted && this.wantsText) this.#hide(id, tag);
    if (this.#isMatched) {
      const isOpen = this.#plan.names.isVoid[id] !== 1;
      this.#onElement(id, tag, isOpen ? this.#elements.depth : this.#elements.depth + 1, isOpen);
    }
    this.#elements.finish(id, tag.selfClosing);
    if (this.#undecided === 0) this.#settle(tag.end);
  }

  onEndTag(id: number, tag: Tag, at: number): void {
    this.#at = at;
    if (!this.#elements.close(id) && id !== 0 && (id === this.#p || id === this.#br)) {
      // An element that nobody has opened: "</p>" and "</br>" make one.
      tag.clear(id === this.#p ? 'p' : 'br', at);
      this.onTag(id, tag, this.onTagName(id, at));
      this.#elements.close(id);
    }
    if (this.#undecided === 0) this.#settle(at);
  }

  get #hiddenAt(): number {
    return this.#hidden.at(-1) ?? 0;
  }

  /** Words stand apart when an edge lies between them. */
  #separate(edges: number): void {
    if (edges !== this.#edges) this.#captures.add(' ', this.#hiddenAt);
    this.#edges = edges;
  }

  /** Takes note of an element whose text is not shown, and whose edges separate nothing. */
  #hide(id: number, tag: Tag): void {
    const { names } = this.#plan;
    if (tag.name === 'details' && tag.value('open') === undefined) {
      // Only its summary is shown, and only a tree tells which one that is.
      this.#rows.needsTree = true;
      this.done = true;
    }
    if (!isNotShown(tag)) return;
    this.#separate(this.#elements.edges - (names.standsApart[id] ?? 0));
    this.#edges = this.#elements.edges;
    if (names.isVoid[id] === 1) return;
    this.#hidden.push(this.#elements.depth);
    this.#watch();
  }

  #onElement(id: number, tag: Tag, depth: number, isOpen: boolean): void {
    const { targets, everywhere, inRows } = this.#plan;
    const matcher = this.#matcher;
    matcher.match(id, tag, depth, everywhere);
    const isRow = targets.each !== null && (matcher.starts[targets.each] ?? 0) > 0;
    if (targets.each !== null && (isRow || this.#rows.isOpen)) {
      matcher.match(id, tag, depth, inRows);
    }
    if (matcher.hits.length > 0) {
      for (const target of matcher.hits) this.#onHit(target, tag, depth);
      if (isRow) this.#rows.open(depth, tag, this.#elements.isForeign);
      if (this.#rows.needsTree) this.done = true;
    }
    const found = matcher.hits.length > 0;
    matcher.next(depth, isOpen);
    if (found || matcher.watched === depth) this.#watch();
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
    this.#rows.add(target, start, tag, depth, this.#elements.isForeign);
    const field = fields[target];
    if (field === undefined || targets.each !== null || field.take.kind === 'count') return;
    if (field.take.kind === 'exists' || field.separator === null) this.#decide(target);
  }

  #decide(target: number): void {
    this.#isDecided[target] = true;
    if (target < this.#plan.fields.length) this.#undecided -= 1;
    this.#matcher.decided(target);
  }

  #onClose(depth: number): void {
    this.#captures.close(depth, this.#at);
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
    this.wantsText = this.#captures.wantsText;
    this.#matcher.row = row;
    this.#elements.watched = Math.max(
      row,
      this.#captures.watched,
      this.#matcher.watched,
      this.#hiddenAt,
    );
  }

  /** Is done once nothing behind `at` can change what comes out. */
  #settle(at: number): void {
    if (this.#captures.isOpen || this.done) return;
    // Links are relative to the first `<base>`, which may stand behind them.
    const waits = this.#baseHref === undefined && this.#rows.hasRelativeLinks;
    this.done = !waits || !this.#source.mayHaveBase(at);
  }
}
