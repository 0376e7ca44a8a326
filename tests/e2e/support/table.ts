import { readFileSync } from 'node:fs';
import { parse } from 'papaparse';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** A CSV read by the rules of a spreadsheet; throws where it is not valid. */
export function parseTable(text: string): Table {
  const { data, errors } = parse<string[]>(text.replace(/^\ufeff/, ''), { skipEmptyLines: true });
  if (errors.length > 0) throw new Error(`Not a CSV: ${JSON.stringify(errors.slice(0, 3))}`);
  const [columns = [], ...records] = data;
  const uneven = records.find((cells) => cells.length !== columns.length);
  if (uneven) throw new Error(`${uneven.length} cells instead of ${columns.length}: ${uneven}`);
  return {
    columns,
    rows: records.map((cells) =>
      Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ''])),
    ),
  };
}

export function readTable(file: string): Table {
  return parseTable(readFileSync(file, 'utf8'));
}
