import { storable } from './sqlite.ts';

/** A column of the job or of the input list, and what it is called in its table. */
export interface NamedColumn {
  readonly name: string;
  readonly column: string;
}

/** The fields of the job are columns of `rows`; the carried input columns are of `requests`. */
export interface RunColumns {
  readonly carried: readonly NamedColumn[];
  readonly fields: readonly NamedColumn[];
}

/**
 * Column names that SQLite takes, one for each of `names`: the name itself where it is free, which
 * ignores case, else with a number behind it. `reserved` are the table's own columns.
 */
export function nameColumns(names: readonly string[], reserved: readonly string[]): NamedColumn[] {
  const taken = new Set([...reserved, 'rowid', 'oid', '_rowid_'].map(lowerAscii));
  return names.map((name) => {
    const wanted = storable(name) || 'column';
    let column = wanted;
    for (let number = 2; taken.has(lowerAscii(column)); number++) column = `${wanted}_${number}`;
    taken.add(lowerAscii(column));
    return { name: storable(name), column };
  });
}

/** SQLite compares names without the case of ASCII letters only. */
function lowerAscii(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
