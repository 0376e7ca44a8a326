import { lowerAscii } from '#shared/lower-ascii.ts';
import { currencyName } from '#shared/values/table-columns.ts';
import type { ColumnType, ValueType } from '#shared/values/value-type.ts';
import { storable } from './sqlite.ts';

/** A column of the job or of the input list, with its name in its table. */
export interface NamedColumn {
  readonly name: string;
  /** As the job or the list calls it, where the table has another name for it. */
  readonly givenName?: string;
  readonly column: string;
  /** What its values are; absent: text. */
  readonly type?: ColumnType;
}

export interface FieldColumn {
  readonly name: string;
  readonly type: ColumnType | null;
}

/** The columns of a job's fields, in order: two for a price. */
export function fieldColumns(
  fields: readonly { readonly name: string; readonly type?: ValueType | undefined }[],
): FieldColumn[] {
  return fields.flatMap(({ name, type = 'text' }): FieldColumn[] => {
    const own = { name, type: type === 'text' ? null : type };
    return type === 'price' ? [own, { name: currencyName(name), type: 'currency' }] : [own];
  });
}

/** The fields of the job are columns of `rows`; the carried input columns are of `requests`. */
export interface RunColumns {
  readonly carried: readonly NamedColumn[];
  readonly fields: readonly NamedColumn[];
}

/**
 * Column names that SQLite accepts, one for each of `names`: the name itself if it is free (case is
 * ignored), else with a number after it. `reserved` are the table's own columns.
 */
export function nameColumns(names: readonly string[], reserved: readonly string[]): NamedColumn[] {
  const taken = new Set([...reserved, 'rowid', 'oid', '_rowid_'].map(lowerAscii));
  // The number at which the search for a free one continues: a list may have thousands of columns of one
  // name.
  const numbers = new Map<string, number>();
  return names.map((name) => {
    const wanted = storable(name) || 'column';
    let column = wanted;
    let number = numbers.get(lowerAscii(wanted)) ?? 2;
    for (; taken.has(lowerAscii(column)); number++) column = `${wanted}_${number}`;
    numbers.set(lowerAscii(wanted), number);
    taken.add(lowerAscii(column));
    return { name: storable(name), column };
  });
}
