import { z } from 'zod';
import type { StoredHealth } from '../ports/stored-health.ts';
import type { NamedColumn } from './column-names.ts';
import { quoteName, type Sqlite } from './sqlite.ts';

const count = z.number().min(0);
const frequent = <T extends z.ZodType>(example: T) =>
  z.array(z.strictObject({ key: z.string(), count, over: count, example }));

const columnSchema = z.strictObject({
  rows: count,
  filled: count,
  duplicates: count,
  helped: z.array(count),
  distinct: z.strictObject({ hashes: z.array(count).nullable(), registers: z.string() }),
  values: frequent(z.boolean()),
  shapes: frequent(z.string()),
});
const fillSchema = z.strictObject({
  pages: count,
  rows: count,
  filled: count,
  emptyPages: count,
  emptyRows: count,
  late: count.default(0),
  lost: z
    .strictObject({ filled: count, before: count, empty: count, late: count.default(0) })
    .nullable(),
});
const seenSchema = z.strictObject({ pages: count, exampleUrl: z.string() });
const runSchema = z.strictObject({
  signs: z.strictObject({
    logIn: seenSchema,
    home: seenSchema,
    needsScript: seenSchema,
    targets: frequent(z.null()),
    inRow: count,
  }),
  fills: z.array(fillSchema),
  asked: z.array(z.string()),
});
const hostSchema = z.strictObject({ host: z.string(), fills: z.array(fillSchema) });

/**
 * The table `health`: what the run has shown as a whole (`run`), a line for each column (`column 0`) and for
 * each host (`host 17`). Null where nothing is kept, or nothing that this version can read.
 */
export function readHealth(db: Sqlite): StoredHealth | null {
  const columns: StoredHealth['columns'][number][] = [];
  const hosts = new Map<number, z.infer<typeof hostSchema>>();
  let run: z.infer<typeof runSchema> | null = null;
  // A file of an older version does not have the table before its run is resumed.
  if (db.get("SELECT 1 FROM sqlite_schema WHERE name = 'health'") === undefined) return null;
  try {
    for (const [key, text] of db.prepare<[string, string]>('SELECT key, state FROM health').all()) {
      const [kind, number = '0'] = key.split(' ');
      const state: unknown = JSON.parse(text);
      if (kind === 'run') run = runSchema.parse(state);
      else if (kind === 'column') columns[Number(number)] = columnSchema.parse(state);
      else hosts.set(Number(number), hostSchema.parse(state));
    }
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return null;
    throw error;
  }
  return run && { ...run, columns, hosts };
}

/** To be called in a transaction. */
export function writeHealth(db: Sqlite, changes: StoredHealth): void {
  const put = db.prepare('INSERT OR REPLACE INTO health VALUES (?, ?)');
  const { columns, hosts, ...run } = changes;
  put.run(['run', JSON.stringify(run)]);
  columns.forEach((column, at) => {
    put.run([`column ${at}`, JSON.stringify(column)]);
  });
  for (const [id, host] of hosts) put.run([`host ${id}`, JSON.stringify(host)]);
}

/** The values of a column in rows of pages that are done; those with several readings as their text. */
export function* readValues(
  db: Sqlite,
  field: number,
  column: NamedColumn | undefined,
): Iterable<string> {
  if (column === undefined) return;
  const name = `rows.${quoteName(column.column)}`;
  const read = db.prepare<[number, string | number]>(
    `SELECT rows.id, coalesce(ambiguous.text, ${name}) FROM rows
     JOIN requests ON requests.id = rows.request_id
     LEFT JOIN ambiguous ON ambiguous.field = ? AND ambiguous.request_id = rows.request_id
       AND ambiguous.number = rows.number
     WHERE rows.id > ? AND requests.state = 'done' AND ${name} <> '' ORDER BY rows.id LIMIT 10000`,
  );
  for (let after = 0; ; ) {
    const found = read.all([field, after]);
    for (const [id, value] of found) {
      yield String(value);
      after = id;
    }
    if (found.length === 0) return;
  }
}
