import type { Element } from 'domhandler';
import type { Field } from '#shared/job/job.ts';
import { type CompiledField, compileField, tryCompile } from '../extract/compile-field.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import type { Page } from '../extract/load-page.ts';
import { contextOf, type PageContext } from '../extract/page-context.ts';
import { compileSelector, type Selector } from '../extract/selector.ts';
import { compileEach } from '../extract/sources/compile-source.ts';
import { matchesOf } from '../extract/sources/matches-of.ts';
import { inScope, type RowSource, rowsOf } from '../extract/sources/rows-of.ts';
import { valueOfRow } from '../extract/take-value.ts';
import type { Scope } from '../extract/walk.ts';

/** Tries selectors and fields on one page, with the code of a run; each selector is compiled once. */
export class Finder {
  readonly page: Page;
  readonly #context: PageContext;
  readonly #found = new Map<Scope, Map<string, readonly Element[]>>();
  readonly #selectors = new Map<string, Selector | null>();
  readonly #fields = new Map<string, CompiledField | null>();

  constructor(page: Page) {
    this.page = page;
    this.#context = contextOf(page);
  }

  /** The matches inside `scope`; none for a selector that cannot be used. */
  all(css: string, scope: Scope): readonly Element[] {
    const found = this.#found.get(scope) ?? new Map<string, readonly Element[]>();
    this.#found.set(scope, found);
    const elements =
      found.get(css) ?? this.#selector(css)?.all(scope, this.page.kind === 'xml') ?? [];
    found.set(css, elements);
    return elements;
  }

  #selector(css: string): Selector | null {
    let selector = this.#selectors.get(css);
    if (selector === undefined) {
      const compiled = tryCompile(() => compileSelector(css));
      selector = compiled.ok ? compiled.value : null;
      this.#selectors.set(css, selector);
    }
    return selector;
  }

  /** The rows that a run would make of the page; none where `each` cannot be used. */
  rows({ each, fields }: ExtractRules): readonly RowSource[] {
    const compiled = tryCompile(() => (each === undefined ? null : compileEach(each, fields)));
    return compiled.ok ? rowsOf(this.#context, compiled.value) : [];
  }

  /** The value of a field, as a run takes it; empty where the field cannot be used. */
  value(field: Omit<Field, 'name'>, scope: Scope): string {
    return this.valueIn(field, inScope(scope));
  }

  valueIn(field: Omit<Field, 'name'>, row: RowSource): string {
    const compiled = this.#field(field);
    return compiled === null ? '' : valueOfRow(this.#context, compiled, row);
  }

  /** The number of things that a field finds in a row. */
  countIn(field: Omit<Field, 'name'>, row: RowSource): number {
    const compiled = this.#field(field);
    if (compiled === null) return 0;
    const { source, selector } = compiled;
    if (source !== null) return matchesOf(this.#context, source, row).length;
    return selector === null ? 1 : selector.all(row.scope, this.page.kind === 'xml').length;
  }

  #field(field: Omit<Field, 'name'>): CompiledField | null {
    const key = JSON.stringify({ ...field, name: '' });
    let compiled = this.#fields.get(key);
    if (compiled === undefined) {
      const tried = tryCompile(() => compileField({ ...field, name: 'value' }));
      compiled = tried.ok ? tried.value : null;
      this.#fields.set(key, compiled);
    }
    return compiled;
  }

  /** The value that is taken from an element itself. */
  valueOf(element: Element, take: string): string {
    return this.value({ take }, element);
  }
}
