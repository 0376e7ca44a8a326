import { fixedColumns } from '../engine-protocol/results.ts';
import { quoted } from '../plain-text.ts';

/** The names of the columns of a table: each is unique. */
export interface TableColumns {
  readonly carried: readonly string[];
  readonly fields: readonly string[];
  /** A column that Trawl adds. */
  readonly url: string;
  readonly status: string;
  readonly finalUrl: string;
  readonly error: string;
}

/** The table is also read by programs that do not distinguish upper and lower case (SQLite, Excel). */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();

/**
 * Names for the columns of a table, of which no two differ in case alone. Columns of the list come first,
 * then those of the fields, then Trawl's own: the first of a name keeps it, a later one is numbered, as
 * repeated columns of a CSV list do, and one of Trawl's own is called "trawl_url".
 */
export function tableColumns(carried: readonly string[], fields: readonly string[]): TableColumns {
  // The ids of the grid's fixed columns are not available as names either.
  const used = new Set<string>(fixedColumns);
  const taken = new Set([...used, ...[...carried, ...fields].map(keyOf)]);
  const numbers = new Map<string, number>();
  const claim = (name: string): string => {
    const key = keyOf(name);
    if (key !== '' && !used.has(key)) {
      used.add(key);
      return name;
    }
    const base = name === '' ? 'column' : name;
    let number = numbers.get(key) ?? 2;
    while (taken.has(keyOf(`${base} (${number})`))) number++;
    numbers.set(key, number + 1);
    taken.add(keyOf(`${base} (${number})`));
    return `${base} (${number})`;
  };
  const named = { carried: carried.map(claim), fields: fields.map(claim) };
  const own = (name: string): string => {
    if (!taken.has(name)) return name;
    return taken.has(`trawl_${name}`) ? claim(`trawl_${name}`) : `trawl_${name}`;
  };
  return {
    ...named,
    url: own('url'),
    status: own('status'),
    finalUrl: own('final_url'),
    error: own('error'),
  };
}

/** The name of the column for the currency of a field's prices. */
export const currencyName = (field: string): string => `${field} currency`;

/** The columns whose names differ from the person's own, one sentence each. */
interface RenamedColumns {
  /** Indexed by the place of the field; undefined where there is no such sentence. */
  readonly fields: ReadonlyMap<number, string>;
  readonly others: readonly string[];
}

export function renamedColumns(
  carried: readonly string[],
  fields: readonly string[],
): RenamedColumns {
  const columns = tableColumns(carried, fields);
  const renamed = (name: string, as: string): string =>
    `In the table, the column ${quoted(name)} is called ${quoted(as)}, since another one has its name.`;
  const others = carried.flatMap((name, place) => {
    const as = columns.carried[place] ?? name;
    return as === name ? [] : [renamed(name, as)];
  });
  const ofFields = fields.flatMap((name, place): [number, string][] => {
    const as = columns.fields[place] ?? name;
    return as === name ? [] : [[place, renamed(name, as)]];
  });
  for (const [name, as] of [
    ['url', columns.url],
    ['status', columns.status],
    ['final_url', columns.finalUrl],
    ['error', columns.error],
  ] as const) {
    if (as !== name) {
      others.push(
        `Trawl's own column ${quoted(name)} is called ${quoted(as)} in the table, since a column of yours has its name.`,
      );
    }
  }
  return { fields: new Map(ofFields), others };
}
