import type { CompiledField } from '../compile-rules.ts';
import { attributeValue, baseFrom } from '../take-attribute.ts';
import { Captures, type Taken } from './captures.ts';
import { decodeText, decodeTitle } from './decode-entities.ts';
import { Matcher } from './matcher.ts';
import type { OnePassPlan } from './one-pass-plan.ts';
import { OpenElements } from './open-elements.ts';
import { newRow, type Row, valuesOf } from './row.ts';
import type { ScannerEvents } from './scanner.ts';
import type { SourceText } from './source-text.ts';
import type { Tag } from './tag.ts';

/** Takes the fields of a job out of what a scanner finds in a page. */
export class PageReader implements ScannerEvents {
  done = false;
  /** The page has what only a tree can tell; there are no rows then. */
  needsTree = false;
  wantsText = false;
  readonly #source: SourceText;
  readonly #plan: OnePassPlan;
  readonly #elements: OpenElements;
  readonly #matcher: Matcher;
  readonly #captures: Captures;
  readonly #rows: Row[] = [];
  /** The rows whose elements are open, the innermost last. */
  readonly #open: Row[] = [];
  /** How many targets could still change what comes out. */
  #undecided: number;
  /** Where the tag that is read now begins. */
  #at = 0;
  readonly #isDecided: boolean[] = [];
  #baseHref: string | undefined = undefined;
  readonly #p: number;
  readonly #br: number;

  constructor(source: SourceText, plan: OnePassPlan) {
    this.#source = source;
    this.#plan = plan;
    this.#captures = new Captures(source);
    this.#matcher = new Matcher(plan);
    this.#elements = new OpenElements(plan.names, (depth) => this.#onClose(depth));
    this.#p = plan.names.id('p');
    this.#br = plan.names.id('br');
    this.#undecided = plan.fields.length;
    if (plan.targets.each === null) this.#openRow(0, null);
    else this.#undecided += 1;
  }

  /** The rows, once the page is read. */
  rows(pageUrl: string): string[][] {
    this.#at = this.#source.bytes.length;
    this.#elements.closeAll();
    this.#captures.close(0, this.#at);
    let base: string | null = null;
    const baseOnce = () => {
      base ??= baseFrom(this.#baseHref, pageUrl);
      return base;
    };
    return this.#rows.map((row) => valuesOf(row, this.#plan.fields, baseOnce));
  }

  onText(start: number, end: number, kind: 'text' | 'raw' | 'title'): void {
    const text = this.#source.slice(start, end);
    this.#captures.add(
      kind === 'raw' ? text : kind === 'text' ? decodeText(text) : decodeTitle(text),
    );
  }

  onLastUnit(): void {
    if (this.wantsText) this.#captures.add(this.#source.lastUnit());
  }

  onTagName(id: number, at: number): boolean {
    this.#at = at;
    this.#elements.begin(id);
    return this.#matcher.wants(id, this.#open.length > 0);
  }

  onTag(id: number, tag: Tag, wanted: boolean): void {
    if (wanted) {
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

  #onElement(id: number, tag: Tag, depth: number, isOpen: boolean): void {
    const { targets, everywhere, inRows } = this.#plan;
    const matcher = this.#matcher;
    matcher.match(id, tag, depth, everywhere);
    const isRow = targets.each !== null && (matcher.starts[targets.each] ?? 0) > 0;
    if (targets.each !== null && (isRow || this.#open.length > 0)) {
      matcher.match(id, tag, depth, inRows);
    }
    if (matcher.hits.length > 0) {
      for (const target of matcher.hits) {
        if (this.#isDecided[target]) continue;
        if (target === targets.base) this.#onBase(tag);
        else if (target !== targets.each) {
          this.#onMatch(target, matcher.starts[target] ?? 0, tag, depth);
        }
      }
      if (isRow) this.#openRow(depth, tag);
    }
    matcher.next(depth, isOpen);
    if (matcher.watched > this.#elements.watched) this.#watch();
  }

  #onBase(tag: Tag): void {
    this.#baseHref = tag.value('href') ?? '';
    this.#decide(this.#plan.targets.base ?? -1);
  }

  /** A match of a field that begins at `start`: it counts in every row that is open around that. */
  #onMatch(index: number, start: number, tag: Tag, depth: number): void {
    const field = this.#plan.fields[index];
    if (field === undefined) return;
    const once = field.separator === null;
    let taken: Taken | null = null;
    for (const row of this.#open) {
      if (row.depth > start) break;
      const values = row.taken[index];
      row.counts[index] = (row.counts[index] ?? 0) + 1;
      if (values === undefined || !takesValues(field) || (once && values.length > 0)) continue;
      taken ??= this.#take(field, tag, depth);
      values.push(taken);
    }
    const { kind } = field.take;
    if (this.#plan.targets.each === null && (kind === 'exists' || (once && kind !== 'count'))) {
      this.#decide(index);
    }
  }

  #take({ take }: CompiledField, tag: Tag | null, depth: number): Taken {
    if (take.kind === 'attr') {
      if (tag === null) return { kind: 'value', text: '' };
      const found = attributeValue(tag, take.name, false);
      if (found.kind !== 'contents') return { kind: found.kind, text: found.value };
    }
    if (take.kind === 'html') return this.#takeHtml(tag, depth);
    const taken: Taken = { kind: take.kind === 'attr' ? 'contents' : 'text', text: '' };
    this.#captures.openText(depth, taken);
    this.#watch();
    return taken;
  }

  #takeHtml(tag: Tag | null, depth: number): Taken {
    const taken: Taken = { kind: 'html', text: '' };
    const { names } = this.#plan;
    const id = names.id(tag?.name ?? '');
    const end = tag?.selfClosing ? 0 : (names.rawTextEnd[id] ?? 0);
    // What follows is read otherwise than by itself: inside SVG and MathML, or where an element goes
    // on behind its raw text.
    if (this.#elements.isForeign || (end !== 0 && end !== id)) this.#giveUp();
    const raw = end !== 0;
    this.#captures.openHtml(depth, taken, tag?.name ?? null, tag?.end ?? 0, raw);
    this.#watch();
    return taken;
  }

  /** A row begins with its element; without `tag` it is the page's. Fields may take that itself. */
  #openRow(depth: number, tag: Tag | null): void {
    // With rows inside rows, which one a child is looked for in is no longer told by its place.
    if (this.#plan.childrenOfRows && this.#open.length > 0) this.#giveUp();
    const row = newRow(depth, this.#plan.fields);
    this.#rows.push(row);
    this.#open.push(row);
    this.#plan.fields.forEach((field, index) => {
      if (field.selector !== null) return;
      row.counts[index] = 1;
      if (takesValues(field)) row.taken[index]?.push(this.#take(field, tag, depth));
      if (tag === null) this.#decide(index);
    });
    this.#watch();
  }

  #giveUp(): void {
    this.needsTree = true;
    this.done = true;
  }

  #decide(target: number): void {
    this.#isDecided[target] = true;
    if (target < this.#plan.fields.length) this.#undecided -= 1;
    this.#matcher.decided(target);
  }

  #onClose(depth: number): void {
    this.#captures.close(depth, this.#at);
    while ((this.#open.at(-1)?.depth ?? 0) >= depth) this.#open.pop();
    this.#matcher.forget(depth);
    this.#watch();
  }

  #watch(): void {
    this.wantsText = this.#captures.wantsText;
    const row = this.#open.at(-1)?.depth ?? 0;
    this.#matcher.row = row;
    this.#elements.watched = Math.max(row, this.#captures.watched, this.#matcher.watched);
  }

  /** Is done once nothing behind `at` can change what comes out. */
  #settle(at: number): void {
    if (this.#captures.isOpen || this.done) return;
    this.done = !this.#waitsForBase() || !this.#source.mayHaveBase(at);
  }

  /** Links are relative to the first `<base>`, which may stand behind them. */
  #waitsForBase(): boolean {
    if (this.#baseHref !== undefined) return false;
    const isRelative = ({ kind, text }: Taken) => kind === 'link' && !/^https?:\/\//i.test(text);
    return this.#rows.some(({ taken }) => taken.some((values) => values.some(isRelative)));
  }
}

function takesValues({ take }: CompiledField): boolean {
  return take.kind !== 'count' && take.kind !== 'exists';
}
