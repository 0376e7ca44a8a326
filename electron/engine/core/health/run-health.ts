import { valueRuleOf } from '#shared/job/v2/value-keys.ts';
import type { ValueRule } from '#shared/values/value-type.ts';
import type { StoredFill, StoredHealth, StoredHostFill } from '../../ports/stored-health.ts';
import type { UrlOutcome } from '../run/counters.ts';
import { ColumnWatch, type WatchedField } from './column-watch.ts';
import { doubtSentence, type HealthDoubt, type LastPages } from './doubt-sentence.ts';
import { isEmptyForLong, noFill, wasUsual, withPage } from './fill-watch.ts';
import type { WarnedHealth } from './health-warnings.ts';
import { noSigns, PageSigns } from './page-signs.ts';
import { comparedValue, UniqueValues } from './unique-values.ts';

/** How fields are filled is watched at so many hosts: of more, a run has too few pages each to tell. */
const mostHosts = 1000;
/** Pages in a row that are not what was asked for; with those under way, fewer than 200 are lost. */
const mostWrong = 50;
/** A job whose values are rare in truth may find none in so many pages at its start, if none is required. */
const leastAtStart = 150;

/**
 * Watches how good the result of a run is: its columns, how its fields are filled, and pages that are not what
 * was asked for. Failed and skipped pages do not count, so that queueing them again changes nothing.
 */
export class RunHealth {
  readonly #fields: readonly WatchedField[];
  /** By field; one that has a default is never empty. */
  readonly #rules: readonly ValueRule[];
  readonly #columns: readonly ColumnWatch[];
  readonly #unique: readonly (UniqueValues | null)[];
  readonly #signs: PageSigns;
  #fills: StoredFill[];
  readonly #hosts: Map<number, StoredHostFill>;
  readonly #asked: Set<string>;
  readonly #changedHosts = new Set<number>();

  /**
   * @param stored null for a new run
   * @param valuesOf the values of a column in the run's file, by the number of its field: see `comparedValue`
   */
  constructor(
    fields: readonly WatchedField[],
    stored: StoredHealth | null,
    valuesOf: (field: number) => Iterable<string>,
  ) {
    this.#fields = fields;
    this.#rules = fields.map(valueRuleOf);
    this.#columns = fields.map((_, at) => new ColumnWatch(stored?.columns[at]));
    this.#unique = fields.map(({ unique }, at) => (unique ? new UniqueValues(valuesOf(at)) : null));
    this.#signs = new PageSigns(stored?.signs ?? noSigns);
    this.#fills = [...fields, null].map((_, at) => stored?.fills[at] ?? noFill);
    this.#hosts = new Map(stored?.hosts);
    this.#asked = new Set(stored?.asked);
  }

  get stored(): StoredHealth {
    return {
      signs: this.#signs.stored,
      fills: this.#fills,
      asked: [...this.#asked],
      columns: this.#columns.map(({ stored }) => stored),
      hosts: this.#hosts,
    };
  }

  /** What its warnings need: cheap, for snapshots. */
  get warned(): WarnedHealth {
    const columns = this.#columns.map(({ sums }) => sums);
    return { signs: this.#signs.stored, columns, hosts: this.#hosts };
  }

  /** To be called for every outcome, before it waits for its commit. */
  arrived(outcome: UrlOutcome): void {
    if (outcome.state !== 'done') return;
    const { url, trace, rows, hostId } = outcome;
    const redirectedTo = trace !== null && trace.redirects.length > 0 ? trace.finalUrl : null;
    const needsScript = outcome.needsScript === true && !outcome.inBrowser;
    this.#signs.arrived({ url, redirectedTo, needsScript });
    const filled = this.#rules.map(
      (rule, at) => rule.default !== '' || rows.some((row) => isFull(row[at])),
    );
    const isRead = rows.length > 0;
    const size = Math.max(1, rows.length);
    const add = (fills: readonly StoredFill[]): StoredFill[] =>
      fills.map((fill, at) => {
        if (at === filled.length) return withPage(fill, filled.includes(true), size);
        // A page without rows says nothing of the fields.
        return isRead ? withPage(fill, filled[at] ?? false, size) : fill;
      });
    this.#fills = add(this.#fills);
    const known = this.#hosts.get(hostId);
    if (known === undefined && this.#hosts.size >= mostHosts) return;
    const host = known?.host ?? new URL(url).host;
    const fills = add(known?.fills ?? this.#fills.map(() => noFill));
    this.#hosts.set(hostId, { host, fills });
    this.#changedHosts.add(hostId);
  }

  /**
   * The reason to pause the run after this outcome, as a sentence; null if there is none, or if it was asked
   * about before.
   */
  doubt({ hostId, state }: UrlOutcome): string | null {
    if (state !== 'done') return null;
    const doubt = this.#findDoubt(hostId);
    if (doubt === null) return null;
    this.#askedWith(doubt, hostId);
    return doubtSentence(doubt);
  }

  /**
   * Adds the rows of outcomes to their columns, and returns what has changed since the last call, to be
   * committed with them.
   */
  committing(outcomes: readonly UrlOutcome[]): StoredHealth {
    for (const { state, rows, helped, language = null } of outcomes) {
      if (state !== 'done') continue;
      for (const row of rows) this.#addRow(row, language);
      for (const { field, alternate, rows } of helped ?? []) {
        this.#columns[field]?.help(alternate, rows);
      }
    }
    const hosts = [...this.#changedHosts].flatMap((id) => {
      const fill = this.#hosts.get(id);
      return fill === undefined ? [] : [[id, fill] as const];
    });
    this.#changedHosts.clear();
    return { ...this.stored, hosts: new Map(hosts) };
  }

  #addRow(row: readonly string[], language: string | null): void {
    this.#columns.forEach((column, at) => {
      const rule = this.#rules[at];
      const value = row[at] || (rule?.default ?? '');
      column.add(value);
      const unique = this.#unique[at] ?? null;
      if (value === '' || unique === null || rule === undefined) return;
      if (unique.has(comparedValue(rule, value, language))) column.duplicate();
    });
  }

  #findDoubt(hostId: number): HealthDoubt | null {
    const wrong = this.#signs.inRow;
    if (wrong >= mostWrong && this.#isNew('wrong-pages')) {
      return { kind: 'wrong-pages', pages: wrong };
    }
    if (this.#fields.length === 0) return null;
    const here = this.#hosts.get(hostId);
    const whole = this.#fills.at(-1) ?? noFill;
    const wholeHere = here?.fills.at(-1) ?? noFill;
    const isSure =
      whole.emptyPages >= leastAtStart || this.#fields.some(({ required }) => required);
    const never = whole.filled === 0 && isEmptyForLong(whole) && isSure;
    if ((never || isLost(wholeHere)) && this.#isNew('nothing')) {
      return { kind: 'nothing', last: lastPages(never ? whole : wholeHere) };
    }
    const required = this.#fields.filter(
      ({ required, name }, at) =>
        required && isEmptyForLong(this.#fills[at] ?? noFill) && this.#isNew(`required ${name}`),
    );
    const [first] = required;
    if (first !== undefined) {
      const last = lastPages(this.#fills[this.#fields.indexOf(first)] ?? noFill);
      return { kind: 'required', fields: required.map(({ name }) => name), last };
    }
    if (here === undefined) return null;
    const stopped = this.#fields.filter(
      ({ name }, at) => isLost(here.fills[at] ?? noFill) && this.#isNew(`stopped ${name}`),
    );
    const [lost] = stopped;
    if (lost === undefined) return null;
    const last = lastPages(here.fills[this.#fields.indexOf(lost)] ?? noFill);
    const names = stopped.map(({ name }) => name);
    return { kind: 'stopped', fields: names, host: here.host, last };
  }

  /** What the same pages would raise next has the same cause: it is not asked about page after page. */
  #askedWith({ kind }: HealthDoubt, hostId: number): void {
    if (kind === 'wrong-pages') this.#asked.add('nothing');
    const here = this.#hosts.get(hostId);
    this.#fields.forEach(({ name }, at) => {
      if ((this.#fills[at]?.emptyPages ?? 0) > 0) this.#asked.add(`required ${name}`);
      if ((here?.fills[at]?.emptyPages ?? 0) > 0) this.#asked.add(`stopped ${name}`);
    });
  }

  /** Remembers that a doubt is raised. */
  #isNew(doubt: string): boolean {
    if (this.#asked.has(doubt)) return false;
    this.#asked.add(doubt);
    return true;
  }
}

function isLost(fill: StoredFill): boolean {
  return isEmptyForLong(fill) && wasUsual(fill);
}

function lastPages({ emptyPages, late }: StoredFill): LastPages {
  return { empty: emptyPages, late };
}

function isFull(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
