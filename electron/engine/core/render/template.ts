import type { RenderDecision, TemplateLine } from '#shared/engine-protocol/run-rendering.ts';
import type { Field } from '#shared/job/job.ts';
import type { FieldEvidence, StoredEvidence } from '../../ports/stored-template.ts';
import { emptyFields, fullRows, noRow, type Reading } from './readings.ts';

/**
 * An empty field is looked at in this many rendered pages before it counts as empty with JavaScript too.
 * Meanwhile no more pages are rendered: with many slots, the whole list would be before the first result.
 */
const samples = 3;
/** A field that rendering has filled before is given up only after so many rendered pages without it. */
const samplesOfFilled = 20;
/**
 * After this number of pages whose fields stay empty, one is rendered to see whether that still holds; the
 * number doubles with every time that it does, up to the last one. So 1,000 pages cost 5 such looks.
 */
const firstCheck = 40;
const lastCheck = 320;
/** Pages without an empty field, before the template counts as one that needs no rendering. */
const fullPages = 3;
const mostNames = 3;
const longestName = 60;

/**
 * The rule that decides whether the pages of one host and shape of address are rendered. Each page is
 * fetched and read first. One whose fields are all full is taken as it is; one with empty fields is rendered,
 * unless rendering has been seen not to fill these fields. Only comparisons of the two readings of a page
 * count as evidence: a failure says nothing.
 */
export class Template {
  /** Host and shape of address. */
  readonly key: string;
  /** The decision of a person; null: the evidence decides. */
  person: 'always' | 'never' | null = null;
  readonly #fields: readonly Field[];
  readonly #evidence = new Map<number, FieldEvidence>();
  #pages = 0;
  #rendered = 0;
  #full = 0;
  /** Pages since the last rendered one whose fields were all known to stay empty. */
  #quiet = 0;
  #check = firstCheck;
  /** Renderings under way. */
  #underWay = 0;

  constructor(key: string, fields: readonly Field[]) {
    this.key = key;
    this.#fields = fields;
  }

  get pages(): number {
    return this.#pages;
  }

  /** Whether forgetting the template would lose more than counts. */
  get isTelling(): boolean {
    return this.person !== null || this.#rendered > 0 || this.#underWay > 0;
  }

  /** A page has arrived. To be called once for each. */
  arrived(): void {
    this.#pages += 1;
  }

  /**
   * What to do with a page that was fetched and read. take: its rows are its outcome. render: it is to be
   * rendered; `compared` or `failed` has to follow. wait: enough pages are being rendered to know what this
   * one needs; to be asked again when one of them has ended.
   */
  judge(fetched: Reading): 'take' | 'render' | 'wait' {
    if (this.person === 'never') return 'take';
    if (this.person === 'always') {
      this.begin();
      return 'render';
    }
    const empty = emptyFields(fetched, this.#fields);
    if (empty.length === 0) {
      this.#full += 1;
      return 'take';
    }
    const open = empty.filter((field) => !this.#staysEmpty(field));
    if (open.length === 0) {
      this.#quiet += 1;
      if (this.#quiet < this.#check) return 'take';
      this.#quiet = 0;
      this.#check = Math.min(lastCheck, this.#check * 2);
    } else if (this.#underWay > 0 && open.every((field) => this.#willBeKnown(field))) {
      return 'wait';
    }
    this.begin();
    return 'render';
  }

  /** A page is rendered without a look at its fetched reading; `ended` or `failed` has to follow. */
  begin(): void {
    this.#underWay += 1;
  }

  /** The rendering of a page has failed, or was aborted: it says nothing. */
  failed(): void {
    this.#underWay -= 1;
  }

  /** A page was rendered, and teaches nothing. */
  ended(): void {
    this.#underWay -= 1;
    this.#rendered += 1;
  }

  /** Takes the two readings of a page as evidence. */
  compared(fetched: Reading, rendered: Reading): void {
    this.ended();
    for (const field of emptyFields(fetched, this.#fields)) {
      const known = this.#evidence.get(field) ?? { looked: 0, filled: 0, vain: 0 };
      const fills =
        fullRows(rendered, this.#fields, field) > fullRows(fetched, this.#fields, field);
      this.#evidence.set(field, {
        looked: known.looked + 1,
        filled: known.filled + (fills ? 1 : 0),
        vain: fills ? 0 : known.vain + 1,
      });
    }
  }

  /** Forgets all evidence, so that the next pages decide. */
  forget(): void {
    this.person = null;
    this.#evidence.clear();
    this.#full = 0;
    this.#quiet = 0;
    this.#check = firstCheck;
  }

  /** Whether a rendered page may be waited for until it has this field. */
  isExpected(field: number): boolean {
    return !this.#staysEmpty(field);
  }

  get decision(): RenderDecision {
    if (this.person !== null) return this.person;
    const known = [...this.#evidence.keys()];
    if (known.some((field) => this.#fills(field) && !this.#staysEmpty(field))) return 'render';
    if (known.some((field) => !this.#staysEmpty(field))) return 'undecided';
    return known.length > 0 || this.#full >= fullPages ? 'fetch' : 'undecided';
  }

  get line(): TemplateLine {
    const known = [...this.#evidence.keys()].filter((field) => field !== noRow);
    const filled = known.filter((field) => this.#fills(field) && !this.#staysEmpty(field));
    const empty = known.filter((field) => this.#staysEmpty(field));
    return {
      template: this.key,
      decision: this.decision,
      filled: this.#names(filled),
      filledCount: filled.length,
      empty: this.#names(empty),
      emptyCount: empty.length,
      fillsRows: this.#fills(noRow) && !this.#staysEmpty(noRow),
      pages: this.#pages,
      rendered: this.#rendered,
    };
  }

  get evidence(): StoredEvidence {
    const fields = [...this.#evidence].flatMap(([field, evidence]) => {
      const name = this.#fields[field]?.name;
      return name === undefined ? [] : [[name, evidence] as const];
    });
    return {
      pages: this.#pages,
      rendered: this.#rendered,
      full: this.#full,
      quiet: this.#quiet,
      check: this.#check,
      rows: this.#evidence.get(noRow) ?? null,
      fields: Object.fromEntries(fields),
    };
  }

  restore({ pages, rendered, full, quiet, check, rows, fields }: StoredEvidence): void {
    this.#pages = pages;
    this.#rendered = rendered;
    this.#full = full;
    this.#quiet = quiet;
    this.#check = check;
    if (rows !== null) this.#evidence.set(noRow, { ...rows });
    this.#fields.forEach(({ name }, index) => {
      const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (known !== undefined) this.#evidence.set(index, { ...known });
    });
  }

  #fills(field: number): boolean {
    return (this.#evidence.get(field)?.filled ?? 0) > 0;
  }

  /** A field that was never filled, and whose samples are complete with the renderings under way. */
  #willBeKnown(field: number): boolean {
    const vain = this.#evidence.get(field)?.vain ?? 0;
    return !this.#fills(field) && vain + this.#underWay >= samples;
  }

  #staysEmpty(field: number): boolean {
    const known = this.#evidence.get(field);
    return known !== undefined && known.vain >= (known.filled > 0 ? samplesOfFilled : samples);
  }

  #names(fields: readonly number[]): readonly string[] {
    return fields.slice(0, mostNames).flatMap((field) => {
      const name = this.#fields[field]?.name;
      return name === undefined ? [] : [name.slice(0, longestName)];
    });
  }
}
