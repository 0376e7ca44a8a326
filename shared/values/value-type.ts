import type { DateOrder } from './read/read-date.ts';
import type { DecimalSign } from './read/read-number.ts';

/** What the values of a field are; without one, texts. */
export const valueTypes = ['text', 'number', 'price', 'date', 'url', 'picture', 'yesno'] as const;
export type ValueType = (typeof valueTypes)[number];

/** What the values of a column are. The currency of a price has a column of its own, behind that of the amount. */
export type ColumnType = ValueType | 'currency';

export const isNumeric = (type: ColumnType | undefined): boolean =>
  type === 'number' || type === 'price';

/** How the values of a column are written: its decimal sign, or the order of its dates. */
export type Form = DecimalSign | DateOrder;

/** A value in a table. Dates are ISO 8601, yes and no are "yes" and "no". */
export type Cell = string | number | null;

/** What a job says about the values of a field. */
export interface ValueRule {
  readonly type: ValueType;
  /** The form that a person has set; null: the column decides. */
  readonly form: Form | null;
  /** What stands where a value is empty. */
  readonly default: string;
}

/** Whether the cells of a field are its values as they come. */
export const isPlainText = (rule: ValueRule): boolean =>
  rule.type === 'text' && rule.default === '';
