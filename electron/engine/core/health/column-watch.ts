import type { ColumnHealth } from '#shared/engine-protocol/column-health.ts';
import type { CleanStep } from '#shared/job/v2/clean.ts';
import { valueRuleOf } from '#shared/job/v2/value-keys.ts';
import { type ColumnTally, decideForm, formsOf, noTally } from '#shared/values/column-form.ts';
import type { DateOrder } from '#shared/values/read/read-date.ts';
import type { DecimalSign } from '#shared/values/read/read-number.ts';
import type { ValueType } from '#shared/values/value-type.ts';
import type { Frequent, StoredColumn } from '../../ports/stored-health.ts';
import { DistinctCount } from './distinct-count.ts';
import { FrequentKeys } from './frequent.ts';
import { hashOf } from './text-hash.ts';
import { typedValues } from './typed-values.ts';
import { shapeOf } from './value-shape.ts';

/** A value that makes up more than one row in 32 is never missing among the commonest. */
const keptValues = 32;
const keptShapes = 16;
const shownValues = 8;
export const mostCharacters = 100;
/** Fewer values say little of the shape that the others should have. */
const leastValues = 20;
/** Prices, dates and numbers of one site have one shape, but for a few; titles and names have many. */
const prevailing = 0.9;

/** The part of a job's field on which the health of its column depends. */
export interface WatchedField {
  readonly name: string;
  readonly required?: boolean | undefined;
  readonly unique?: boolean | undefined;
  readonly type?: ValueType | undefined;
  readonly decimal?: DecimalSign | undefined;
  readonly dates?: DateOrder | undefined;
  readonly clean?: readonly CleanStep[] | undefined;
  readonly alternates?: readonly string[] | undefined;
}

/** What is counted of a column. */
export type ColumnSums = Pick<StoredColumn, 'rows' | 'filled' | 'duplicates' | 'helped'>;

export const noColumn: StoredColumn = {
  rows: 0,
  filled: 0,
  duplicates: 0,
  helped: [],
  distinct: { hashes: [], registers: '' },
  values: [],
  shapes: [],
};

/** Watches the values of a column, in memory that does not grow with their number. */
export class ColumnWatch {
  #rows: number;
  #filled: number;
  #duplicates: number;
  readonly #helped: number[];
  readonly #distinct: DistinctCount;
  /** The example says whether the value was cut. */
  readonly #values: FrequentKeys<boolean>;
  readonly #shapes: FrequentKeys<string>;

  constructor(stored: StoredColumn = noColumn) {
    this.#rows = stored.rows;
    this.#filled = stored.filled;
    this.#duplicates = stored.duplicates;
    this.#helped = [...stored.helped];
    this.#distinct = new DistinctCount(stored.distinct);
    this.#values = new FrequentKeys(keptValues, stored.values);
    this.#shapes = new FrequentKeys(keptShapes, stored.shapes);
  }

  get sums(): ColumnSums {
    const helped = [...this.#helped];
    return { rows: this.#rows, filled: this.#filled, duplicates: this.#duplicates, helped };
  }

  get stored(): StoredColumn {
    return {
      ...this.sums,
      distinct: this.#distinct.stored,
      values: this.#values.stored,
      shapes: this.#shapes.stored,
    };
  }

  /** The value of one more row; empty: it has none. */
  add(value: string): void {
    this.#rows += 1;
    if (value === '') return;
    this.#filled += 1;
    this.#distinct.add(hashOf(value));
    const isCut = value.length > mostCharacters;
    this.#values.add(isCut ? beginningOf(value) : value, () => isCut);
    this.#shapes.add(shapeOf(value), () => (isCut ? beginningOf(value) : value));
  }

  /** The last value that was added is that of an earlier row too. */
  duplicate(): void {
    this.#duplicates += 1;
  }

  /** An alternate gave the values of so many rows. */
  help(alternate: number, rows: number): void {
    while (this.#helped.length <= alternate) this.#helped.push(0);
    this.#helped[alternate] = (this.#helped[alternate] ?? 0) + rows;
  }
}

/**
 * @param tally what the values of the column have shown of their form
 */
export function columnHealth(
  field: WatchedField,
  stored: StoredColumn,
  tally: ColumnTally = noTally,
): ColumnHealth {
  const { name, unique } = field;
  const { type, form } = valueRuleOf(field);
  const { rows, filled, duplicates } = stored;
  const distinct = new DistinctCount(stored.distinct);
  const isText = type === 'text';
  const others = isText ? otherShapes(stored) : [];
  const decision = decideForm(type, tally, form);
  const found = new FrequentKeys(keptValues, stored.values).sorted;
  const values = isText
    ? { commonest: commonest(found), odd: others.map(({ example }) => example) }
    : typedValues(type, decision, found);
  return {
    field: name,
    rows,
    filled,
    misfits: tally.misfits,
    form: formsOf(type).length > 0 && tally.read > 0 ? decision : null,
    misshapen: others.reduce((sum, { count }) => sum + count, 0),
    distinct: Math.min(filled, distinct.count),
    isExact: distinct.isExact,
    duplicates: unique === true ? duplicates : null,
    commonest: values.commonest.slice(0, shownValues),
    odd: values.odd.slice(0, shownValues),
  };
}

function commonest(found: readonly Frequent<boolean>[]): ColumnHealth['commonest'] {
  return found
    .filter(({ count, over }) => count - over > 1)
    .map(({ key, count, over, example }) => ({ value: key, isCut: example, count: count - over }));
}

/** The shapes beside the one that prevails, rarest first; none where none does. */
function otherShapes({ filled, shapes }: StoredColumn): readonly Frequent<string>[] {
  const [most, ...others] = new FrequentKeys(keptShapes, shapes).sorted;
  if (filled < leastValues || most === undefined) return [];
  const isSure = others.every(({ over }) => over === 0) && most.over === 0;
  return isSure && most.count >= filled * prevailing ? others.reverse() : [];
}

/** A copy, so that a short text does not keep a whole page in memory. */
function beginningOf(value: string): string {
  return JSON.parse(JSON.stringify(value.slice(0, mostCharacters))) as string;
}
