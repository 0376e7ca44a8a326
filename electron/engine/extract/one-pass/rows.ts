import { type LinkBase, resolveLink } from '../../page/resolve-link.ts';
import { collapse } from '../collapse.ts';
import type { CompiledField } from '../compile-field.ts';
import { fieldValue } from '../field-value.ts';
import { attributeValue } from '../take-attribute.ts';
import type { Captures, Taken } from './captures.ts';
import type { OnePassPlan } from './one-pass-plan.ts';
import type { Tag } from './tag.ts';

/** A row while the page is read: the values taken for each field, and the number of its matches. */
interface Row {
  /** The depth of its element; 0: the row is the page. */
  readonly depth: number;
  readonly taken: Taken[][];
  readonly counts: number[];
}

/** The rows of a page, and the values taken for them from the elements that match. */
export class Rows {
  /** The page has a case that only a tree can resolve; these rows are then not valid. */
  needsTree = false;
  readonly #plan: OnePassPlan;
  readonly #captures: Captures;
  readonly #all: Row[] = [];
  /** The rows whose elements are open, the innermost last. */
  readonly #open: Row[] = [];

  constructor(plan: OnePassPlan, captures: Captures) {
    this.#plan = plan;
    this.#captures = captures;
  }

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** The depth of the innermost row; 0: none, or it is the page. */
  get innermost(): number {
    return this.#open.at(-1)?.depth ?? 0;
  }

  /** Begins a row with its element; without `tag` the row is the page. Fields may take the element itself. */
  open(depth: number, tag: Tag | null): void {
    const { fields, childrenOfRows } = this.#plan;
    // With rows inside rows, the place of a child no longer tells the row in which it is looked for.
    if (childrenOfRows && this.#open.length > 0) this.needsTree = true;
    const row = { depth, taken: fields.map((): Taken[] => []), counts: fields.map(() => 0) };
    this.#all.push(row);
    this.#open.push(row);
    for (const [index, field] of fields.entries()) {
      if (field.selector !== null) continue;
      row.counts[index] = 1;
      if (takesValues(field)) row.taken[index]?.push(this.#take(field, tag, depth));
    }
  }

  /** A match of a field that begins at `start`: it counts in every row that is open around that. */
  add(index: number, start: number, tag: Tag, depth: number): void {
    const field = this.#plan.fields[index];
    if (field === undefined) return;
    let taken: Taken | null = null;
    for (const row of this.#open) {
      if (row.depth > start) return;
      const values = row.taken[index];
      row.counts[index] = (row.counts[index] ?? 0) + 1;
      if (values === undefined || !takesValues(field)) continue;
      if (field.separator === null && values.length > 0) continue;
      taken ??= this.#take(field, tag, depth);
      values.push(taken);
    }
  }

  #take({ take }: CompiledField, tag: Tag | null, depth: number): Taken {
    if (take.kind === 'attr') {
      if (tag === null) return { kind: 'value', text: '' };
      const found = attributeValue(tag, take.name, false);
      if (found.kind !== 'contents') return { kind: found.kind, text: found.value };
    }
    // The text of an option is used as its value, including the parts that are not shown.
    if (take.kind === 'attr') this.needsTree = true;
    const taken: Taken = { kind: 'text', text: '' };
    this.#captures.open(depth, taken);
    return taken;
  }

  /** The element at `depth` has ended. */
  close(depth: number): void {
    while (this.innermost >= depth) this.#open.pop();
  }

  /** Whether a link waits for its base URL. */
  get hasRelativeLinks(): boolean {
    const { fields } = this.#plan;
    // The text of an address is not known before the page is read.
    const isRelative = ({ kind, text }: Taken, field: number) =>
      kind === 'link' ? !/^https?:\/\//i.test(text) : fields[field]?.isAddress;
    return this.#all.some(({ taken }) =>
      taken.some((values, field) => values.some((one) => isRelative(one, field))),
    );
  }

  /** The values of the rows, after the page was read. */
  values(base: LinkBase): string[][] {
    const baseOf = () => base;
    return this.#all.map(({ taken, counts }) =>
      this.#plan.fields.map((field, index) => {
        const { kind } = field.take;
        const count = counts[index] ?? 0;
        if (kind === 'count') return fieldValue(field, [String(count)], baseOf);
        if (kind === 'exists') return fieldValue(field, [String(count > 0)], baseOf);
        const values = (taken[index] ?? []).map((one) => finished(one, base));
        return fieldValue(field, values, baseOf);
      }),
    );
  }
}

function takesValues({ take }: CompiledField): boolean {
  return take.kind !== 'count' && take.kind !== 'exists';
}

function finished({ kind, text }: Taken, base: LinkBase): string {
  switch (kind) {
    case 'text':
      return collapse(text);
    case 'link':
      return resolveLink(text, base);
    case 'value':
      return text;
  }
}
